package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.dataset.DrawnPets;
import caravan.loop.Experiment;
import caravan.loop.ExperimentLabels;
import caravan.loop.ExperimentState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The integration is killed ten times while commits arrive. */
@EnabledIfSystemProperty(named = "caravan.longer", matches = "true", disabledReason = "takes minutes; CI runs it")
class KillIT {
    private static final int FIRST = 120;
    private static final int SMALL = 8;

    /** When each integration is killed: milliseconds after its routes run. */
    private static final int[] MOMENTS = {50, 400, 900, 1500, 2200, 150, 3000, 600, 1200, 2600};

    @TempDir
    Path folder;

    /** What must be the same with and without kills; a version's name is its commit's id, which differs. */
    private record Outcome(int number, Integer files, Integer holdout, Double accuracy, boolean promoted) {}

    @Test
    void ten_kills_end_in_the_versions_that_there_are_without() throws Exception {
        List<Path> commits = commits();
        List<Outcome> calm;
        try (TwoProcesses processes = new TwoProcesses(folder.resolve("calm"), false)) {
            processes.startIntegration();
            String last = "";
            for (Path commit : commits) {
                last = processes.put(commit).id();
            }
            calm = outcomes(processes.serves(last));
        }
        assertThat(calm).hasSize(commits.size());

        try (TwoProcesses processes = new TwoProcesses(folder.resolve("killed"), false)) {
            List<String> ids =
                    new ArrayList<>(List.of(processes.put(commits.get(0)).id()));
            for (int kill = 0; kill < MOMENTS.length; kill++) {
                processes.startIntegration();
                if (kill % 3 == 2 && ids.size() < commits.size()) {
                    ids.add(processes.put(commits.get(ids.size())).id());
                }
                TimeUnit.MILLISECONDS.sleep(MOMENTS[kill]);
                processes.killIntegration();
            }
            processes.startIntegration();
            Status.OfUseCase status = processes.serves(ids.get(ids.size() - 1));
            assertThat(status.versions()).extracting(Status.Version::name).containsExactlyElementsOf(ids);
            assertThat(outcomes(status)).isEqualTo(calm);
            List<Experiment> experiments =
                    processes.systems.training().experiments(ExperimentLabels.ofUseCase(processes.useCase.name()));
            assertThat(experiments)
                    .as("experiments that succeeded")
                    .filteredOn(e -> e.state() == ExperimentState.COMPLETED)
                    .hasSize(commits.size());
            assertThat(experiments).as("experiments left running").allMatch(e -> e.state()
                    .terminal());
        }
    }

    private List<Path> commits() throws Exception {
        DrawnPets pets = new DrawnPets(7);
        List<Path> commits = new ArrayList<>();
        int next = 0;
        for (int size : new int[] {FIRST, SMALL, SMALL}) {
            Path commit = Files.createDirectories(folder.resolve("commit-" + commits.size()));
            pets.write(commit, next, size);
            next += size;
            commits.add(commit);
        }
        return commits;
    }

    private static List<Outcome> outcomes(Status.OfUseCase status) {
        return status.versions().stream()
                .map(v -> new Outcome(v.number(), v.files(), v.holdout(), v.accuracy(), v.promoted()))
                .toList();
    }
}
