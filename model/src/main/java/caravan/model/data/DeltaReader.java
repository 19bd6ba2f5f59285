package caravan.model.data;

import caravan.engine.PictureException;
import caravan.loop.PlannedFile;
import caravan.loop.Repo;
import caravan.loop.SetAside;
import caravan.loop.port.DataPort;
import caravan.loop.port.SystemException;
import caravan.loop.usecase.LabelRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into every file of a plan: downloads in parallel, checks size and hash, unpacks archives, decodes, computes
 * features. A file that cannot be used does not stop the others; one that cannot be fetched whole does.
 */
public final class DeltaReader {
    private static final Logger LOG = LoggerFactory.getLogger(DeltaReader.class);

    /** A larger file or member is no picture that anybody would want to train on. */
    private static final int MAX_PICTURE_BYTES = 64 << 20;

    private static final Archive.Limits ARCHIVE_LIMITS = new Archive.Limits(200_000, MAX_PICTURE_BYTES, 16L << 30);
    private static final int THREADS = 6;
    private static final int UNDER_WAY = 64;
    private static final int TRIES = 4;

    private final DataPort data;
    private final Repo repo;
    private final String commit;
    private final LabelRule labels;
    private final Set<String> known;
    private final Extractor extractor;
    private final Pictures pictures;

    /** Is shown pictures, by several threads. */
    @FunctionalInterface
    public interface Pictures {
        /** A picture that can be used. */
        void seen(String label, String sha256, byte[] content) throws IOException;
    }

    /**
     * A reader.
     *
     * @param known SHA-256 of pictures that the parent or its ancestors have seen
     * @param pictures is shown every picture that can be used
     */
    public DeltaReader(
            DataPort data,
            Repo repo,
            String commit,
            LabelRule labels,
            Set<String> known,
            Extractor extractor,
            Pictures pictures) {
        this.data = data;
        this.repo = repo;
        this.commit = commit;
        this.labels = labels;
        this.known = known;
        this.extractor = extractor;
        this.pictures = pictures;
    }

