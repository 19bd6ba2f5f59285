package caravan.model;

import caravan.engine.PictureException;
import caravan.engine.PictureTensor;
import caravan.engine.VersionModel;
import caravan.loop.FileEntry;
import caravan.loop.LineageFile;
import caravan.loop.PlannedFile;
import caravan.loop.Repo;
import caravan.loop.port.DataPort;
import caravan.loop.usecase.LabelRule;
import caravan.model.data.DeltaReader;
import caravan.model.data.Extractor;
import caravan.model.data.Hold;
import caravan.model.data.Seen;
import caravan.model.version.ParentVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a model to another backbone: the features that travelled with the parent mean nothing there, so that the
 * ancestors' files are fetched again from the commits that brought them, and the parent is judged by its own network.
 */
final class Renewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final ParentVersion parent;
    private final List<String> labels;
    private final VersionModel network;
    private final Map<String, float[]> said = new ConcurrentHashMap<>();

    Renewal(ParentVersion parent, List<String> labels) {
        this.parent = parent;
        this.labels = labels;
        this.network = VersionModel.open(parent.graph());
    }

    /** Asks the parent about a picture that is held out. */
    void seen(String sha256, byte[] content) throws IOException {
        if (!Hold.out(sha256)) {
            return;
        }
        try {
            float[] probabilities = network.score(PictureTensor.of(content)).probabilities();
            float[] ours = new float[labels.size()];
            for (int i = 0; i < ours.length; i++) {
                int theirs = parent.manifest().labels().indexOf(labels.get(i));
                ours[i] = theirs < 0 ? 0 : probabilities[theirs];
            }
            said.put(sha256, ours);
        } catch (PictureException e) {
            throw new IOException("a picture that was read before cannot be read again: " + e.getMessage(), e);
        }
    }

    /** What the parent said, by SHA-256. */
    Map<String, float[]> said() {
        return said;
    }

    /** Fetches and looks at the ancestors' pictures again; what is gone from Pachyderm is left out, and counted. */
    List<Seen.Usable> reread(
            DataPort data, Repo repo, Extractor extractor, DeltaReader.Pictures pictures, DoubleConsumer progress)
            throws IOException, InterruptedException {
        Map<String, Map<String, LineageFile>> commits = new LinkedHashMap<>();
        for (LineageFile file : parent.files()) {
            commits.computeIfAbsent(file.commit(), c -> new LinkedHashMap<>())
                    .putIfAbsent(file.archive() == null ? file.path() : file.archive(), file);
        }
        List<Seen.Usable> usable = new ArrayList<>();
        int done = 0;
        for (Map.Entry<String, Map<String, LineageFile>> commit : commits.entrySet()) {
            List<PlannedFile> plan = new ArrayList<>();
            commit.getValue().forEach((path, file) -> {
                Optional<FileEntry> now = data.file(repo, commit.getKey(), path)
                        .filter(f -> f.hash().equals(file.hash()));
                now.ifPresent(f -> plan.add(
                        new PlannedFile(path, f.hash(), f.size(), file.archive() == null ? file.label() : null)));
            });
            List<Seen> seen = new DeltaReader(
                            data, repo, commit.getKey(), new LabelRule(labels), Set.of(), extractor, pictures)
                    .read(plan, share -> {});
            seen.stream()
                    .filter(Seen.Usable.class::isInstance)
                    .map(Seen.Usable.class::cast)
                    .filter(u -> parent.known().containsKey(u.sha256()))
                    .forEach(usable::add);
            progress.accept((double) ++done / commits.size());
        }
        LOG.info(
                "another backbone than the parent's: {} of {} old pictures were fetched again",
                usable.size(),
                parent.known().size());
        return usable;
    }

    @Override
    public void close() {
        network.close();
    }
}
