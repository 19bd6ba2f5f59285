package caravan.cli;

import caravan.loop.ExperimentLabels;
import caravan.loop.PlannedFile;
import caravan.loop.Repo;
import caravan.loop.port.DataPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads the plan of one training from the output repo. */
final class PlanReader {
    private PlanReader() {}

    /** Hands on every planned file; none where the plan is not there. */
    static void read(
            DataPort data, Repo output, String outputCommit, String commit, String parent, Consumer<PlannedFile> each) {
        String path =
                "/caravan/plans/" + commit + "-" + (parent.isEmpty() ? ExperimentLabels.ROOT : parent) + ".jsonl.gz";
        if (data.file(output, outputCommit, path).isEmpty()) {
            return;
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(data.read(output, outputCommit, path)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                each.accept(Json.read(line, PlannedFile.class));
            }
        } catch (IOException e) {
            throw new CliException("cannot read the plan " + path + ": " + e.getMessage(), e);
        }
    }
}
