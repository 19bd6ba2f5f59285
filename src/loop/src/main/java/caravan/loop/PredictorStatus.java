package caravan.loop;

/**
 * How a predictor's pods stand, from its Kubernetes Deployment.
 *
 * @param ready all wanted pods are of this revision and available, and no other pod is left
 * @param stuck Kubernetes has given up on this revision (progress deadline exceeded)
 * @param httpEndpoint host and port of the predictor alone, blank until known
 * @param grpcEndpoint the same for gRPC
 * @param message what Kubernetes says, for people
 */
public record PredictorStatus(
        Slot slot,
        String revision,
        boolean ready,
        boolean stuck,
        String httpEndpoint,
        String grpcEndpoint,
        String message) {}
