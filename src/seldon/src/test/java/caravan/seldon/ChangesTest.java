package caravan.seldon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.loop.port.SystemException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ChangesTest {
    KubernetesClient kubernetes;

    private static GenericKubernetesResource seldon(String name, String note) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("machinelearning.seldon.io/v1")
                .withKind("SeldonDeployment")
                .withNewMetadata()
                .withNamespace("models")
                .withName(name)
                .addToAnnotations("note", note)
                .endMetadata()
                .build();
    }

    private void put(GenericKubernetesResource object) {
        kubernetes
                .genericKubernetesResources(SeldonClient.SELDON)
                .inNamespace("models")
                .resource(object)
                .createOr(r -> r.update());
    }

    @Test
    void deployments_that_are_there_that_change_and_whose_parts_change_are_told_of() {
        SeldonClient client = new SeldonClient(kubernetes);
        put(seldon("old", "1"));
        Queue<String> changed = new ConcurrentLinkedQueue<>();
        try (var ignored = client.subscribe("models", changed::add)) {
            await().untilAsserted(() -> assertThat(changed).containsExactly("old"));
            put(seldon("new", "1"));
            await().untilAsserted(() -> assertThat(changed).containsExactly("old", "new"));
            put(seldon("old", "2"));
            await().untilAsserted(() -> assertThat(changed).containsExactly("old", "new", "old"));
            kubernetes
                    .apps()
                    .deployments()
                    .inNamespace("models")
                    .resource(new DeploymentBuilder()
                            .withNewMetadata()
                            .withName("new-a-0")
                            .addToLabels(SeldonClient.OWNER_LABEL, "new")
                            .endMetadata()
                            .build())
                    .create();
            await().untilAsserted(() -> assertThat(changed).containsExactly("old", "new", "old", "new"));
        }
    }

    @Test
    void what_cannot_be_listed_fails_with_its_reason() {
        new SeldonClient(kubernetes).check("models");
        try (KubernetesClient nobody = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:1")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build()) {
            assertThatThrownBy(() -> new SeldonClient(nobody).check("models"))
                    .isInstanceOfSatisfying(SystemException.class, e -> assertThat(e.kind())
                            .isEqualTo(SystemException.Kind.UNAVAILABLE))
                    .hasMessageContaining("list the SeldonDeployments in models");
        }
    }
}
