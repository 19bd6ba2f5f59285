package caravan.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.CertificateAuthority;
import caravan.sandbox.Credentials;
import caravan.sandbox.Listener;
import caravan.sandbox.Tls;
import caravan.sandbox.kubernetes.KubernetesServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests, given to an API server by kubectl. */
class ApplyTest {
    @TempDir
    private Path scratch;

    @Test
    void an_api_server_takes_every_object() throws Exception {
        List<HasMetadata> objects = StrictModel.read(Kubectl.run(
                scratch, "kustomize", Checkout.ROOT.resolve("k8s/base").toString()));
        // the sandbox's subset of the API has no network
        List<HasMetadata> served = objects.stream()
                .filter(o -> !o.getKind().equals("NetworkPolicy"))
                .toList();
        Tls tls = CertificateAuthority.in(scratch.resolve("tls"));
        Credentials credentials = Credentials.open(scratch.resolve("credentials"));
        try (KubernetesServer server =
                KubernetesServer.start(new Listener(0, Optional.of(tls)), scratch.resolve("state"), credentials)) {
            String kubeconfig = "--kubeconfig=" + credentials.file(KubernetesServer.KUBECONFIG);
            Kubectl.run(
                    scratch,
                    kubeconfig,
                    "apply",
                    "-f",
                    Checkout.ROOT.resolve("k8s/base/namespace.yaml").toString());

            String said = Kubectl.run(
                    scratch,
                    kubeconfig,
                    "apply",
                    "--dry-run=server",
                    "--server-side",
                    "-f",
                    file(served).toString());

            assertThat(said.lines())
                    .hasSameSizeAs(served)
                    .allMatch(line -> line.endsWith("serverside-applied (server dry run)"));
            assertThat(Kubectl.run(scratch, kubeconfig, "-n", "caravan", "get", "deployments", "-o", "name"))
                    .as("a dry run changes nothing")
                    .isBlank();
        }
    }

    private Path file(List<HasMetadata> objects) throws Exception {
        return Files.writeString(
                scratch.resolve("objects.yaml"),
                String.join("---\n", objects.stream().map(Serialization::asYaml).toList()));
    }
}
