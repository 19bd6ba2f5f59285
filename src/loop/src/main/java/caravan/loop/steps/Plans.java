package caravan.loop.steps;

import caravan.loop.PlannedFile;
import caravan.loop.port.DataPort;
import caravan.loop.usecase.UseCase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the plans that were stored for ranges. */
final class Plans {
    private Plans() {}

    static List<PlannedFile> files(DataPort data, UseCase useCase, String outputCommit, String commit, String parent) {
        String path = "/caravan/plans/" + commit + "-" + parent + ".jsonl.gz";
        List<PlannedFile> files = new ArrayList<>();
        if (data.file(useCase.output(), outputCommit, path).isEmpty()) {
            return files;
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(data.read(useCase.output(), outputCommit, path)), StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                files.add(Json.read(line.getBytes(StandardCharsets.UTF_8), PlannedFile.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
