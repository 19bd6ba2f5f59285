package caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightsTest {
    private static final String SELDON = "machinelearning.seldon.io";

    @TempDir
    Path home;

    private Cluster cluster;
    private KubernetesClient admin;
    private KubernetesClient account;

    @BeforeEach
    void start() {
        cluster = new Cluster(home);
        admin = cluster.client();
        account = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.fromKubeconfig(home.resolve("credentials")
                                .resolve(KubernetesServer.CARAVAN_KUBECONFIG)
                                .toFile()))
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        account.close();
        admin.close();
        cluster.close();
    }

    @Test
    void the_account_may_do_nothing_before_a_role_is_bound_to_it() {
        assertForbidden(
                () -> Cluster.seldon(account)
                        .inNamespace("default")
                        .withName("pets")
                        .get(),
                "seldondeployments.machinelearning.seldon.io \"pets\" is forbidden: User"
                        + " \"system:serviceaccount:caravan:caravan\" cannot get resource \"seldondeployments\" in API"
                        + " group \"machinelearning.seldon.io\" in the namespace \"default\"");
        assertForbidden(
                () -> account.pods().inAnyNamespace().list(),
                "pods is forbidden: User \"system:serviceaccount:caravan:caravan\" cannot list resource \"pods\" in API"
                        + " group \"\" at the cluster scope");
    }

    @Test
    void applying_a_new_object_needs_create_and_patch() {
        allow(SELDON, "seldondeployments", "get", "patch");
        assertForbidden(
                () -> apply(),
                "seldondeployments.machinelearning.seldon.io \"pets\" is forbidden: User"
                        + " \"system:serviceaccount:caravan:caravan\" cannot create resource \"seldondeployments\" in"
                        + " API group \"machinelearning.seldon.io\" in the namespace \"default\"");

        allow(SELDON, "seldondeployments", "get", "patch", "create");
        assertThatCode(this::apply).doesNotThrowAnyException();
        assertForbidden(
                () -> Cluster.seldon(account)
                        .inNamespace("default")
                        .withName("pets")
                        .delete(),
                "cannot delete resource");
    }

    @Test
    void a_right_holds_in_its_namespace_and_for_its_subresource_alone() {
        allow("", "pods", "get", "list");

        assertThat(account.pods().inNamespace("default").list().getItems()).isEmpty();
        assertForbidden(() -> account.pods().inNamespace("kube-system").list(), "in the namespace \"kube-system\"");
        assertForbidden(
                () -> account.pods().inNamespace("default").withName("p").getLog(), "cannot get resource \"pods/log\"");
    }

    @Test
    void an_account_learns_its_own_rights() {
        allow("", "pods", "get");

        assertThat(may("get")).isTrue();
        assertThat(may("delete")).isFalse();
    }

    private boolean may(String verb) {
        return account.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withResource("pods")
                        .withNamespace("default")
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    private GenericKubernetesResource apply() {
        return Cluster.seldon(account)
                .inNamespace("default")
                .withName("pets")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("caravan")
                                .build(),
                        Samples.seldon("serve:1"));
    }

    private void allow(String group, String resource, String... verbs) {
        admin.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName("test")
                        .withNamespace("default")
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups(group)
                        .withResources(resource)
                        .withVerbs(verbs)
                        .endRule()
                        .build())
                .serverSideApply();
        admin.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("test")
                        .withNamespace("default")
                        .endMetadata()
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName("caravan")
                        .withNamespace("caravan")
                        .endSubject()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "test")
                        .build())
                .serverSideApply();
    }

    private static void assertForbidden(ThrowingCallable call, String words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(KubernetesClientException.class, e -> {
            assertThat(e.getCode()).isEqualTo(403);
            assertThat(e.getMessage()).contains(words);
        });
    }
}
