package caravan.loop.memory;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileChange;
import caravan.loop.FileEntry;
import caravan.loop.Repo;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.port.FileEdit;
import caravan.loop.port.SystemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pachyderm in memory: every commit keeps all its files. */
public final class MemoryData implements DataPort {
    private record Stored(Commit commit, TreeMap<String, byte[]> files) {}

    private final Map<String, Stored> commits = new HashMap<>();
    private final Map<Branch, String> heads = new HashMap<>();
    private int next;

    /** Adds files to the branch as one finished commit and returns its id. */
    public synchronized String put(Branch branch, Map<String, String> files) {
        List<FileEdit> edits = new ArrayList<>();
        files.forEach((path, text) ->
                edits.add(new FileEdit.Put(path, caravan.loop.port.Source.of(text.getBytes(StandardCharsets.UTF_8)))));
        edit(branch, edits);
        return heads.get(branch);
    }

    /** Moves a branch. */
    public synchronized void move(Branch branch, String commit) {
        heads.put(branch, commit);
    }

    /** Squashes a commit away. */
    public synchronized void forget(String commit) {
        commits.remove(commit);
    }

    /** A file's text at the branch's head. */
    public synchronized Optional<String> text(Branch branch, String path) {
        return Optional.ofNullable(heads.get(branch))
                .map(id -> commits.get(id).files().get(path))
                .map(b -> new String(b, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized Optional<Commit> head(Branch branch) {
        return Optional.ofNullable(heads.get(branch)).map(id -> commits.get(id).commit());
    }

    @Override
    public synchronized Optional<Commit> commit(Repo repo, String id) {
        return Optional.ofNullable(commits.get(id)).map(Stored::commit);
    }

    @Override
    public synchronized Optional<Commit> awaitFinished(Repo repo, String id, Duration atMost) {
        return commit(repo, id);
    }

    @Override
    public synchronized Entries<Commit> commits(Repo repo, String to, Optional<String> from) {
        List<Commit> walk = new ArrayList<>();
        Optional<String> at = Optional.of(to);
        while (at.isPresent() && !at.equals(from) && commits.containsKey(at.get())) {
            Commit commit = commits.get(at.get()).commit();
            walk.add(commit);
            at = commit.parent();
        }
        return Entries.of(walk);
    }

    @Override
    public synchronized Entries<FileChange> diff(Repo repo, String now, Optional<String> before) {
        TreeMap<String, byte[]> left = before.map(b -> commits.get(b).files()).orElse(new TreeMap<>());
        TreeMap<String, byte[]> right = commits.get(now).files();
        TreeSet<String> paths = new TreeSet<>(left.keySet());
        paths.addAll(right.keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            Optional<FileEntry> old = Optional.ofNullable(left.get(path)).map(b -> entry(path, b));
            Optional<FileEntry> fresh = Optional.ofNullable(right.get(path)).map(b -> entry(path, b));
            if (!old.equals(fresh)) {
                changes.add(new FileChange(fresh, old));
            }
        }
        return Entries.of(changes);
    }

    @Override
    public synchronized Entries<FileEntry> walk(Repo repo, String commit, String directory) {
        return Entries.of(commits.get(commit).files().entrySet().stream()
                .filter(e -> e.getKey().startsWith(directory))
                .map(e -> entry(e.getKey(), e.getValue()))
                .toList());
    }

    @Override
    public synchronized Optional<FileEntry> file(Repo repo, String commit, String path) {
        return Optional.ofNullable(commits.get(commit).files().get(path)).map(b -> entry(path, b));
    }

    @Override
    public synchronized InputStream read(Repo repo, String commit, String path) {
        byte[] content = commits.get(commit).files().get(path);
        if (content == null) {
            throw new SystemException("pachyderm", SystemException.Kind.NOT_FOUND, path);
        }
        return new ByteArrayInputStream(content);
    }

    @Override
    public synchronized void edit(Branch branch, List<FileEdit> edits) {
        Optional<String> parent = Optional.ofNullable(heads.get(branch));
        TreeMap<String, byte[]> files =
                new TreeMap<>(parent.map(p -> commits.get(p).files()).orElse(new TreeMap<>()));
        for (FileEdit edit : edits) {
            if (edit instanceof FileEdit.Put put) {
                try (InputStream in = put.content().open()) {
                    files.put(put.path(), in.readAllBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            } else if (edit.path().endsWith("/")) {
                files.keySet().removeIf(p -> p.startsWith(edit.path()));
            } else {
                files.remove(edit.path());
            }
        }
        next++;
        String id = String.format("%032x", next);
        Instant now = Instant.EPOCH.plusSeconds(next);
        commits.put(id, new Stored(new Commit(branch.repo(), id, parent, now, Optional.of(now), "", false), files));
        heads.put(branch, id);
    }

    private static FileEntry entry(String path, byte[] content) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            return new FileEntry(path, hash, content.length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
