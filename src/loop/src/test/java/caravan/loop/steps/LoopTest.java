package caravan.loop.steps;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.loop.Branch;
import caravan.loop.Experiment;
import caravan.loop.ExperimentState;
import caravan.loop.ModelCode;
import caravan.loop.deploy.DeploymentState;
import caravan.loop.deploy.DeploymentStep;
import caravan.loop.deploy.ManifestTemplate;
import caravan.loop.memory.MemoryData;
import caravan.loop.memory.MemoryServing;
import caravan.loop.memory.MemoryTraining;
import caravan.loop.port.Entries;
import caravan.loop.register.RegistrationState;
import caravan.loop.register.RegistrationStep;
import caravan.loop.train.TrainingStep;
import caravan.loop.usecase.UseCase;
import caravan.loop.usecase.UseCaseReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The whole loop over systems in memory. */
class LoopTest {
    private static final String USE_CASE =
            """
            name: pets
            data: {repo: pets}
            labels: {values: [cat, dog]}
            model: {name: pets}
            output: {repo: pets-model}
            code: {git: here, folder: model, image: trial}
            training: {minimum-accuracy: 0.8}
            deployment: {name: pets, namespace: pets, image: server, steps: [50, 100], hold: 10s}
            """;
    private static final String MANIFEST =
            """
            kind: SeldonDeployment
            metadata: {name: "{{name}}", namespace: "{{namespace}}"}
            spec:
              predictors:
                - name: "{{slot}}"
                  traffic: "{{traffic}}"
                  replicas: "{{replicas}}"
                  annotations: {caravan/version: "{{version}}", caravan/sha256: "{{sha256}}", caravan/uri: "{{uri}}"}
            """;

    private final UseCase useCase = UseCaseReader.read("pets.yaml", USE_CASE);
    private final MemoryData data = new MemoryData();
    private final MemoryTraining training = new MemoryTraining();
    private final MemoryServing serving = new MemoryServing();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private String tree = "tree-1";
    private final TrainingSteps train = new TrainingSteps(
            data,
            training,
            source -> new ModelCode(
                    "code-1",
                    tree,
                    List.of(new ModelCode.CodeFile(
                            "const.yaml",
                            "entrypoint: caravan-trial\nsearcher: {name: single, metric: accuracy}"
                                    .getBytes(StandardCharsets.UTF_8),
                            false))),
            new TrialAccess("localhost", 1, false));
    private final RegistrationSteps register = new RegistrationSteps(data, training, this::unpack);

