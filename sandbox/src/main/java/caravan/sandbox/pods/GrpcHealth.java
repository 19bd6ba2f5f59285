package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks gRPC's health service. */
final class GrpcHealth {
    private GrpcHealth() {}

    static Optional<String> failure(int port, JsonNode probe, int timeout) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(Endpoint.HOST, port)
                .usePlaintext()
                .build();
        try {
            HealthCheckResponse response = HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(timeout, TimeUnit.MILLISECONDS)
                    .check(HealthCheckRequest.newBuilder()
                            .setService(probe.path("service").asText(""))
                            .build());
            return response.getStatus() == HealthCheckResponse.ServingStatus.SERVING
                    ? Optional.empty()
                    : Optional.of("service unhealthy (responded with \"" + response.getStatus() + "\")");
        } catch (StatusRuntimeException e) {
            return Optional.of(e.getStatus().toString());
        } finally {
            channel.shutdownNow();
        }
    }
}
