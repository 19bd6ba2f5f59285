package caravan.pachyderm;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How Pachyderm is reached.
 *
 * @param address {@code grpc://host:port}, or {@code grpcs://} with TLS; the port is 30650 where it is missing
 * @param tokenFile holds the token; read again when the server refuses it. Absent where auth is off
 * @param caFile CA certificate (PEM) for TLS; absent for the system's
 */
public record PachydermSettings(String address, Optional<Path> tokenFile, Optional<Path> caFile) {}
