package caravan.determined;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How Determined is reached.
 *
 * @param address {@code http://host:port} or {@code https://host:port}
 * @param userFile holds the name of a user; an administrator's is not needed
 * @param passwordFile holds that user's password
 * @param caFile CA certificate (PEM) for https; absent for the system's
 */
public record DeterminedSettings(URI address, Path userFile, Path passwordFile, Optional<Path> caFile) {}
