package caravan.bench.serving;

import caravan.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model server in a process of its own, started by the command that its image runs. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("on http (\\d+) grpc (\\d+) metrics (\\d+)");
    private static final double TICKS = 100;

    private final Process process;
    private final int http;
    private final int grpc;

    private ServerProcess(Process process, int http, int grpc) {
        this.process = process;
        this.http = http;
        this.grpc = grpc;
    }

    static ServerProcess start(ServedVersion version, Path work) throws IOException {
        Path launcher = Path.of(System.getProperty("caravan.root", "."), "serving-image/server/bin/caravan-server");
        ProcessBuilder builder = new ProcessBuilder(launcher.toString()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "CARAVAN_VERSION_URI", version.folder().toUri().toString(),
                        "CARAVAN_VERSION_SHA256", version.sha256(),
                        "CARAVAN_VERSION", "bench",
                        "CARAVAN_CACHE", work.resolve("cache").toString(),
                        "CARAVAN_HOST", "127.0.0.1",
                        "CARAVAN_LOGGING", "true",
                        "PREDICTIVE_UNIT_HTTP_SERVICE_PORT", "0",
                        "PREDICTIVE_UNIT_GRPC_SERVICE_PORT", "0",
                        "PREDICTIVE_UNIT_METRICS_SERVICE_PORT", "0"));
        Process process = builder.start();
        StringBuilder said = new StringBuilder();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return new ServerProcess(process, Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
            }
        }
        throw new BenchException("the model server did not start:\n" + said);
    }

    int http() {
        return http;
    }

    int grpc() {
        return grpc;
    }

    /** Seconds of CPU, user and system, that the process has had; from the kernel's 10 ms ticks. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /** Memory in use, in MB (10^6 bytes). */
    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) * 1024 / 1e6;
            }
        }
        throw new BenchException("the kernel does not tell the model server's memory");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
