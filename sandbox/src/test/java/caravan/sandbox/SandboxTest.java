package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.proto.version.APIGrpc;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Empty;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    @TempDir
    Path home;

    @Test
    void it_keeps_its_addresses_and_secrets_over_a_kill_and_stops_when_told() throws Exception {
        SandboxProcess first = SandboxProcess.start(home);
        JsonNode before = first.addresses();
        assertThat(before.path("pid").asLong()).isEqualTo(first.pid());
        assertThat(before.path("pachyderm").asText()).startsWith("grpc://127.0.0.1:");
        assertThat(before.path("ca").isNull()).isTrue();
        String token = Files.readString(home.resolve("credentials/pachyderm-root-token"));
        first.kill();
        try (SandboxProcess second = SandboxProcess.start(home)) {
            assertThat(second.addresses().path("pachyderm")).isEqualTo(before.path("pachyderm"));
            assertThat(home.resolve("credentials/pachyderm-root-token")).hasContent(token);
        }
    }

    @Test
    void with_tls_clients_trust_it_by_the_authority_in_the_credentials() throws Exception {
        ManagedChannel channel = null;
        try (SandboxProcess sandbox = SandboxProcess.start(home, "--tls")) {
            JsonNode addresses = sandbox.addresses();
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
            nobodyElseMayRead(home.resolve("credentials"));
            nobodyElseMayRead(home.resolve("sandbox/tls"));
        } finally {
            if (channel != null) {
                channel.shutdownNow();
            }
        }
    }

    private static void nobodyElseMayRead(Path folder) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }
}
