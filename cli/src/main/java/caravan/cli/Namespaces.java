package caravan.cli;

import caravan.seldon.SeldonClient;
import caravan.seldon.SeldonSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What model servers need in Kubernetes: their namespace, and the secret with their token for Pachyderm. */
record Namespaces(Home home, UseCases useCases) {
    /** The secret that the deployment's manifest mounts. */
    private static final String SECRET = "caravan-pachyderm-server";

    private static final String MANAGER = "caravan-cli";

    /** Creates what is missing; safe to repeat. */
    void provide() {
        String token = token(home.credential("server-pachyderm-token"));
        try (SeldonClient client = new SeldonClient(new SeldonSettings(Optional.of(home.credential("kubeconfig"))))) {
            useCases.all().stream()
                    .map(u -> u.deployment().namespace())
                    .distinct()
                    .forEach(namespace -> {
                        apply(
                                client,
                                new NamespaceBuilder()
                                        .withNewMetadata()
                                        .withName(namespace)
                                        .endMetadata()
                                        .build());
                        apply(
                                client,
                                new SecretBuilder()
                                        .withNewMetadata()
                                        .withName(SECRET)
                                        .withNamespace(namespace)
                                        .endMetadata()
                                        .withStringData(Map.of("token", token))
                                        .build());
                    });
        } catch (KubernetesClientException e) {
            throw new CliException("Kubernetes does not take the namespaces of the use cases: " + e.getMessage(), e);
        }
    }

    private static void apply(SeldonClient client, HasMetadata object) {
        client.kubernetes()
                .resource(object)
                .fieldManager(MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
