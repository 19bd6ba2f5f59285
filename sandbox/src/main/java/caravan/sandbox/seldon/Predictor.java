package caravan.sandbox.seldon;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What an executor knows of its predictor.
 *
 * @param namespace of the SeldonDeployment
 * @param deployment the SeldonDeployment's name
 * @param name the predictor's name
 * @param protocol seldon, v2, kfserving or tensorflow
 * @param graph the root of its graph
 * @param annotations of the SeldonDeployment's spec and of the predictor
 */
record Predictor(
        String namespace,
        String deployment,
        String name,
        String protocol,
        Node graph,
        Map<String, String> annotations) {

    boolean openInference() {
        return protocol.equals("v2") || protocol.equals("kfserving");
    }

    Optional<Duration> restTimeout() {
        return Optional.ofNullable(annotations.get("seldon.io/rest-timeout"))
                .map(ms -> Duration.ofMillis(Long.parseLong(ms)));
    }

    Optional<Duration> grpcTimeout() {
        return Optional.ofNullable(annotations.get("seldon.io/grpc-timeout"))
                .map(ms -> Duration.ofMillis(Long.parseLong(ms)));
    }

    Optional<Integer> grpcMaxMessageSize() {
        return Optional.ofNullable(annotations.get("seldon.io/grpc-max-message-size"))
                .map(Integer::valueOf);
    }

    @Override
    public String toString() {
        return namespace + "/" + deployment + "/" + name;
    }
}
