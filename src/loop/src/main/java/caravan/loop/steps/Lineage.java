package caravan.loop.steps;

import caravan.loop.Repo;
import caravan.loop.port.DataPort;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads a version's {@code lineage.jsonl.gz} from the output repo, line by line. */
public final class Lineage {
    private static final String PATH = "/checkpoint/lineage.jsonl.gz";

    private Lineage() {}

    /** Hands every line on; nothing where the version carries no lineage. */
    public static void lines(DataPort data, Repo repo, String outputCommit, Consumer<JsonNode> line) {
        if (data.file(repo, outputCommit, PATH).isEmpty()) {
            return;
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(data.read(repo, outputCommit, PATH)), StandardCharsets.UTF_8))) {
            String text;
            while ((text = reader.readLine()) != null) {
                if (!text.isBlank()) {
                    line.accept(Json.tree(text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pachyderm's hashes of every file, and of every archive whose members are in it. */
    public static Set<String> hashes(DataPort data, Repo repo, String outputCommit) {
        Set<String> hashes = new HashSet<>();
        lines(data, repo, outputCommit, line -> {
            hashes.add(line.path("hash").asText());
            if (line.path("archive").isObject()) {
                hashes.add(line.path("archive").path("hash").asText());
            }
        });
        return hashes;
    }
}