    private void unpack(InputStream tar, Path directory) throws IOException {
        Files.write(directory.resolve("version.json"), tar.readAllBytes());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("lineage.jsonl.gz")))) {
            String head = data.head(useCase.data()).orElseThrow().id();
            try (Entries<caravan.loop.FileEntry> files =
                    data.walk(useCase.data().repo(), head, "/")) {
                while (files.hasNext()) {
                    out.write(Json.bytes(Map.of("hash", files.next().hash())));
                    out.write('\n');
                }
            }
        }
    }

    @Test
    void a_first_commit_is_trained_and_its_child_is_forked_on_the_delta_alone() {
        String first = commit("cat.1.jpg", "dog.1.jpg");
        int one = trained();
        assertThat(training.experiment(one).orElseThrow().forkedFrom()).isEmpty();
        assertThat(register(one)).isInstanceOf(RegistrationStep.Promote.class);

        String second = commit("cat.2.jpg");
        int two = trained();
        assertThat(training.experiment(two).orElseThrow().forkedFrom()).contains(one);
        assertThat(planned(second, first)).containsExactly("/cat.2.jpg");
        assertThat(pachyderm(two)).containsEntry("previous_commit", first).containsEntry("commit", second);
        assertThat(register(two)).isInstanceOf(RegistrationStep.Promote.class);
        assertThat(train.decide(train.observe(useCase))).isInstanceOf(TrainingStep.Nothing.class);
        assertThat(training.versions("pets")).extracting("name").containsExactly(first, second);
    }

    @Test
    void new_code_makes_a_new_experiment_that_starts_from_the_parents_checkpoint() {
        commit("cat.1.jpg");
        register(trained());
        tree = "tree-2";
        commit("cat.2.jpg");
        int two = trained();
        assertThat(training.experiment(two).orElseThrow().forkedFrom()).isEmpty();
        assertThat((Map<?, ?>) training.request(two).config().get("searcher"))
                .isEqualTo(Map.of("name", "single", "metric", "accuracy", "source_checkpoint_uuid", "checkpoint-1"));
    }

    @Test
    void a_crash_carries_its_files_into_the_next_commit() {
        String first = commit("cat.1.jpg");
        register(trained());
        String second = commit("cat.2.jpg");
        int crashed = started();
        training.state(crashed, ExperimentState.ERROR);
        register(crashed);
        String third = commit("dog.3.jpg");
        int next = started();
        assertThat(planned(third, first)).containsExactly("/cat.2.jpg", "/dog.3.jpg");
        assertThat(training.experiment(next).orElseThrow().labels()).contains("commit=" + third, "attempt=1");
        assertThat(second).isNotEqualTo(third);
    }

    @Test
    void a_crash_that_no_commit_follows_is_tried_once_more_and_then_parked() {
        commit("cat.1.jpg");
        int first = started();
        training.state(first, ExperimentState.ERROR);
        register(first);
        int second = started();
        assertThat(training.experiment(second).orElseThrow().labels()).contains("attempt=2");
        training.state(second, ExperimentState.ERROR);
        register(second);
        assertThat(train.decide(train.observe(useCase))).isInstanceOf(TrainingStep.Park.class);
        commit("cat.2.jpg");
        assertThat(train.decide(train.observe(useCase))).isInstanceOf(TrainingStep.Create.class);
    }

    @Test
    void a_refused_version_holds_its_files() {
        String first = commit("cat.1.jpg");
        register(trained());
        commit("cat.2.jpg");
        int bad = started();
        training.complete(bad, 20, Optional.of(39), 0, 19);
        assertThat(register(bad)).isInstanceOf(RegistrationStep.Refuse.class);
        String third = commit("dog.3.jpg");
        started();
        assertThat(planned(third, first)).containsExactly("/dog.3.jpg");
    }

    @Test
    void a_commit_without_anything_to_train_makes_no_experiment() {
        commit("cat.1.jpg");
        register(trained());
        data.put(useCase.data(), Map.of("/copy/cat.9.jpg", "cat.1.jpg", "/notes.txt", "hello"));
        int before = training.all().size();
        settle();
        assertThat(training.all()).hasSize(before);
        assertThat(train.decide(train.observe(useCase))).isInstanceOf(TrainingStep.Nothing.class);
        Facts facts = Facts.read(data, useCase.outputBranch());
        assertThat(facts.keys(Facts.SET_ASIDE)).hasSize(1);
        assertThat(facts.all(Facts.HANDLED, caravan.loop.train.Handled.class)).hasSize(1);
    }

    @Test
    void a_restart_between_create_and_activate_adopts_the_experiment() {
        commit("cat.1.jpg");
        int created = started();
        training.state(created, ExperimentState.PAUSED);
        settle();
        assertThat(training.all()).hasSize(1);
        assertThat(training.experiment(created).orElseThrow().state()).isEqualTo(ExperimentState.ACTIVE);
    }

    @Test
    void of_two_experiments_for_one_range_the_first_counts() {
        commit("cat.1.jpg");
        int first = started();
        int second = training.create(training.request(first));
        training.activate(second);
        settle();
        assertThat(training.experiment(second).orElseThrow())
                .matches(Experiment::archived)
                .matches(e -> e.state() == ExperimentState.CANCELED);
        training.complete(first, 39, Optional.empty(), 0, 0);
        assertThat(register(first)).isInstanceOf(RegistrationStep.Promote.class);
    }

    @Test
    void a_gone_base_makes_the_delta_the_heads_files_less_the_lineage() {
        Branch branch = useCase.data();
        String first = commit("cat.1.jpg");
        register(trained());
        String second = commit("cat.2.jpg");
        register(trained());
        data.forget(second);
        data.move(branch, first);
        String rewritten = commit("dog.7.jpg");
        int next = started();
        assertThat(pachyderm(next)).containsEntry("previous_commit", null);
        assertThat(planned(rewritten, second)).containsExactly("/dog.7.jpg");
    }

    @Test
    void a_new_version_is_staged_probed_and_takes_the_traffic_by_steps() {
        DeploymentSteps deploy = deploy();
        String first = commit("cat.1.jpg");
        register(trained());
        step(deploy, DeploymentStep.Apply.class);
        step(deploy, DeploymentStep.Wait.class);
        serving.ready();
        step(deploy, DeploymentStep.Probe.class);
        step(deploy, DeploymentStep.Nothing.class);
        String second = commit("cat.2.jpg");
        register(trained());
        step(deploy, DeploymentStep.Apply.class);
        assertThat(serving.traffic()).isEqualTo(Map.of(first, 100, second, 0));
        serving.ready();
        step(deploy, DeploymentStep.Probe.class);
        assertThat(serving.traffic()).isEqualTo(Map.of(first, 50, second, 50));
        step(deploy, DeploymentStep.Wait.class);
        now = now.plus(Duration.ofSeconds(11));
        step(deploy, DeploymentStep.Apply.class);
        assertThat(serving.traffic()).isEqualTo(Map.of(first, 0, second, 100));
        step(deploy, DeploymentStep.Nothing.class);

        data.edit(useCase.outputBranch(), Facts.put("serve", new Wish(first, "a person", "now")));
        step(deploy, DeploymentStep.Withdraw.class);
        step(deploy, DeploymentStep.Apply.class);
        assertThat(serving.traffic()).isEqualTo(Map.of(first, 100, second, 0));
        step(deploy, DeploymentStep.Nothing.class);
        String third = commit("dog.3.jpg");
        int next = started();
        assertThat(training.experiment(next).orElseThrow().label("parent")).contains(first);
        assertThat(planned(third, first)).containsExactly("/dog.3.jpg");
    }

    @Test
    void a_version_that_does_not_come_up_is_withdrawn_and_the_old_one_serves() {
        DeploymentSteps deploy = deploy();
        String first = commit("cat.1.jpg");
        register(trained());
        step(deploy, DeploymentStep.Apply.class);
        serving.ready();
        step(deploy, DeploymentStep.Probe.class);
        commit("cat.2.jpg");
        register(trained());
        step(deploy, DeploymentStep.Apply.class);
        serving.stuck();
        step(deploy, DeploymentStep.Abandon.class);
        step(deploy, DeploymentStep.Apply.class);
        assertThat(serving.traffic()).isEqualTo(Map.of(first, 100));
        step(deploy, DeploymentStep.Nothing.class);
    }

    private DeploymentSteps deploy() {
        return new DeploymentSteps(
                data, training, serving, () -> new ManifestTemplate(MANIFEST), Map.of(), new MovingClock());
    }

    private void step(DeploymentSteps deploy, Class<? extends DeploymentStep> expected) {
        DeploymentState state = deploy.observe(useCase);
        DeploymentStep step = deploy.decide(state);
        assertThat(step).isInstanceOf(expected);
        if (step instanceof DeploymentStep.Apply apply) {
            deploy.apply(useCase, state, apply);
        } else if (step instanceof DeploymentStep.Probe probe) {
            deploy.prove(useCase, state, probe);
        } else if (step instanceof DeploymentStep.Withdraw withdraw) {
            deploy.withdraw(useCase, withdraw);
        } else if (step instanceof DeploymentStep.Abandon abandon) {
            deploy.abandon(useCase, abandon);
        }
    }

    private String commit(String... names) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : names) {
            files.put("/" + name, name);
        }
        return data.put(useCase.data(), files);
    }

    private void settle() {
        TrainingStep step = train.decide(train.observe(useCase));
        if (step instanceof TrainingStep.Training training) {
            try (DeltaPlan plan = train.begin(useCase, training.range());
                    Entries<caravan.loop.FileChange> changes = train.changes(useCase, training.range())) {
                changes.forEachRemaining(plan::add);
                train.start(useCase, training, plan);
            }
        } else if (step instanceof TrainingStep.Adopt adopt) {
            train.adopt(useCase, adopt);
        }
    }

    private int started() {
        int before = training.all().size();
        settle();
        assertThat(training.all()).hasSize(before + 1);
        int id = training.all().get(before).id();
        assertThat(training.experiment(id).orElseThrow().state()).isEqualTo(ExperimentState.ACTIVE);
        return id;
    }

    private int trained() {
        int id = started();
        boolean child = !"root"
                .equals(training.experiment(id).orElseThrow().label("parent").orElseThrow());
        training.complete(id, 39, child ? Optional.of(39) : Optional.empty(), 0, 0);
        return id;
    }

    private RegistrationStep register(int id) {
        RegistrationState state = register.observe(useCase, id).orElseThrow();
        RegistrationStep step = register.decide(state);
        if (step instanceof RegistrationStep.Promote promote) {
            register.promote(state, promote);
        } else if (step instanceof RegistrationStep.Refuse refuse) {
            register.refuse(state, refuse);
        } else if (step instanceof RegistrationStep.Record record) {
            register.record(state, record);
        }
        return step;
    }

    private List<String> planned(String commit, String parent) {
        String head = data.head(useCase.outputBranch()).orElseThrow().id();
        return Plans.files(data, useCase, head, commit, parent).stream()
                .map(caravan.loop.PlannedFile::path)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> pachyderm(int experiment) {
        return (Map<String, Object>)
                ((Map<?, ?>) training.request(experiment).config().get("data")).get("pachyderm");
    }

    private final class MovingClock extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
