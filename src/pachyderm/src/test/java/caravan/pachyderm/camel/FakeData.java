package caravan.pachyderm.camel;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileChange;
import caravan.loop.FileEntry;
import caravan.loop.Repo;
import caravan.loop.port.CommitFeed;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.port.FileEdit;
import caravan.loop.port.SystemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Pachyderm as far as the component sees it; it can go away, and commits can stay open. */
final class FakeData implements DataPort, CommitFeed {
    private record Line(Repo repo, Consumer<String> started, Consumer<SystemException> ended) {}

    private final Map<Branch, String> heads = new HashMap<>();
    private final Map<String, Commit> commits = new HashMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<Line> lines = new ArrayList<>();
    private SystemException trouble;
    private int waiting;
    private int looks;
    private int closed;

    synchronized void open(Branch branch, String id) {
        Optional<String> parent = Optional.ofNullable(heads.put(branch, id));
        commits.put(id, new Commit(branch.repo(), id, parent, Instant.EPOCH, Optional.empty(), "", false));
        lines.stream().filter(l -> l.repo().equals(branch.repo())).forEach(l -> l.started()
                .accept(id));
        notifyAll();
    }

    synchronized void finish(String id) {
        Commit c = commits.get(id);
        commits.put(id, new Commit(c.repo(), id, c.parent(), c.started(), Optional.of(Instant.EPOCH), "", false));
        notifyAll();
    }

    void put(Branch branch, String id) {
        open(branch, id);
        finish(id);
    }

    synchronized void away(SystemException.Kind kind) {
        trouble = new SystemException("pachyderm", kind, "connection refused");
        List<Line> ended = List.copyOf(lines);
        lines.clear();
        ended.forEach(l -> l.ended().accept(trouble));
        notifyAll();
    }

    synchronized void back() {
        trouble = null;
    }

    synchronized int waiting() {
        return waiting;
    }

    synchronized int looks() {
        return looks;
    }

    synchronized int subscribed() {
        return lines.size();
    }

    synchronized int closed() {
        return closed;
    }

    private void answer() {
        if (trouble != null) {
            throw trouble;
        }
    }

    @Override
    public synchronized Optional<String> headId(Branch branch) {
        looks++;
        answer();
        return Optional.ofNullable(heads.get(branch));
    }

    @Override
    public synchronized Optional<Commit> head(Branch branch) {
        return headId(branch).map(commits::get);
    }

    @Override
    public synchronized Optional<Commit> commit(Repo repo, String id) {
        answer();
        return Optional.ofNullable(commits.get(id));
    }

    @Override
    public synchronized Optional<Commit> awaitFinished(Repo repo, String id, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        waiting++;
        try {
            answer();
            while (commits.get(id).finished().isEmpty() && end > System.nanoTime()) {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
                answer();
            }
            return commit(repo, id);
        } catch (InterruptedException e) {
            throw new SystemException("pachyderm", SystemException.Kind.UNAVAILABLE, "cancelled", e);
        } finally {
            waiting--;
        }
    }

    @Override
    public Entries<Commit> commits(Repo repo, String to, Optional<String> from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Entries<FileChange> diff(Repo repo, String now, Optional<String> before) {
        List<FileChange> changes = new ArrayList<>();
        files.forEach((path, content) -> changes.add(new FileChange(
                Optional.of(new FileEntry(path, now, content.length)), before.map(b -> new FileEntry(path, b, 0)))));
        Entries<FileChange> entries = Entries.of(changes);
        return new Entries<>() {
            @Override
            public void close() {
                closed++;
            }

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public FileChange next() {
                return entries.next();
            }
        };
    }

    @Override
    public Entries<FileEntry> walk(Repo repo, String commit, String directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<FileEntry> file(Repo repo, String commit, String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream read(Repo repo, String commit, String path) {
        return new ByteArrayInputStream(files.get(path));
    }

    @Override
    public void edit(Branch branch, List<FileEdit> edits) {
        for (FileEdit edit : edits) {
            if (edit instanceof FileEdit.Put put) {
                try (InputStream in = put.content().open()) {
                    files.put(put.path(), in.readAllBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            } else {
                files.remove(edit.path());
            }
        }
    }

    @Override
    public synchronized Subscription subscribe(Repo repo, Consumer<String> started, Consumer<SystemException> ended) {
        if (trouble != null) {
            ended.accept(trouble);
            return () -> {};
        }
        Line line = new Line(repo, started, ended);
        lines.add(line);
        commits.values().stream().filter(c -> c.repo().equals(repo)).forEach(c -> started.accept(c.id()));
        return () -> {
            synchronized (this) {
                lines.remove(line);
            }
        };
    }
}
