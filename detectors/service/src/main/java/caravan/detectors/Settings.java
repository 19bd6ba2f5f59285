package caravan.detectors;

import caravan.pachyderm.PachydermSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The service's settings, from its environment.
 *
 * @param host the address that is bound ({@code CARAVAN_HOST}, 127.0.0.1)
 * @param port 0 for any free one ({@code CARAVAN_PORT}, 8080)
 * @param pachyderm where versions are read ({@code CARAVAN_PACHYDERM_ADDRESS}, {@code _TOKEN_FILE}, {@code _CA_FILE});
 *     without it every model is watched on its outputs alone
 * @param cache folder for the versions' files ({@code CARAVAN_CACHE})
 * @param versions versions that are kept in memory ({@code CARAVAN_VERSIONS}, 32)
 * @param watches deployments times versions that are watched at once ({@code CARAVAN_WATCHES}, 128)
 * @param queue events that may be under way ({@code CARAVAN_QUEUE}, 512)
 * @param maxBody bytes of one event ({@code CARAVAN_MAX_BODY_MB}, 4)
 */
public record Settings(
        String host,
        int port,
        Optional<PachydermSettings> pachyderm,
        Path cache,
        int versions,
        int watches,
        int queue,
        int maxBody) {

    private static final int MEBIBYTE = 1 << 20;

    /**
     * Reads the environment.
     *
     * @throws StartException naming the variable that is wrong
     */
    public static Settings of(Map<String, String> env) {
        return new Settings(
                text(env, "CARAVAN_HOST").orElse("127.0.0.1"),
                port(env),
                text(env, "CARAVAN_PACHYDERM_ADDRESS")
                        .map(address -> new PachydermSettings(
                                address,
                                text(env, "CARAVAN_PACHYDERM_TOKEN_FILE").map(Path::of),
                                text(env, "CARAVAN_PACHYDERM_CA_FILE").map(Path::of))),
                text(env, "CARAVAN_CACHE")
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("java.io.tmpdir"), "caravan-detectors")),
                number(env, "CARAVAN_VERSIONS", 32, 1, 10_000),
                number(env, "CARAVAN_WATCHES", 128, 1, 100_000),
                number(env, "CARAVAN_QUEUE", 512, 1, 100_000),
                MEBIBYTE * number(env, "CARAVAN_MAX_BODY_MB", 4, 1, 256));
    }

    /** A cluster with a service named {@code caravan} sets the variable to {@code tcp://...}: that is no port of ours. */
    private static int port(Map<String, String> env) {
        boolean link =
                text(env, "CARAVAN_PORT").filter(p -> p.startsWith("tcp://")).isPresent();
        return link ? 8080 : number(env, "CARAVAN_PORT", 8080, 0, 65_535);
    }

    private static Optional<String> text(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).map(String::trim).filter(value -> !value.isEmpty());
    }

    private static int number(Map<String, String> env, String name, int otherwise, int least, int most) {
        Optional<String> text = text(env, name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new StartException(name + " is no number: " + text.get(), e);
        }
        throw new StartException(name + " is " + text.get() + "; it must be between " + least + " and " + most);
    }
}
