package caravan.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.model.TrialException;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final AtomicInteger reports = new AtomicInteger();
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("master.p12");
        keytool(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-keyalg",
                "EC",
                "-dname",
                "CN=master",
                "-ext",
                "san=ip:127.0.0.1");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-file",
                folder.resolve("master.crt").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            reports.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "master", "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private Master master(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "DET_MASTER", "https://127.0.0.1:" + server.getAddress().getPort(),
                "DET_SESSION_TOKEN", "t",
                "DET_TRIAL_ID", "1",
                "DET_TRIAL_RUN_ID", "1",
                "DET_TASK_ID", "t",
                "DET_ALLOCATION_ID", "a",
                "DET_EXPERIMENT_CONFIG", "{}",
                "CARAVAN_BACKBONE", "b"));
        variables.putAll(more);
        return new Master(TrialEnvironment.of(variables));
    }

    @Test
    void the_masters_certificate_is_trusted_by_the_file_that_determined_names() {
        try (Master master = master(
                Map.of("DET_MASTER_CERT_FILE", folder.resolve("master.crt").toString()))) {
            master.metrics("training", 1, Map.of("loss", 1));
        }
        assertThat(reports).hasValue(1);
    }

    @Test
    void a_file_that_holds_no_certificate_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("other.crt"), "not a certificate");
        assertThatThrownBy(() -> master(Map.of("DET_MASTER_CERT_FILE", file.toString())))
                .isInstanceOf(TrialException.class)
                .hasMessageContaining("DET_MASTER_CERT_FILE")
                .hasMessageContaining("other.crt");
    }
}
