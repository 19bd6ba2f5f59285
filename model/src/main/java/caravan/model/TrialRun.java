package caravan.model;

import caravan.engine.VersionModel;
import caravan.loop.LineageFile;
import caravan.loop.Repo;
import caravan.loop.port.DataPort;
import caravan.model.data.Delta;
import caravan.model.data.DeltaReader;
import caravan.model.data.Extractor;
import caravan.model.data.Hold;
import caravan.model.data.Plan;
import caravan.model.data.Seen;
import caravan.model.data.Shelf;
import caravan.model.head.Comparison;
import caravan.model.head.Head;
import caravan.model.head.HeadModel;
import caravan.model.head.Learning;
import caravan.model.head.Row;
import caravan.model.master.CheckpointStorage;
import caravan.model.master.Reports;
import caravan.model.master.TrialConfig;
import caravan.model.version.ParentVersion;
import caravan.model.version.Rows;
import caravan.model.version.Version;
import caravan.model.version.VersionWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One trial from its plan to its checkpoint: looks at the pictures, learns a head on their features, scores it beside
 * its parent, fits the detectors, exports the network, reports.
 */
public final class TrialRun {
    private static final Logger LOG = LoggerFactory.getLogger(TrialRun.class);
    private static final int GOLDEN = 4;
    private static final long GOLDEN_BYTES = 1 << 20;

    /** Shares of the work, for the progress. */
    private static final double LOOKED = 0.6;

    private static final double LEARNT = 0.8;

    private final TrialConfig config;
    private final DataPort data;
    private final Reports reports;
    private final Extractor extractor;
    private final CheckpointStorage storage;
    private final Path backbone;
    private final Optional<ParentVersion> parent;
    private final List<String> labels;
    private final Shelf golden = new Shelf(GOLDEN, GOLDEN_BYTES);
    private final Shelf samples = new Shelf(GOLDEN, Long.MAX_VALUE);

    /**
     * A trial.
     *
     * @param backbone the ONNX file that the extractor has opened
     * @param parent what is continued; absent for a first version
     */
    public TrialRun(
            TrialConfig config,
            DataPort data,
            Reports reports,
            Extractor extractor,
            CheckpointStorage storage,
            Path backbone,
            Optional<ParentVersion> parent) {
        this.config = config;
        this.data = data;
        this.reports = reports;
        this.extractor = extractor;
        this.storage = storage;
        this.backbone = backbone;
        this.parent = parent;
        this.labels = config.labels().values();
    }

    /** Stops the trial from within. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Does the work.
     *
     * @throws TrialException where it cannot be done
     */
    public Ending run() throws IOException, InterruptedException {
        Optional<Renewal> renewal = parent.filter(
                        p -> !p.manifest().backbone().sha256().equals(extractor.backboneSha256()))
                .map(p -> new Renewal(p, labels));
        try {
            return run(renewal);
        } catch (Stop stop) {
            reports.acknowledgePreemption();
            LOG.info("told to stop, and stopped");
            return new Ending.Preempted();
        } finally {
            renewal.ifPresent(Renewal::close);
        }
    }

    private Ending run(Optional<Renewal> renewal) throws IOException, InterruptedException {
        String commit = config.commit().orElseGet(() -> Plan.head(data, config.branch()));
        Plan plan = config.plan().isPresent()
                ? Plan.fetch(data, config.plan().get(), config.planSha256().orElseThrow())
                : Plan.ofDiff(data, repo(), commit, config.previousCommit(), config.labels());
        LOG.info(
                "commit {}: {} files to look into{}",
                commit,
                plan.files().size(),
                parent.map(p -> ", on top of commit " + p.manifest().commit()).orElse(""));
        HeadModel.prepare();
        DeltaReader.Pictures pictures = (label, sha256, content) -> {
            if (Hold.out(sha256)) {
                golden.offer(label, sha256, content);
            }
            samples.offer(label, sha256, content);
            if (renewal.isPresent()) {
                renewal.get().seen(sha256, content);
            }
        };
        Delta delta = look(commit, plan, pictures);
        Optional<String> without = without(delta);
        LOG.info("{}{}", without.map(w -> w + ": ").orElse(""), Report.summary(delta));
        if (without.isPresent()) {
            reports.metrics("caravan", 1, Report.without(without.get(), delta));
            return new Ending.Without(without.get());
        }
        return train(commit, delta, basis(delta, renewal, pictures));
    }

