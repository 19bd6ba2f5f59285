package caravan.loop.steps;

/**
 * Pachyderm as a trial reaches it.
 *
 * @param host name or address
 * @param port of the gRPC server
 * @param tls whether the connection is encrypted
 */
public record TrialAccess(String host, int port, boolean tls) {}
