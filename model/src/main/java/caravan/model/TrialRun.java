package caravan.model;

import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.engine.Scores;
import caravan.engine.VersionModel;
import caravan.loop.LineageFile;
import caravan.loop.SetAside;
import caravan.loop.port.DataPort;
import caravan.model.data.Delta;
import caravan.model.data.DeltaReader;
import caravan.model.data.Extractor;
import caravan.model.data.Plan;
import caravan.model.data.Seen;
import caravan.model.data.Shelf;
import caravan.model.head.Comparison;
import caravan.model.head.Head;
import caravan.model.head.HeadModel;
import caravan.model.head.Learning;
import caravan.model.head.Row;
import caravan.model.head.Standard;
import caravan.model.head.Unit;
import caravan.model.master.CheckpointStorage;
import caravan.model.master.Master;
import caravan.model.master.Reports;
import caravan.model.master.TrialConfig;
import caravan.model.version.ParentVersion;
import caravan.model.version.Rows;
import caravan.model.version.Version;
import caravan.model.version.VersionWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
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
    private static final int SET_ASIDE_REPORTED = 1_000;
    private static final double SAME = 1e-4;

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
        try {
            checkBackbone();
            String commit = config.commit().orElseGet(() -> Plan.head(data, config.branch()));
            Plan plan = plan(commit);
            LOG.info(
                    "commit {}: {} files to look into{}",
                    commit,
                    plan.files().size(),
                    parent.map(p -> ", on top of commit " + p.manifest().commit())
                            .orElse(""));
            Delta delta = look(commit, plan);
            Optional<String> without = without(delta);
            if (without.isPresent()) {
                reports.metrics("caravan", 1, report(without.get(), delta));
                LOG.info("{}: {}", without.get(), summary(delta));
                return new Ending.Without(without.get());
            }
            LOG.info("{}", summary(delta));
            return train(commit, delta);
        } catch (Stop stop) {
            reports.acknowledgePreemption();
            LOG.info("told to stop, and stopped");
            return new Ending.Preempted();
        }
    }

    private void checkBackbone() {
        parent.ifPresent(p -> {
            if (!p.manifest().backbone().sha256().equals(extractor.backboneSha256())) {
                throw new TrialException("the parent stands on another backbone ("
                        + p.manifest().backbone().sha256() + ") than CARAVAN_BACKBONE names ("
                        + extractor.backboneSha256() + "): its features mean something else. Use the parent's backbone,"
                        + " or begin a new model, which is trained on all files");
            }
        });
    }

    private Plan plan(String commit) throws IOException {
        return config.plan().isPresent()
                ? Plan.fetch(data, config.plan().get(), config.planSha256().orElseThrow())
                : Plan.ofDiff(data, config.branch().repo(), commit, config.previousCommit(), config.labels());
    }

    private Delta look(String commit, Plan plan) throws IOException, InterruptedException {
        Map<String, String> known = parent.map(ParentVersion::known).orElse(Map.of());
        HeadModel.prepare();
        DeltaReader reader = new DeltaReader(
                data, config.branch().repo(), commit, config.labels(), known.keySet(), extractor, golden, samples);
        Steps steps = new Steps(reports, 0, LOOKED);
        List<Seen> seen = reader.read(plan.files(), share -> {
            stopIfTold();
            steps.reached(share);
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
        long labels =
                delta.heldOut().stream().map(Seen.Usable::label).distinct().count();
        if (heldOut < config.holdoutMinimum()) {
            LOG.info("too little held out ({} of {})", heldOut, config.holdoutMinimum());
            return true;
        }
        if (labels < 2) {
            LOG.info(
                    "too little held out: nothing but {}",
                    delta.heldOut().get(0).label());
            return true;
        }
        return delta.trained().isEmpty();
    }

    private Ending train(String commit, Delta delta) throws IOException {
        List<Row> trained = rows(delta.trained());
        Standard standard = parent.map(ParentVersion::standard).orElseGet(() -> Standard.of(trained));
        List<String> labels = config.labels().values();
        Head start = parent.map(p -> p.head().of(labels)).orElseGet(() -> Head.blank(labels, standard.mean().length));
        List<Row> holdout = Rows.merged(parents(ParentVersion::holdout), rows(delta.heldOut()));
        List<Row> reference = Rows.merged(parents(ParentVersion::reference), trained);
        Learning learning = config.hyperparameters().learning(parent.isPresent());
        int steps = learning.steps(trained.size());
        try (HeadModel model = new HeadModel(start)) {
            Optional<float[][]> before = parent.map(p -> model.probabilities(standard.apply(holdout)));
            learn(model, standard, trained, learning);
            Head head = model.head();
            if (head.same(start)) {
                throw new TrialException("training has left the weights as they were: nothing was learnt");
            }
            Comparison comparison = Comparison.of(
                    HeadModel.indices(holdout, labels), model.probabilities(standard.apply(holdout)), before, labels);
            reports.metrics("validation", steps, validation(comparison));
            LOG.info(
                    "holdout: {} of {} right{}",
                    comparison.right(),
                    comparison.rows(),
                    comparison.parentRight().map(r -> ", the parent " + r).orElse(""));
            Detectors detectors = Detectors.fit(reference);
            Version version = new Version(
                    commit,
                    config.parentVersion()
                            .or(() -> parent.map(p -> p.manifest().commit()))
                            .orElse(null),
                    backbone,
                    extractor.backboneSha256(),
                    standard,
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
            return publish(version, model, steps, delta, comparison);
        }
    }

    private void learn(HeadModel model, Standard standard, List<Row> trained, Learning learning) {
        Steps progress = new Steps(reports, LOOKED, LEARNT);
        model.learn(
                standard.apply(trained),
                HeadModel.indices(trained, config.labels().values()),
                learning,
                (step, all, loss) -> {
                    stopIfTold();
                    reports.metrics("training", step, Map.of("loss", loss));
                    progress.reached((double) step / all);
                });
    }

    private Ending publish(Version version, HeadModel model, int steps, Delta delta, Comparison comparison)
            throws IOException {
        String uuid = UUID.randomUUID().toString();
        Path folder = storage.create(uuid);
        boolean reported = false;
        try {
            VersionWriter writer = new VersionWriter(version, folder);
            String sha256;
            try (VersionModel graph = VersionModel.open(writer.graph())) {
                check(graph, model, version, delta);
                sha256 = writer.rest(graph);
            }
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("steps_completed", steps);
            metadata.put("version_sha256", sha256);
            writer.metadata(metadata);
            Map<String, Object> report = report("trained", delta);
            report.putAll(scores(comparison, version));
            report.put("version_sha256", sha256);
            reports.metrics("caravan", steps, report);
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

    /** The exported network must say what the head and the projection say, of some pictures of this range. */
    private void check(VersionModel graph, HeadModel model, Version version, Delta delta) throws IOException {
        Map<String, float[]> features = new HashMap<>();
        Stream.concat(delta.trained().stream(), delta.heldOut().stream())
                .forEach(u -> features.put(u.sha256(), u.features()));
        double worst = 0;
        int checked = 0;
        for (Map.Entry<String, byte[]> picture :
                samples.some(2 * GOLDEN, features.keySet()).entrySet()) {
            float[] of = features.get(picture.getKey());
            float[] expected =
                    model.probabilities(new float[][] {version.standard().apply(of)})[0];
            Scores scores = score(graph, picture.getValue());
            for (int i = 0; i < expected.length; i++) {
                worst = Math.max(worst, Math.abs(expected[i] - scores.probabilities()[i]));
            }
            double leftover = version.projection().leftover(Unit.of(of));
            worst = Math.max(worst, Math.abs(leftover - scores.leftover()));
            checked++;
        }
        if (checked == 0 || !(worst < SAME)) {
            throw new TrialException("the exported network does not say what was learnt: on " + checked
                    + " pictures its scores differ by up to " + worst);
        }
        LOG.info("exported network and head differ by {} at most, on {} pictures", (float) worst, checked);
    }

    private static Scores score(VersionModel graph, byte[] picture) throws IOException {
        try {
            return graph.score(PictureTensor.of(picture));
        } catch (PictureException e) {
            throw new IOException("a picture that was read before cannot be read again: " + e.getMessage(), e);
        }
    }

    private List<Version.GoldenFile> golden(Delta delta) {
        Map<String, String> labels = new TreeMap<>();
        delta.heldOut().forEach(u -> labels.put(u.sha256(), u.label()));
        List<Version.GoldenFile> pictures = new ArrayList<>();
        golden.some(GOLDEN, labels.keySet())
                .forEach(
                        (sha256, content) -> pictures.add(new Version.GoldenFile(sha256, labels.get(sha256), content)));
        Set<String> there = new HashSet<>(labels.keySet());
        parent.map(ParentVersion::golden).orElse(List.of()).stream()
                .filter(g -> !there.contains(g.sha256()))
                .limit(GOLDEN - pictures.size())
                .forEach(pictures::add);
        return pictures;
    }

    /** Rows that travelled with the parent, less those of labels that the use case knows no more. */
    private List<Row> parents(Function<ParentVersion, List<Row>> rows) {
        return parent.map(rows).orElse(List.of()).stream()
                .filter(r -> config.labels().values().contains(r.label()))
                .toList();
    }

    private static List<Row> rows(List<Seen.Usable> pictures) {
        return pictures.stream()
                .map(u -> new Row(u.sha256(), u.label(), u.features()))
                .toList();
    }

    private static List<LineageFile> lineage(String commit, Delta delta) {
        List<LineageFile> files = new ArrayList<>();
        delta.trained().forEach(u -> files.add(line(u, "trained", commit)));
        delta.heldOut().forEach(u -> files.add(line(u, "holdout", commit)));
        files.sort(java.util.Comparator.comparing(LineageFile::path));
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

    private static Map<String, Object> validation(Comparison comparison) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("accuracy", comparison.accuracy());
        values.put("loss", comparison.loss());
        values.put("ece", comparison.calibrationError());
        comparison.parentAccuracy().ifPresent(a -> values.put("parent_accuracy", a));
        return values;
    }

    private static Map<String, Object> report(String outcome, Delta delta) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("outcome", outcome);
        values.put("files", delta.files());
        values.put("trained", delta.trained().size());
        values.put("holdout", delta.heldOut().size());
        values.put("holdout_new", delta.heldOut().size());
        List<SetAside> listed =
                delta.setAside().stream().limit(SET_ASIDE_REPORTED).toList();
        values.put("set_aside", Master.text(listed));
        values.put("set_aside_rest", delta.setAside().size() - listed.size());
        values.put(
                "used",
                Master.text(delta.used().stream().limit(SET_ASIDE_REPORTED).toList()));
        return values;
    }

    private static Map<String, Object> scores(Comparison comparison, Version version) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("holdout", comparison.rows());
        values.put("right", comparison.right());
        values.put("accuracy", comparison.accuracy());
        comparison.parentRight().ifPresent(r -> values.put("parent_right", r));
        comparison.parentAccuracy().ifPresent(a -> values.put("parent_accuracy", a));
        values.put("child_only", comparison.childOnly());
        values.put("parent_only", comparison.parentOnly());
        values.put("majority", comparison.majority());
        values.put("weights_changed", true);
        values.put("ece", comparison.calibrationError());
        values.put("golden", version.golden().size());
        return values;
    }

    private static String summary(Delta delta) {
        return delta.trained().size() + " pictures to train on, "
                + delta.heldOut().size() + " held out, " + delta.setAside().size() + " set aside, "
                + delta.used().size() + " known or twice";
    }

    /** A part of the work, reported in steps of a twentieth. */
    private static final class Steps {
        private final Reports reports;
        private final double from;
        private final double to;
        private int last = -1;

        Steps(Reports reports, double from, double to) {
            this.reports = reports;
            this.from = from;
            this.to = to;
        }

        void reached(double share) {
            int step = (int) (20 * (from + share * (to - from)));
            if (step != last) {
                last = step;
                reports.progress(step / 20.0);
            }
        }
    }
}
