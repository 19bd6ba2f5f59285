package caravan.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The server's settings, from its environment (names in the server's README). A parameter of the graph's node
 * ({@code logging}, {@code workers}, {@code queue}) wins over the variable of the same meaning.
 *
 * @param version the version's name
 * @param versionUri where its files are: {@code pachyderm://project/repo@commit/path} or {@code file:///folder}
 * @param versionSha256 the SHA-256 of its {@code version.json}, lower-case hex
 * @param cache folder for the version's files
 * @param host the address that is bound
 * @param httpPort 0 for any free one, as the other ports
 * @param maxBody bytes of one request, REST and gRPC alike
 * @param queue requests that may wait for a worker
 * @param drain how long requests are still taken after the readiness is off
 */
public record Settings(
        String version,
        URI versionUri,
        String versionSha256,
        Optional<String> pachydermAddress,
        Optional<Path> pachydermTokenFile,
        Optional<Path> pachydermCaFile,
        Path cache,
        boolean logging,
        int workers,
        int queue,
        int maxBody,
        Duration drain,
        String host,
        int httpPort,
        int grpcPort,
        int metricsPort,
        String metricsPath,
        Unit unit) {

    private static final int MEBIBYTE = 1 << 20;

    /**
     * Reads the environment.
     *
     * @throws StartException naming the variable that is missing or wrong
     */
    public static Settings of(Map<String, String> environment) {
        Map<String, String> env = new HashMap<>(environment);
        UnitParameters.of(env.getOrDefault("PREDICTIVE_UNIT_PARAMETERS", "[]"))
                .forEach((name, value) -> env.put("CARAVAN_" + name.toUpperCase(Locale.ROOT), value));
        URI uri = uri(env);
        return new Settings(
                env.getOrDefault("CARAVAN_VERSION", ""),
                uri,
                required(env, "CARAVAN_VERSION_SHA256", "the SHA-256 of version.json, from the model registry")
                        .toLowerCase(Locale.ROOT),
                optional(env, "CARAVAN_PACHYDERM_ADDRESS"),
                optional(env, "CARAVAN_PACHYDERM_TOKEN_FILE").map(Path::of),
                optional(env, "CARAVAN_PACHYDERM_CA_FILE").map(Path::of),
                optional(env, "CARAVAN_CACHE")
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("java.io.tmpdir"), "caravan-server")),
                Boolean.parseBoolean(env.getOrDefault("CARAVAN_LOGGING", "false")),
                number(env, "CARAVAN_WORKERS", Runtime.getRuntime().availableProcessors(), 1, 256),
                number(env, "CARAVAN_QUEUE", 64, 1, 100_000),
                MEBIBYTE * number(env, "CARAVAN_MAX_BODY_MB", 32, 1, 1024),
                Duration.ofMillis(number(env, "CARAVAN_DRAIN_MS", 500, 0, 600_000)),
                env.getOrDefault("CARAVAN_HOST", "0.0.0.0"),
                number(env, "PREDICTIVE_UNIT_HTTP_SERVICE_PORT", 9000, 0, 65_535),
                number(env, "PREDICTIVE_UNIT_GRPC_SERVICE_PORT", 5000, 0, 65_535),
                number(env, "PREDICTIVE_UNIT_METRICS_SERVICE_PORT", 6000, 0, 65_535),
                env.getOrDefault("PREDICTIVE_UNIT_METRICS_ENDPOINT", "/prometheus"),
                Unit.of(env));
    }

    private static URI uri(Map<String, String> env) {
        String text = required(
                env, "CARAVAN_VERSION_URI", "pachyderm://<project>/<repo>@<commit>/<path> or file:///<folder>");
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new StartException("CARAVAN_VERSION_URI is no address: " + text, e);
        }
    }

    private static Optional<String> optional(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
    }

    private static String required(Map<String, String> env, String name, String meaning) {
        return optional(env, name)
                .orElseThrow(() -> new StartException("set the environment variable " + name + ": " + meaning));
    }

    private static int number(Map<String, String> env, String name, int otherwise, int least, int most) {
        String text = env.getOrDefault(name, "").trim();
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new StartException(name + " is no number: " + text, e);
        }
        throw new StartException(name + " is " + text + "; it must be between " + least + " and " + most);
    }
}
