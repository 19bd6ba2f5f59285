package caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Fabric8Test {
    @TempDir
    static Path home;

    private static Cluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        cluster = new Cluster(home);
        client = cluster.client();
    }

    @AfterEach
    void clear() {
        cluster.clear();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void an_object_is_created_read_listed_changed_and_deleted() {
        ConfigMap created = client.resource(configMap("a", "1")).create();
        assertThat(created.getMetadata().getUid()).isNotEmpty();

        created.setData(Map.of("k", "2"));
        client.resource(created).update();
        client.configMaps().inNamespace("default").withName("a").edit(c -> new ConfigMapBuilder(c)
                .addToData("l", "3")
                .build());
        assertThat(client.configMaps()
                        .inNamespace("default")
                        .withName("a")
                        .get()
                        .getData())
                .isEqualTo(Map.of("k", "2", "l", "3"));
        client.resource(configMap("b", "1")).create();
        assertThat(client.configMaps()
                        .inAnyNamespace()
                        .withLabel("app", "b")
                        .list()
                        .getItems())
                .extracting(c -> c.getMetadata().getName())
                .containsExactly("b");

        assertThat(client.resource(created).delete()).hasSize(1);
        assertThat(client.configMaps().inNamespace("default").withName("a").get())
                .isNull();
    }

    @Test
    void a_present_object_is_not_created_again_and_an_absent_namespace_is_not_found() {
        client.resource(configMap("a", "1")).create();

        assertThatThrownBy(() -> client.resource(configMap("a", "1")).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("AlreadyExists");
                    assertThat(e.getStatus().getMessage()).isEqualTo("configmaps \"a\" already exists");
                });
        assertThatThrownBy(() -> client.configMaps()
                        .inNamespace("nowhere")
                        .resource(new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName("a")
                                .endMetadata()
                                .build())
                        .create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(404);
                    assertThat(e.getStatus().getMessage()).isEqualTo("namespaces \"nowhere\" not found");
                });
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("nowhere")
                        .endMetadata()
                        .build())
                .create();
        client.configMaps()
                .inNamespace("nowhere")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("a")
                        .endMetadata()
                        .build())
                .create();
        client.namespaces().withName("nowhere").delete();
        assertThat(client.configMaps().inNamespace("nowhere").list().getItems()).isEmpty();
    }

    @Test
    void applying_creates_then_changes_and_the_same_again_changes_nothing() {
        GenericKubernetesResource created = apply(Samples.seldon("serve:1"), "caravan", false);
        assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(created.getMetadata().getManagedFields().get(0).getManager()).isEqualTo("caravan");
        assertThat(created.getMetadata().getManagedFields().get(0).getOperation())
                .isEqualTo("Apply");

        GenericKubernetesResource same = apply(Samples.seldon("serve:1"), "caravan", false);
        assertThat(same.getMetadata().getResourceVersion())
                .isEqualTo(created.getMetadata().getResourceVersion());

        GenericKubernetesResource changed = apply(Samples.seldon("serve:2"), "caravan", false);
        assertThat(changed.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(Cluster.seldon(client)
                        .inNamespace("default")
                        .withName("pets")
                        .get())
                .isEqualTo(changed);
    }

    @Test
    void applying_what_another_owns_conflicts_until_it_is_forced() {
        apply(Samples.seldon("serve:1"), "caravan", false);

        assertThatThrownBy(() -> apply(Samples.seldon("serve:2"), "someone", false))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
                    assertThat(e.getStatus().getMessage())
                            .isEqualTo("Apply failed with 1 conflict: conflict with \"caravan\": .spec.predictors");
                    assertThat(e.getStatus().getDetails().getCauses())
                            .singleElement()
                            .satisfies(cause -> {
                                assertThat(cause.getReason()).isEqualTo("FieldManagerConflict");
                                assertThat(cause.getField()).isEqualTo(".spec.predictors");
                            });
                });
        apply(Samples.seldon("serve:2"), "someone", true);
        assertThatThrownBy(() -> apply(Samples.seldon("serve:1"), "caravan", false))
                .hasMessageContaining("conflict with \"someone\": .spec.predictors");
    }

    @Test
    void two_managers_that_want_the_same_own_it_together() {
        apply(Samples.seldon("serve:1"), "caravan", false);

        GenericKubernetesResource both = apply(Samples.seldon("serve:1"), "someone", false);

        assertThat(both.getMetadata().getManagedFields()).hasSize(2);
        assertThat(both.getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void what_a_manager_no_longer_applies_is_removed_and_what_others_set_stays() {
        Deployment wanted = Samples.deployment();
        wanted.getMetadata().setAnnotations(Map.of("mine", "1"));
        client.resource(wanted).fieldManager("caravan").serverSideApply();
        client.apps().deployments().inNamespace("default").withName("web").edit(d -> {
            d.getMetadata().getAnnotations().put("theirs", "2");
            return d;
        });

        Deployment less = Samples.deployment();
        less.getSpec().getTemplate().getSpec().getContainers().get(0).setEnv(List.of());
        Deployment after = client.resource(less).fieldManager("caravan").serverSideApply();

        assertThat(after.getMetadata().getAnnotations()).isEqualTo(Map.of("theirs", "2"));
        assertThat(after.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv())
                .isEmpty();
    }

    @Test
    void containers_are_owned_one_by_one() {
        client.resource(Samples.deployment()).fieldManager("caravan").serverSideApply();
        Deployment other = Samples.deployment();
        other.getSpec().getTemplate().getSpec().getContainers().get(0).setName("beside");
        other.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("beside:1");

        Deployment both = client.resource(other).fieldManager("someone").serverSideApply();
        assertThat(both.getSpec().getTemplate().getSpec().getContainers())
                .extracting(c -> c.getName())
                .containsExactly("web", "beside");

        Deployment clash = Samples.deployment();
        clash.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("web:2");
        assertThatThrownBy(() -> client.resource(clash).fieldManager("someone").serverSideApply())
                .hasMessageContaining("conflict with \"caravan\": .spec.template.spec.containers[name=\"web\"].image");
    }

    @Test
    void a_dry_run_checks_and_keeps_nothing() {
        GenericKubernetesResource object = Samples.seldon("serve:1");
        Cluster.seldon(client).inNamespace("default").withName("pets").patch(seldonClients(List.of("All")), object);

        assertThat(Cluster.seldon(client)
                        .inNamespace("default")
                        .withName("pets")
                        .get())
                .isNull();
        Cluster.seldon(client).inNamespace("default").withName("pets").patch(seldonClients(List.of()), object);
        assertThat(Cluster.seldon(client)
                        .inNamespace("default")
                        .withName("pets")
                        .get())
                .isNotNull();
    }

    @Test
    void an_unknown_field_is_a_500_without_a_reason_when_applied() {
        GenericKubernetesResource object = Samples.seldon("serve:1");
        object.setAdditionalProperty("spec", Map.of("bogus", 1, "predictors", List.of()));

        assertThatThrownBy(() -> apply(object, "caravan", true))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(500);
                    assertThat(e.getStatus().getReason()).isNull();
                    assertThat(e.getStatus().getMessage())
                            .isEqualTo("failed to create typed patch object (default/pets;"
                                    + " machinelearning.seldon.io/v1, Kind=SeldonDeployment): .spec.bogus:"
                                    + " field not declared in schema");
                });
    }

    @Test
    void a_missing_field_is_invalid_with_its_path() {
        GenericKubernetesResource object = Samples.seldon("serve:1");
        object.setAdditionalProperty("spec", Map.of("predictors", List.of(Map.of("name", "a"))));

        assertThatThrownBy(() -> apply(object, "caravan", true))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(422);
                    assertThat(e.getStatus().getReason()).isEqualTo("Invalid");
                    assertThat(e.getStatus().getMessage())
                            .isEqualTo("SeldonDeployment.machinelearning.seldon.io \"pets\" is invalid:"
                                    + " spec.predictors[0].graph: Required value");
                });
    }

    @Test
    void the_admission_of_a_kind_refuses_in_a_dry_run_too() {
        cluster.store().admit(Kinds.SELDON_DEPLOYMENT, (object, before) -> {
            throw Refusal.of(422, "Invalid", "admission webhook \"x\" denied the request: no");
        });

        assertThatThrownBy(() -> Cluster.seldon(client)
                        .inNamespace("default")
                        .withName("pets")
                        .patch(seldonClients(List.of("All")), Samples.seldon("serve:1")))
                .hasMessageContaining("denied the request: no");
    }

    @Test
    void a_stale_version_conflicts_whether_replaced_or_applied() {
        GenericKubernetesResource first = apply(Samples.seldon("serve:1"), "caravan", false);
        apply(Samples.seldon("serve:2"), "caravan", false);

        assertThatThrownBy(() -> client.resource(first).update())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getDetails().getCauses()).isEmpty();
                });
        GenericKubernetesResource stale = Samples.seldon("serve:3");
        stale.getMetadata().setResourceVersion(first.getMetadata().getResourceVersion());
        assertThatThrownBy(() -> apply(stale, "caravan", true)).hasMessageContaining("the object has been modified");
    }

    @Test
    void the_status_is_written_by_its_subresource_alone() {
        GenericKubernetesResource object = apply(Samples.seldon("serve:1"), "caravan", false);
        object.setAdditionalProperty("status", Map.of("state", "Creating"));
        Cluster.seldon(client).inNamespace("default").resource(object).updateStatus();
        object = Cluster.seldon(client).inNamespace("default").withName("pets").get();
        assertThat(object.getAdditionalProperties().get("status")).isEqualTo(Map.of("state", "Creating"));
        assertThat(object.getMetadata().getGeneration()).isEqualTo(1);

        object.setAdditionalProperty("status", Map.of("state", "Failed"));
        GenericKubernetesResource kept = client.resource(object).update();
        assertThat(kept.getAdditionalProperties().get("status")).isEqualTo(Map.of("state", "Creating"));

        kept.setAdditionalProperty("status", Map.of("state", "Available"));
        Cluster.seldon(client).inNamespace("default").resource(kept).patchStatus();
        assertThat(cluster.store()
                        .get(Kinds.SELDON_DEPLOYMENT, "default", "pets")
                        .orElseThrow()
                        .at("/status/state")
                        .asText())
                .isEqualTo("Available");
    }

    @Test
    void a_deployment_is_scaled_patched_and_judged() {
        client.resource(Samples.deployment()).create();
        var web = client.apps().deployments().inNamespace("default").withName("web");

        assertThat(web.scale(3).getSpec().getReplicas()).isEqualTo(3);
        web.patch(
                PatchContext.of(PatchType.STRATEGIC_MERGE),
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"web:2\"}]}}}}");
        web.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");
        web.patch(PatchContext.of(PatchType.JSON), "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}]");
        Deployment patched = web.get();
        assertThat(patched.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("web:2");
        assertThat(patched.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv())
                .hasSize(1);
        assertThat(patched.getSpec().getReplicas()).isEqualTo(4);
        assertThat(patched.getMetadata().getLabels()).containsEntry("x", "y");
        assertThat(patched.getMetadata().getGeneration()).isEqualTo(4);

        patched.setStatus(new DeploymentStatusBuilder()
                .withObservedGeneration(4L)
                .withReplicas(4)
                .withAvailableReplicas(4)
                .withUpdatedReplicas(4)
                .build());
        client.resource(patched).updateStatus();
        assertThat(web.get().getStatus().getAvailableReplicas()).isEqualTo(4);
    }

    @Test
    void what_an_object_owns_goes_with_it_in_the_foreground_and_stays_orphaned() {
        GenericKubernetesResource owner = apply(Samples.seldon("serve:1"), "caravan", false);
        client.resource(owned(owner)).create();
        Cluster.seldon(client)
                .inNamespace("default")
                .withName("pets")
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        assertThat(client.configMaps().inNamespace("default").list().getItems()).isEmpty();

        owner = apply(Samples.seldon("serve:1"), "caravan", false);
        client.resource(owned(owner)).create();
        Cluster.seldon(client)
                .inNamespace("default")
                .withName("pets")
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        assertThat(client.configMaps().inNamespace("default").list().getItems()).hasSize(1);
    }

    @Test
    void a_collection_is_deleted_by_its_labels() {
        client.resource(configMap("a", "1")).create();
        client.resource(configMap("b", "1")).create();

        client.configMaps().inNamespace("default").withLabel("app", "a").delete();

        assertThat(client.configMaps().inNamespace("default").list().getItems())
                .extracting(c -> c.getMetadata().getName())
                .containsExactly("b");
    }

    @Test
    void the_last_lines_of_a_pod_are_read() throws Exception {
        Path log = Files.writeString(home.resolve("pod.log"), "one\ntwo\nthree\n");
        cluster.server()
                .logs((namespace, pod, container, previous) ->
                        Optional.of(new PodLogs.PodLog(List.of(home.resolve("pod.log.1"), log), () -> false)));
        ObjectNode pod = Json.object();
        pod.withObject("/metadata").put("name", "p").put("namespace", "default");
        pod.withObject("/metadata/labels").put("seldon-deployment-id", "pets");
        pod.withObject("/spec").putArray("containers").addObject().put("name", "c");
        cluster.store().create(Kinds.POD, pod, Write.by("test"));

        assertThat(client.pods()
                        .inNamespace("default")
                        .withLabel("seldon-deployment-id", "pets")
                        .list()
                        .getItems())
                .hasSize(1);
        assertThat(client.pods()
                        .inNamespace("default")
                        .withName("p")
                        .tailingLines(2)
                        .getLog())
                .isEqualTo("two\nthree\n");
    }

    @Test
    void deployments_are_found_by_the_label_of_their_owner() {
        Deployment owned = Samples.deployment();
        owned.getMetadata().setLabels(Map.of("seldon-deployment-id", "pets"));
        client.resource(owned).create();

        assertThat(client.apps()
                        .deployments()
                        .inNamespace("default")
                        .withLabel("seldon-deployment-id", "pets")
                        .list()
                        .getItems())
                .hasSize(1);
        assertThat(client.apps()
                        .deployments()
                        .inNamespace("default")
                        .withLabel("seldon-deployment-id", "other")
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void everything_is_there_after_a_restart() {
        GenericKubernetesResource before = apply(Samples.seldon("serve:1"), "caravan", false);

        cluster.restart();

        assertThat(Cluster.seldon(client)
                        .inNamespace("default")
                        .withName("pets")
                        .get())
                .isEqualTo(before);
    }

    @Test
    void a_wrong_token_is_unauthorized_and_none_is_nobody() {
        try (KubernetesClient wrong = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(cluster.config())
                        .withOauthToken("wrong")
                        .withAutoOAuthToken("wrong")
                        .build())
                .build()) {
            assertThatThrownBy(() -> wrong.pods().inNamespace("default").list())
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(401);
                        assertThat(e.getStatus().getReason()).isEqualTo("Unauthorized");
                    });
        }
        try (KubernetesClient nobody = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(cluster.config())
                        .withOauthToken(null)
                        .withAutoOAuthToken(null)
                        .build())
                .build()) {
            assertThatThrownBy(() -> nobody.pods().inNamespace("default").list())
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(403);
                        assertThat(e.getStatus().getMessage())
                                .isEqualTo("pods is forbidden: User \"system:anonymous\" cannot list resource"
                                        + " \"pods\" in API group \"\" in the namespace \"default\"");
                    });
        }
    }

    @Test
    void a_generic_client_finds_the_resource_of_a_kind() {
        apply(Samples.seldon("serve:1"), "caravan", false);

        assertThat(client.genericKubernetesResources("machinelearning.seldon.io/v1", "SeldonDeployment")
                        .inNamespace("default")
                        .withName("pets")
                        .get())
                .isNotNull();
        assertThat(client.supports("machinelearning.seldon.io/v1", "SeldonDeployment"))
                .isTrue();
        assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    }

    private GenericKubernetesResource apply(GenericKubernetesResource object, String manager, boolean force) {
        return Cluster.seldon(client)
                .inNamespace("default")
                .withName(object.getMetadata().getName())
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(manager)
                                .withForce(force)
                                .withFieldValidation("Strict")
                                .build(),
                        object);
    }

    /** As the integration's client applies. */
    private static PatchContext seldonClients(List<String> dryRun) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("caravan")
                .withForce(true)
                .withFieldValidation("Strict")
                .withDryRun(dryRun)
                .build();
    }

    private static ConfigMap owned(GenericKubernetesResource owner) {
        return new ConfigMapBuilder(configMap("child", "1"))
                .editMetadata()
                .addNewOwnerReference()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    private static ConfigMap configMap(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("app", name)
                .endMetadata()
                .addToData("k", value)
                .build();
    }
}
