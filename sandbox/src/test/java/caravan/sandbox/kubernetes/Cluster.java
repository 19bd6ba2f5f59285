package caravan.sandbox.kubernetes;

import caravan.sandbox.CertificateAuthority;
import caravan.sandbox.Credentials;
import caravan.sandbox.Listener;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A running API server for a test, and clients of it. */
final class Cluster implements AutoCloseable {
    static final ResourceDefinitionContext SELDON = new ResourceDefinitionContext.Builder()
            .withGroup("machinelearning.seldon.io")
            .withVersion("v1")
            .withKind("SeldonDeployment")
            .withPlural("seldondeployments")
            .withNamespaced(true)
            .build();

    private final Path home;
    private KubernetesServer server;

    Cluster(Path home) {
        this.home = home;
        start(0);
    }

    private void start(int port) {
        try {
            server = KubernetesServer.start(
                    new Listener(port, Optional.of(CertificateAuthority.in(home.resolve("tls")))),
                    home.resolve("kubernetes"),
                    Credentials.open(home.resolve("credentials")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it and starts it again on the same port and folder. */
    void restart() {
        int port = server.port();
        server.close();
        start(port);
    }

    KubernetesServer server() {
        return server;
    }

    ObjectStore store() {
        return server.store();
    }

    Path kubeconfig() {
        return home.resolve("credentials").resolve(KubernetesServer.KUBECONFIG);
    }

    Config config() {
        return new ConfigBuilder(Config.fromKubeconfig(kubeconfig().toFile()))
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(config()).build();
    }

    /** Removes what a test has left in the default namespace. */
    void clear() {
        store().admit(Kinds.SELDON_DEPLOYMENT, null);
        for (Kind kind : Kinds.all()) {
            if (kind.namespaced()) {
                store().list(kind, Selection.in("default")).items().forEach(o -> store().delete(
                                kind, "default", o.path("metadata").path("name").asText(), Deletion.NOW));
            }
        }
    }

    /** A plain HTTP client that trusts the server. */
    HttpClient http() {
        try (InputStream pem = Files.newInputStream(home.resolve("tls/ca.pem"))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(tls).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            seldon(KubernetesClient client) {
        return client.genericKubernetesResources(SELDON);
    }

    @Override
    public void close() {
        server.close();
    }
}
