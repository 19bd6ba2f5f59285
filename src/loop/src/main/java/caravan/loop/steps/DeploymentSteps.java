package caravan.loop.steps;

import caravan.loop.Deployment;
import caravan.loop.ExperimentLabels;
import caravan.loop.Golden;
import caravan.loop.ModelVersion;
import caravan.loop.Served;
import caravan.loop.deploy.DeploymentDecision;
import caravan.loop.deploy.DeploymentState;
import caravan.loop.deploy.DeploymentStep;
import caravan.loop.deploy.ManifestTemplate;
import caravan.loop.port.DataPort;
import caravan.loop.port.FileEdit;
import caravan.loop.port.ServingPort;
import caravan.loop.port.TrainingPort;
import caravan.loop.usecase.UseCase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a promoted version to one that serves. */
public final class DeploymentSteps {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentSteps.class);

    private final DataPort data;
    private final TrainingPort training;
    private final ServingPort serving;
    private final Supplier<ManifestTemplate> template;
    private final Map<String, Object> values;
    private final Clock clock;

    /**
     * The steps over these systems.
     *
     * @param template the manifest, read anew for each rollout
     * @param values placeholders that are the same for every use case (addresses, the event listener's URL)
     */
    public DeploymentSteps(
            DataPort data,
            TrainingPort training,
            ServingPort serving,
            Supplier<ManifestTemplate> template,
            Map<String, Object> values,
            Clock clock) {
        this.data = data;
        this.training = training;
        this.serving = serving;
        this.template = template;
        this.values = Map.copyOf(values);
        this.clock = clock;
    }

    /** Reads everything that the decision depends on. */
    public DeploymentState observe(UseCase useCase) {
        Facts facts = Facts.read(data, useCase.outputBranch());
        Versions versions = Versions.of(training.versions(useCase.model().name()), facts);
        Optional<Wish> wish = facts.get("serve", Wish.class)
                .filter(w -> versions.named(w.version()).isPresent());
        List<String> newer = wish.map(w -> newer(versions, w.version())).orElse(List.of());
        return new DeploymentState(
                useCase.deployment(),
                wanted(useCase, versions),
                wish.map(Wish::version),
                newer,
                serving.observe(
                        useCase.deployment().namespace(), useCase.deployment().name()),
                clock.instant());
    }

    private static List<String> newer(Versions versions, String version) {
        int number = versions.named(version).orElseThrow().number();
        return versions.promoted().stream()
                .filter(v -> v.number() > number)
                .map(ModelVersion::name)
                .toList();
    }

    private Optional<Served> wanted(UseCase useCase, Versions versions) {
        return versions.newest()
                .flatMap(v -> RegistrationSteps.locate(data, useCase, v))
                .map(f -> new Served(f.version(), f.sha256(), uri(useCase, f.outputCommit())));
    }

    private static String uri(UseCase useCase, String outputCommit) {
        return "pachyderm://" + useCase.output() + "@" + outputCommit + "/checkpoint";
    }

    /** What is to be done next. */
    public DeploymentStep decide(DeploymentState state) {
        return DeploymentDecision.next(state);
    }

    /** Applies the wanted predictors, if the deployment is still the one that was observed. */
    public void apply(UseCase useCase, DeploymentState state, DeploymentStep.Apply step) {
        Map<String, String> notes =
                new TreeMap<>(state.observed().map(Deployment::notes).orElse(Map.of()));
        notes.put(DeploymentDecision.SINCE, state.now().toString());
        apply(useCase, state.observed(), step, notes);
    }

    /** Notes that a version has answered its golden pictures and gives it its first step of traffic. */
    public void prove(UseCase useCase, DeploymentState state, DeploymentStep.Probe probe) {
        Deployment observed = state.observed().orElseThrow();
        Map<String, String> notes = new TreeMap<>(observed.notes());
        notes.put(DeploymentDecision.SINCE, clock.instant().toString());
        notes.put(
                DeploymentDecision.provedNote(probe.predictor().slot()),
                probe.predictor().served().sha256());
        apply(
                useCase,
                state.observed(),
                DeploymentDecision.proven(useCase.deployment(), observed, probe.predictor()),
                notes);
    }

    private void apply(
            UseCase useCase, Optional<Deployment> observed, DeploymentStep.Apply step, Map<String, String> notes) {
        List<Map<String, Object>> predictors = new ArrayList<>();
        for (DeploymentStep.Placement placement : step.predictors()) {
            Map<String, Object> slot = new LinkedHashMap<>();
            slot.put("slot", placement.slot().predictor());
            slot.put("traffic", placement.traffic());
            slot.put("version", placement.served().version());
            slot.put("sha256", placement.served().sha256());
            slot.put("uri", placement.served().uri());
            predictors.add(slot);
        }
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("use-case", useCase.name());
        all.put("name", useCase.deployment().name());
        all.put("namespace", useCase.deployment().namespace());
        all.put("image", useCase.deployment().image());
        all.put("replicas", useCase.deployment().replicas());
        all.put("logging", String.valueOf(useCase.deployment().logging()));
        String manifest = template.get().render(all, predictors, notes);
        serving.apply(manifest, observed.map(Deployment::resourceVersion));
        LOG.info(
                "use case {}: deployment {}: {}",
                useCase.name(),
                useCase.deployment().name(),
                step.reason());
    }

    /** The golden pictures of the version that is probed, with their known probabilities. */
    public List<GoldenPicture> golden(UseCase useCase, DeploymentStep.Probe probe) {
        Optional<VersionFact> fact = Facts.read(data, useCase.outputBranch())
                .get(Facts.VERSIONS, probe.predictor().served().version(), VersionFact.class);
        List<GoldenPicture> pictures = new ArrayList<>();
        fact.filter(f -> data.file(useCase.output(), f.outputCommit(), "/checkpoint/golden.json")
                        .isPresent())
                .ifPresent(f -> {
                    Golden[] golden = Json.read(read(useCase, f, "golden.json"), Golden[].class);
                    Arrays.stream(golden).forEach(g -> pictures.add(new GoldenPicture(g, read(useCase, f, g.file()))));
                });
        return pictures;
    }

    private byte[] read(UseCase useCase, VersionFact fact, String path) {
        try (InputStream in = data.read(useCase.output(), fact.outputCommit(), "/checkpoint/" + path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Withdraws a version that cannot serve; the next observation puts the old one back. */
    public void abandon(UseCase useCase, DeploymentStep.Abandon step) {
        Versions versions =
                Versions.of(training.versions(useCase.model().name()), Facts.read(data, useCase.outputBranch()));
        List<FileEdit> edits = withdraw(useCase, versions, List.of(step.version()), step.reason());
        data.edit(useCase.outputBranch(), edits);
        LOG.warn("use case {}: version {} is withdrawn: {}", useCase.name(), step.version(), step.reason());
    }

    /** Marks the versions after the wished one withdrawn, holds their files, and ends the wish, all in one. */
    public void withdraw(UseCase useCase, DeploymentStep.Withdraw step) {
        Facts facts = Facts.read(data, useCase.outputBranch());
        Versions versions = Versions.of(training.versions(useCase.model().name()), facts);
        String by = facts.get("serve", Wish.class).map(Wish::by).orElse("a person");
        List<FileEdit> edits = new ArrayList<>(
                withdraw(useCase, versions, step.newer(), "rolled back to " + step.wish() + " by " + by));
        edits.addAll(Facts.delete(Facts.WITHDRAWN, step.wish()));
        edits.addAll(Facts.delete("serve"));
        data.edit(useCase.outputBranch(), edits);
        LOG.info("use case {}: rolled back to {}; withdrawn: {}", useCase.name(), step.wish(), step.newer());
    }

    private List<FileEdit> withdraw(UseCase useCase, Versions versions, List<String> names, String reason) {
        List<FileEdit> edits = new ArrayList<>();
        for (String name : names) {
            edits.addAll(Facts.put(
                    Facts.WITHDRAWN,
                    name,
                    new WithdrawnFact(name, reason, clock.instant().toString())));
            versions.named(name).ifPresent(v -> {
                String parent = Versions.text(v, "parent");
                edits.addAll(RegistrationSteps.held(
                        data,
                        useCase,
                        Versions.text(v, "commit"),
                        parent.isEmpty() ? ExperimentLabels.ROOT : parent,
                        name,
                        reason));
            });
        }
        return edits;
    }
}
