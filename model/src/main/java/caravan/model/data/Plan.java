package caravan.model.data;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileChange;
import caravan.loop.PlannedFile;
import caravan.loop.Repo;
import caravan.loop.SetAside;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.train.FileRule;
import caravan.loop.usecase.LabelRule;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The files to look into.
 *
 * @param files in the plan's order
 * @param setAside files that are unusable by their metadata; the loop's own plans leave them out
 */
public record Plan(List<PlannedFile> files, List<SetAside> setAside) {
    private static final Duration FINISHING = Duration.ofMinutes(10);
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /**
     * Where a plan is stored.
     *
     * @param commit of the output repo
     */
    public record Location(Repo repo, String commit, String path) {
        /** Reads {@code [project/]repo@commit:path}. */
        public static Location parse(String text) {
            int at = text.indexOf('@');
            int colon = text.indexOf(':', at);
            if (at < 1 || colon < at + 2 || colon == text.length() - 1) {
                throw new IllegalArgumentException(
                        "data.caravan.plan is \"" + text + "\", not <project>/<repo>@<commit>:<path>");
            }
            String repo = text.substring(0, at);
            int slash = repo.indexOf('/');
            return new Location(
                    slash < 0
                            ? new Repo("default", repo)
                            : new Repo(repo.substring(0, slash), repo.substring(slash + 1)),
                    text.substring(at + 1, colon),
                    text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return repo + "@" + commit + ":" + path;
        }
    }

    /**
     * Fetches a plan that the loop has written.
     *
     * @param sha256 of the file, hex
     * @throws IOException where the file is another one
     */
    public static Plan fetch(DataPort data, Location location, String sha256) throws IOException {
        byte[] gzip;
        try (InputStream in = data.read(location.repo(), location.commit(), location.path())) {
            gzip = in.readAllBytes();
        }
        String found = Sha256.hex(gzip);
        if (!found.equalsIgnoreCase(sha256)) {
            throw new IOException(
                    "the plan " + location + " has SHA-256 " + found + ", the experiment names " + sha256);
        }
        List<PlannedFile> files = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(gzip)), StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                if (!line.isBlank()) {
                    files.add(JSON.readValue(line, PlannedFile.class));
                }
            }
        }
        return new Plan(List.copyOf(files), List.of());
    }

    /** The diff of two commits, by the label rule: for experiments that no loop has planned. */
    public static Plan ofDiff(DataPort data, Repo repo, String commit, Optional<String> previous, LabelRule labels) {
        FileRule rule = new FileRule(labels, Set.of());
        List<PlannedFile> files = new ArrayList<>();
        List<SetAside> setAside = new ArrayList<>();
        try (Entries<FileChange> changes = data.diff(repo, commit, previous)) {
            while (changes.hasNext()) {
                FileRule.Verdict verdict = rule.judge(changes.next());
                if (verdict instanceof FileRule.Accepted accepted) {
                    files.add(accepted.file());
                } else if (verdict instanceof FileRule.Unusable unusable) {
                    setAside.add(unusable.file());
                }
            }
        }
        return new Plan(List.copyOf(files), List.copyOf(setAside));
    }

    /**
     * The branch's head, finished, for experiments that name no commit.
     *
     * @throws IllegalArgumentException where there is no branch, or its head does not finish
     */
    public static String head(DataPort data, Branch branch) {
        Commit head = data.head(branch)
                .orElseThrow(() -> new IllegalArgumentException("there is no branch " + branch + " to train"));
        return data.awaitFinished(branch.repo(), head.id(), FINISHING)
                .filter(Commit::good)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the head of " + branch + ", " + head.id() + ", has not finished well"))
                .id();
    }
}