    /**
     * Looks into the files.
     *
     * @param progress is told the share of the files that is done, 0..1
     * @return what became of each, in the plan's order; an archive's members in the archive's order
     * @throws IOException where a file cannot be fetched as planned
     */
    public List<Seen> read(List<PlannedFile> plan, DoubleConsumer progress) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "look");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Work work = new Work(pool);
            List<Future<Seen>> files = new ArrayList<>();
            for (PlannedFile file : plan) {
                files.add(archive(file) ? null : work.submit(() -> plain(file)));
            }
            List<Seen> seen = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                if (files.get(i) == null) {
                    seen.addAll(members(plan.get(i), work));
                } else {
                    seen.add(get(files.get(i)));
                }
                progress.accept((i + 1.0) / files.size());
            }
            return seen;
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean archive(PlannedFile file) {
        return file.label() == null && labels.archive(file.path());
    }

    private Seen plain(PlannedFile file) throws IOException, InterruptedException {
        if (file.label() == null || !labels.values().contains(file.label())) {
            return unusable(
                    file, file.path(), "unknown label " + file.label() + ": the use case knows " + labels.values());
        }
        if (file.size() > MAX_PICTURE_BYTES) {
            return unusable(file, file.path(), "more than " + MAX_PICTURE_BYTES + " bytes");
        }
        byte[] content = fetch(file, in -> {
            byte[] bytes = in.readNBytes((int) file.size() + 1);
            if (bytes.length != file.size()) {
                throw new IOException("it has not the planned " + file.size() + " bytes");
            }
            if (!PachydermHash.matches(bytes, file.hash())) {
                throw new IOException("its content has not the planned hash " + file.hash());
            }
            return bytes;
        });
        return look(file, file.path(), null, file.label(), content);
    }

    private Seen look(PlannedFile file, String path, String archive, String label, byte[] content)
            throws IOException, InterruptedException {
        String sha256 = Sha256.hex(content);
        if (known.contains(sha256)) {
            return new Seen.Known(path, file.hash(), label, sha256);
        }
        try {
            Extractor.Extract extract = extractor.extract(content, sha256);
            pictures.seen(label, sha256, content);
            return new Seen.Usable(
                    path, file.hash(), archive, label, sha256, content.length, extract.features(), extract.look());
        } catch (PictureException e) {
            return unusable(file, path, e.getMessage());
        }
    }

    private List<Seen> members(PlannedFile file, Work work) throws IOException, InterruptedException {
        Path part = Files.createTempFile("caravan-archive-", ".part");
        try {
            fetch(file, in -> {
                try (var out = Files.newOutputStream(part)) {
                    if (in.transferTo(out) != file.size()) {
                        throw new IOException("it has not the planned " + file.size() + " bytes");
                    }
                }
                return part;
            });
            if (file.size() < MAX_PICTURE_BYTES && !PachydermHash.matches(Files.readAllBytes(part), file.hash())) {
                throw new IOException(file.path() + " cannot be fetched: its content has not the planned hash");
            }
            List<Future<Seen>> members = new ArrayList<>();
            try {
                Archive.read(part, file.path(), ARCHIVE_LIMITS, visitor(file, work, members));
            } catch (Archive.Refused e) {
                drain(members);
                return List.of(unusable(file, file.path(), e.getMessage()));
            }
            if (members.isEmpty()) {
                return List.of(unusable(file, file.path(), "the archive has no members"));
            }
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> member : members) {
                seen.add(get(member));
            }
            return seen;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Archive.Visitor visitor(PlannedFile file, Work work, List<Future<Seen>> members) {
        return new Archive.Visitor() {
            @Override
            public void member(String name, byte[] content) throws InterruptedException {
                String path = file.path() + "!" + name;
                if (labels.archive(name)) {
                    unusable(name, "an archive within an archive is not looked into");
                    return;
                }
                String label = labels.label(name).orElse(null);
                if (label == null) {
                    unusable(name, labels.why());
                    return;
                }
                members.add(work.submit(() -> look(file, path, file.path(), label, content)));
            }

            @Override
            public void unusable(String name, String reason) {
                members.add(CompletableFuture.completedFuture(
                        DeltaReader.unusable(file, file.path() + "!" + name, reason)));
            }
        };
    }

    private static Seen unusable(PlannedFile file, String path, String reason) {
        LOG.warn("set aside {}: {}", path, reason);
        return new Seen.Unusable(new SetAside(path, file.hash(), reason));
    }

    /** Takes a file's content from its stream. */
    private interface Receiver<T> {
        T take(InputStream in) throws IOException;
    }

    private <T> T fetch(PlannedFile file, Receiver<T> receiver) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (InputStream in = data.read(repo, commit, file.path())) {
                return receiver.take(in);
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new IOException(
                            file.path() + " of " + repo + "@" + commit + " cannot be fetched: " + e.getMessage(), e);
                }
            } catch (SystemException e) {
                if (attempt == TRIES || e.kind() != SystemException.Kind.UNAVAILABLE) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(200L << attempt);
        }
    }

    private static void drain(List<Future<Seen>> futures) throws InterruptedException {
        for (Future<Seen> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                LOG.debug("a member of a refused archive", e);
            }
        }
    }

    private static Seen get(Future<Seen> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A pool that takes no more than so many tasks before some are done. */
    private static final class Work {
        private final ExecutorService pool;
        private final Semaphore room = new Semaphore(UNDER_WAY);

        Work(ExecutorService pool) {
            this.pool = pool;
        }

        Future<Seen> submit(Callable<Seen> task) throws InterruptedException {
            room.acquire();
            return pool.submit(() -> {
                try {
                    return task.call();
                } finally {
                    room.release();
                }
            });
        }
    }
}