    private Repo repo() {
        return config.branch().repo();
    }

    private Delta look(String commit, Plan plan, DeltaReader.Pictures pictures)
            throws IOException, InterruptedException {
        Map<String, String> known = parent.map(ParentVersion::known).orElse(Map.of());
        DeltaReader reader =
                new DeltaReader(data, repo(), commit, config.labels(), known.keySet(), extractor, pictures);
        Progress progress = new Progress(reports, 0, LOOKED);
        List<Seen> seen = reader.read(plan.files(), share -> {
            stopIfTold();
            progress.reached(share);
        });
        return Delta.of(seen, plan.setAside(), known);
    }

    private void stopIfTold() {
        if (reports.preempted()) {
            throw new Stop();
        }
    }

    private Optional<String> without(Delta delta) {
        if (delta.files() == 0) {
            return Optional.of(delta.used().isEmpty() && !delta.setAside().isEmpty() ? "all set aside" : "nothing new");
        }
        if (parent.isEmpty() && tooLittle(delta)) {
            return Optional.of("too little held out");
        }
        if (delta.trained().isEmpty()) {
            LOG.info("all {} new pictures belong to the holdout: there is nothing to learn from", delta.files());
            return Optional.of("nothing new");
        }
        return Optional.empty();
    }

    private boolean tooLittle(Delta delta) {
        int heldOut = delta.heldOut().size();
        long kinds = delta.heldOut().stream().map(Seen.Usable::label).distinct().count();
        if (heldOut < config.holdoutMinimum()) {
            LOG.info("too little held out ({} of {})", heldOut, config.holdoutMinimum());
            return true;
        }
        if (kinds < 2) {
            LOG.info("too little held out: of one label alone nothing can be told");
            return true;
        }
        return delta.trained().isEmpty();
    }

    private Basis basis(Delta delta, Optional<Renewal> renewal, DeltaReader.Pictures pictures)
            throws IOException, InterruptedException {
        List<Row> trained = rows(delta.trained());
        if (renewal.isPresent()) {
            List<Seen.Usable> old = renewal.get().reread(data, repo(), extractor, pictures, share -> stopIfTold());
            return Basis.renewed(
                    rows(old.stream().filter(u -> !Hold.out(u.sha256())).toList()),
                    rows(old.stream().filter(u -> Hold.out(u.sha256())).toList()),
                    trained,
                    labels,
                    renewal.get().said());
        }
        return parent.map(p -> Basis.fork(p, trained, labels)).orElseGet(() -> Basis.first(trained, labels));
    }

    private Ending train(String commit, Delta delta, Basis basis) throws IOException {
        List<Row> holdout = Rows.merged(basis.holdout(), rows(delta.heldOut()));
        List<Row> reference = Rows.merged(basis.reference(), basis.trained());
        Learning learning = config.hyperparameters().learning(basis.fork());
        int steps = learning.steps(basis.trained().size());
        try (HeadModel model = new HeadModel(basis.start())) {
            learn(model, basis, learning);
            Head head = model.head();
            if (head.same(basis.start())) {
                throw new TrialException("training has left the weights as they were: nothing was learnt");
            }
            Comparison comparison = Comparison.of(
                    HeadModel.indices(holdout, labels),
                    model.probabilities(basis.standard().apply(holdout)),
                    basis.parentSays().map(says -> says.apply(holdout)),
                    labels);
            reports.metrics("validation", steps, Report.validation(comparison));
            LOG.info(
                    "holdout: {} of {} right{}",
                    comparison.right(),
                    comparison.rows(),
                    comparison.parentRight().map(r -> ", the parent " + r).orElse(""));
            Detectors detectors = Detectors.fit(reference, config.drift());
            Version version = new Version(
                    commit,
                    config.parentVersion()
                            .or(() -> parent.map(p -> p.manifest().commit()))
                            .orElse(null),
                    backbone,
                    extractor.backboneSha256(),
                    basis.standard(),
                    head,
                    detectors.projection(),
                    detectors.outlierThreshold(),
                    detectors.files(),
                    holdout,
                    reference,
                    golden(delta),
                    parent.map(ParentVersion::lineage),
                    lineage(commit, delta));
            stopIfTold();
            return publish(version, model, steps, delta, basis.trained().size(), comparison);
        }
    }

