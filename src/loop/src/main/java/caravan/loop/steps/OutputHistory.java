package caravan.loop.steps;

import caravan.loop.Commit;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.usecase.UseCase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/** Looks through the output repo's commits, newest first. */
final class OutputHistory {
    private OutputHistory() {}

    static Optional<String> find(DataPort data, UseCase useCase, String head, byte[] modelInfo) {
        try (Entries<Commit> commits = data.commits(useCase.output(), head, Optional.empty())) {
            while (commits.hasNext()) {
                Commit commit = commits.next();
                if (commit.good()
                        && data.file(useCase.output(), commit.id(), "/model-info.yaml")
                                .isPresent()
                        && Arrays.equals(modelInfo, read(data, useCase, commit.id()))) {
                    return Optional.of(commit.id());
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] read(DataPort data, UseCase useCase, String commit) {
        try (InputStream in = data.read(useCase.output(), commit, "/model-info.yaml")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
