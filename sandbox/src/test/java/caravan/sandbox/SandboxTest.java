package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.proto.version.APIGrpc;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Empty;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    @TempDir
    Path home;

    @Test
    void it_says_where_it_listens_and_stops_when_told() throws Exception {
        Process sandbox = start();
        try {
            JsonNode addresses = addresses(sandbox);
            assertThat(addresses.path("pid").asLong()).isEqualTo(sandbox.pid());
            assertThat(addresses.path("pachyderm").asText()).startsWith("grpc://127.0.0.1:");
            assertThat(addresses.path("ca").isNull()).isTrue();
        } finally {
            sandbox.destroy();
        }
        assertThat(sandbox.waitFor(15, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void it_has_the_same_addresses_and_secrets_after_a_restart() throws Exception {
        Process first = start();
        JsonNode before = addresses(first);
        String token = Files.readString(home.resolve("credentials/pachyderm-root-token"));
        first.destroyForcibly().waitFor();
        Process second = start();
        try {
            JsonNode after = addresses(second);
            assertThat(after.path("pachyderm")).isEqualTo(before.path("pachyderm"));
            assertThat(home.resolve("credentials/pachyderm-root-token")).hasContent(token);
        } finally {
            second.destroy();
            second.waitFor();
        }
    }

    @Test
    void with_tls_clients_trust_it_by_the_authority_in_the_credentials() throws Exception {
        Process sandbox = start("--tls");
        ManagedChannel channel = null;
        try {
            JsonNode addresses = addresses(sandbox);
            URI address = URI.create(addresses.path("pachyderm").asText());
            assertThat(address.getScheme()).isEqualTo("grpcs");
            channel = NettyChannelBuilder.forAddress("localhost", address.getPort())
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(Path.of(addresses.path("ca").asText()).toFile())
                            .build())
                    .build();
            assertThat(APIGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(10, TimeUnit.SECONDS)
                            .getVersion(Empty.getDefaultInstance())
                            .getMajor())
                    .isEqualTo(2);
        } finally {
            if (channel != null) {
                channel.shutdownNow();
            }
            sandbox.destroy();
            sandbox.waitFor();
        }
    }

    @Test
    void nobody_else_may_read_the_secrets() throws Exception {
        Process sandbox = start();
        try {
            addresses(sandbox);
            try (var files = Files.list(home.resolve("credentials"))) {
                assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("credentials"))))
                    .isEqualTo("rwx------");
        } finally {
            sandbox.destroy();
            sandbox.waitFor();
        }
    }

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Sandbox.class.getName(),
                "--home",
                home.toString()));
        command.addAll(Arrays.asList(more));
        Files.deleteIfExists(home.resolve("addresses.json"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                .start();
    }

    private JsonNode addresses(Process sandbox) throws IOException {
        Path file = home.resolve("addresses.json");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.isRegularFile(file) || !sandbox.isAlive());
        assertThat(file).as(() -> "the sandbox ended: " + log()).exists();
        return new ObjectMapper().readTree(file.toFile());
    }

    private String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