    private void learn(HeadModel model, Basis basis, Learning learning) {
        Progress progress = new Progress(reports, LOOKED, LEARNT);
        model.learn(
                basis.standard().apply(basis.trained()),
                HeadModel.indices(basis.trained(), labels),
                learning,
                (step, all, loss) -> {
                    stopIfTold();
                    reports.metrics("training", step, Map.of("loss", loss));
                    progress.reached((double) step / all);
                });
    }

    private Ending publish(Version version, HeadModel model, int steps, Delta delta, int trained, Comparison comparison)
            throws IOException {
        String uuid = UUID.randomUUID().toString();
        Path folder = storage.create(uuid);
        boolean reported = false;
        try {
            VersionWriter writer = new VersionWriter(version, folder);
            String sha256;
            try (VersionModel graph = VersionModel.open(writer.graph())) {
                Map<String, Row> rows = new HashMap<>();
                Stream.concat(rows(delta.trained()).stream(), rows(delta.heldOut()).stream())
                        .forEach(row -> rows.put(row.sha256(), row));
                ExportCheck.of(graph, model, version, samples.some(2 * GOLDEN, rows.keySet()), rows);
                sha256 = writer.rest(graph);
            }
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("steps_completed", steps);
            metadata.put("version_sha256", sha256);
            writer.metadata(metadata);
            reports.metrics(
                    "caravan",
                    steps,
                    Report.trained(delta, trained, comparison, version.golden().size(), sha256));
            reports.checkpoint(uuid, folder, metadata);
            reported = true;
            reports.progress(1);
            LOG.info("version {} of commit {} is in checkpoint {}", sha256.substring(0, 12), version.commit(), uuid);
            return new Ending.Trained(uuid, sha256);
        } finally {
            if (!reported) {
                CheckpointStorage.discard(folder);
            }
        }
    }

    private List<Version.GoldenFile> golden(Delta delta) {
        Map<String, String> own = new TreeMap<>();
        delta.heldOut().forEach(u -> own.put(u.sha256(), u.label()));
        List<Version.GoldenFile> pictures = new ArrayList<>();
        golden.some(GOLDEN, own.keySet())
                .forEach((sha256, content) -> pictures.add(new Version.GoldenFile(sha256, own.get(sha256), content)));
        parent.map(ParentVersion::golden).orElse(List.of()).stream()
                .filter(g -> !own.containsKey(g.sha256()))
                .limit(GOLDEN - pictures.size())
                .forEach(pictures::add);
        return pictures;
    }

    private static List<Row> rows(List<Seen.Usable> pictures) {
        return pictures.stream()
                .map(u -> new Row(u.sha256(), u.label(), u.features(), u.look()))
                .toList();
    }

    private static List<LineageFile> lineage(String commit, Delta delta) {
        List<LineageFile> files = new ArrayList<>();
        delta.trained().forEach(u -> files.add(line(u, "trained", commit)));
        delta.heldOut().forEach(u -> files.add(line(u, "holdout", commit)));
        files.sort(Comparator.comparing(LineageFile::path));
        return files;
    }

    private static LineageFile line(Seen.Usable picture, String role, String commit) {
        return new LineageFile(
                picture.path(),
                picture.hash(),
                picture.sha256(),
                picture.size(),
                picture.label(),
                role,
                commit,
                picture.archive());
    }
}
