package caravan.cli;

import java.util.Optional;

/**
 * Where the systems of a home listen: {@code addresses.json}.
 *
 * @param pachyderm {@code grpc://host:port}, with TLS {@code grpcs://}
 * @param determined {@code http://host:port}
 * @param kubernetes the API server
 * @param gateway HTTP of the gateway before the deployments
 * @param gatewayGrpc {@code host:port} of the same for gRPC
 * @param detectors the detectors' service; null where there is none
 * @param pid of the sandbox; 0 for systems that somebody else runs
 * @param ca path of the certificate that signed all of them; null without TLS
 */
record Addresses(
        String pachyderm,
        String determined,
        String kubernetes,
        String gateway,
        String gatewayGrpc,
        String detectors,
        long pid,
        String ca) {

    /** Whether whoever listens there is still running, as far as can be told. */
    boolean alive() {
        return pid == 0 || ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    Optional<java.nio.file.Path> caFile() {
        return Optional.ofNullable(ca).filter(c -> !c.isBlank()).map(java.nio.file.Path::of);
    }
}
