package caravan.sandbox.pachyderm.metadata;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** All rows, in memory and in the journal. Reads see whole transactions; transactions come one after the other. */
public final class Metadata implements Closeable {
    private final Journal journal;
    private final Map<String, Row> rows = new HashMap<>();
    private final Map<RepoName, TreeMap<Long, CommitRow>> commits = new HashMap<>();
    private final Map<String, TreeMap<Long, CommitRow>> children = new HashMap<>();
    private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
    private long lastNumber;

    private Metadata(Journal journal) {
        this.journal = journal;
    }

    /** Opens the file; a new one holds nothing. */
    public static Metadata open(Path file) throws IOException {
        Metadata metadata = new Metadata(Journal.open(file));
        metadata.journal.rows().forEach(metadata::put);
        return metadata;
    }

    /**
     * Runs one transaction. What it puts and drops becomes visible and durable together when it returns; if it throws, nothing of it
     * does.
     */
    public synchronized <T> T write(Function<Transaction, T> change) {
        Transaction transaction = new Transaction(lastNumber);
        T result = change.apply(transaction);
        List<Row> put = transaction.rows();
        List<String> dropped = transaction.dropped();
        if (!put.isEmpty() || !dropped.isEmpty()) {
            try {
                journal.append(put, dropped);
            } catch (IOException e) {
                throw new UncheckedIOException("Pachyderm's metadata cannot be written", e);
            }
            List<Runnable> news = new ArrayList<>();
            dropped.forEach(key -> drop(key).ifPresent(row -> news.add(() -> tellDropped(row))));
            put.forEach(row -> {
                put(row);
                if (row instanceof CommitRow commit) {
                    news.add(() -> listeners.forEach(l -> l.changed(commit)));
                }
            });
            notifyAll();
            news.forEach(Runnable::run);
        }
        return result;
    }

    private void tellDropped(Row row) {
        if (row instanceof CommitRow commit) {
            listeners.forEach(l -> l.dropped(commit));
        }
    }

    /** Several reads of one state. */
    public synchronized <T> T read(Supplier<T> reads) {
        return reads.get();
    }

    /** Tells of commits from now on; the listener must return at once and not wait for anything. */
    public synchronized <T> T listen(CommitListener listener, Supplier<T> reads) {
        listeners.add(listener);
        return reads.get();
    }

    /** Tells this listener nothing more. */
    public void forget(CommitListener listener) {
        listeners.remove(listener);
    }

    /** Waits until the commit is not between open and finished any more. */
    public synchronized void awaitSettled(CommitRow commit) throws InterruptedException {
        for (Optional<CommitRow> row = commit(commit.repo(), commit.id());
                row.isPresent() && !row.get().open() && row.get().finished() == null;
                row = commit(commit.repo(), commit.id())) {
            wait();
        }
    }

    /** Waits until the commit is finished or gone, or until nobody wants to know any more. */
    public synchronized void awaitFinished(CommitRow commit, BooleanSupplier unwanted) throws InterruptedException {
        for (Optional<CommitRow> row = commit(commit.repo(), commit.id());
                row.isPresent() && row.get().finished() == null && !unwanted.getAsBoolean();
                row = commit(commit.repo(), commit.id())) {
            wait();
        }
    }

    /** Lets all that wait look again. */
    public synchronized void wake() {
        notifyAll();
    }

    /** The project of this name. */
    public Optional<ProjectRow> project(String name) {
        return row(ProjectRow.class, ProjectRow.key(name));
    }

    /** All projects by name. */
    public List<ProjectRow> projects() {
        return all(ProjectRow.class);
    }

    /** The repo of this name. */
    public Optional<RepoRow> repo(RepoName name) {
        return row(RepoRow.class, RepoRow.key(name));
    }

    /** All repos by project and name. */
    public List<RepoRow> repos() {
        return all(RepoRow.class);
    }

    /** The branch of this name. */
    public Optional<BranchRow> branch(RepoName repo, String name) {
        return row(BranchRow.class, BranchRow.key(repo, name));
    }

    /** All branches of all repos. */
    public List<BranchRow> branches() {
        return all(BranchRow.class);
    }

    /** All branches of the repo, the oldest first. */
    public List<BranchRow> branches(RepoName repo) {
        return branches().stream()
                .filter(b -> b.repo().equals(repo))
                .sorted(Comparator.comparing(BranchRow::created))
                .toList();
    }

    /** The commit of this id. */
    public Optional<CommitRow> commit(RepoName repo, String id) {
        return row(CommitRow.class, CommitRow.key(repo, id));
    }

    /** All commits of the repo, the oldest first. */
    public synchronized List<CommitRow> commits(RepoName repo) {
        return List.copyOf(commits.getOrDefault(repo, new TreeMap<>()).values());
    }

    /** All commits of all repos, the oldest first. */
    public synchronized List<CommitRow> commits() {
        return commits.values().stream()
                .map(TreeMap::values)
                .flatMap(Collection::stream)
                .sorted(Comparator.comparingLong(CommitRow::number))
                .toList();
    }

    /** The commits whose parent this one is, the oldest first. */
    public synchronized List<CommitRow> children(CommitRow parent) {
        return List.copyOf(children.getOrDefault(parent.key(), new TreeMap<>()).values());
    }

    /** Who may do what on the resource. */
    public Optional<BindingRow> binding(ResourceName resource) {
        return row(BindingRow.class, BindingRow.key(resource.toString()));
    }

    /** The token of this hash. */
    public Optional<TokenRow> token(String hash) {
        return row(TokenRow.class, TokenRow.key(hash));
    }

    /** All tokens. */
    public List<TokenRow> tokens() {
        return all(TokenRow.class);
    }

    private synchronized <R extends Row> Optional<R> row(Class<R> type, String key) {
        return Optional.ofNullable(type.cast(rows.get(key)));
    }

    private synchronized <R extends Row> List<R> all(Class<R> type) {
        return rows.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .sorted(Comparator.comparing(Row::key))
                .toList();
    }

    private void put(Row row) {
        unlink(rows.put(row.key(), row));
        if (row instanceof CommitRow commit) {
            if (commit.parent() != null) {
                children.computeIfAbsent(CommitRow.key(commit.repo(), commit.parent()), parent -> new TreeMap<>())
                        .put(commit.number(), commit);
            }
            lastNumber = Math.max(lastNumber, commit.number());
            commits.computeIfAbsent(commit.repo(), repo -> new TreeMap<>()).put(commit.number(), commit);
        }
    }

    private Optional<Row> drop(String key) {
        Row row = rows.remove(key);
        unlink(row);
        if (row instanceof CommitRow commit) {
            commits.get(commit.repo()).remove(commit.number());
        }
        return Optional.ofNullable(row);
    }

    private void unlink(Row former) {
        if (former instanceof CommitRow commit && commit.parent() != null) {
            children.get(CommitRow.key(commit.repo(), commit.parent())).remove(commit.number());
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
