package caravan.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedServersTest {
    @TempDir
    Path folder;

    private final Main main = new Main();
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void aServer() throws Exception {
        try (ServerSocket any = new ServerSocket(0)) {
            port = any.getLocalPort();
        }
        Login login = Login.of(Optional.empty(), Optional.empty(), folder.resolve("credentials"));
        main.bind("servers", new GuardedServers(login, Set.of("/health")));
        main.addInitialProperty("camel.management.enabled", "true");
        main.addInitialProperty("camel.management.host", "127.0.0.1");
        main.addInitialProperty("camel.management.port", String.valueOf(port));
        main.addInitialProperty("camel.management.health-check-enabled", "true");
        main.addInitialProperty("camel.management.health-path", "/health");
        main.addInitialProperty("camel.management.jolokia-enabled", "true");
        main.addInitialProperty("camel.management.jolokia-path", "/jolokia");
        main.start();
    }

    @AfterEach
    void stopped() {
        main.stop();
    }

    private HttpResponse<String> get(String path, Optional<String> login) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        login.ifPresent(l -> request.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(l.getBytes(StandardCharsets.UTF_8))));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Optional<String> login() throws Exception {
        Path credentials = folder.resolve("credentials");
        return Optional.of(Files.readString(credentials.resolve("console-user")) + ":"
                + Files.readString(credentials.resolve("console-password")));
    }

    @Test
    void health_is_open_and_the_rest_asks_for_the_login() throws Exception {
        assertThat(get("/health", Optional.empty()).statusCode()).isEqualTo(200);
        assertThat(get("/jolokia/version", Optional.empty()).statusCode()).isEqualTo(401);
        assertThat(get("/healthy", Optional.empty()).statusCode()).isEqualTo(401);
        assertThat(get("/health/../jolokia/version", Optional.empty()).statusCode())
                .isEqualTo(401);
        assertThat(get("/jolokia/version", Optional.of("caravan:wrong")).statusCode())
                .isEqualTo(401);
        assertThat(get("/jolokia/version", login()).statusCode()).isEqualTo(200);
    }

    @Test
    void jolokia_shows_routes_but_neither_stops_them_nor_tells_system_properties() throws Exception {
        assertThat(get("/jolokia/read/org.apache.camel:context=*,type=context,*/CamelVersion", login())
                        .body())
                .contains("4.17.0");
        String context = "org.apache.camel:context=" + main.getCamelContext().getManagementName()
                + ",type=context,name=%22" + main.getCamelContext().getName() + "%22";
        assertThat(get("/jolokia/exec/" + context + "/stop()", login()).body()).contains("\"status\":403");
        assertThat(get("/jolokia/read/java.lang:type=Runtime/SystemProperties", login())
                        .body())
                .contains("\"status\":403");
        assertThat(get("/jolokia/read/java.lang:type=Runtime", login()).body()).doesNotContain("java.home");
    }

    @Test
    void the_login_is_made_once_and_readable_by_its_owner_alone() throws Exception {
        Path credentials = folder.resolve("credentials");
        String password = Files.readString(credentials.resolve("console-password"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(credentials.resolve("console-password"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials)))
                .isEqualTo("rwx------");
        assertThat(password).hasSize(24);
        Login again = Login.of(Optional.empty(), Optional.empty(), credentials);
        assertThat(again.accepts("caravan", password)).isTrue();
        assertThat(again.accepts("caravan", password + "x")).isFalse();
        assertThat(again.accepts("root", password)).isFalse();
    }
}
