package caravan.model;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileChange;
import caravan.loop.FileEntry;
import caravan.loop.Repo;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.port.FileEdit;
import caravan.loop.port.SystemException;
import caravan.model.data.PachydermHashes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Commits in memory: what a trial asks of the data's system. */
public final class LocalData implements DataPort {
    private final Map<String, TreeMap<String, byte[]>> commits = new HashMap<>();

    /** A commit that holds these files, by path. */
    public LocalData commit(String id, Map<String, byte[]> files) {
        commits.put(id, new TreeMap<>(files));
        return this;
    }

    /** The files of a folder as a commit's content. */
    public static Map<String, byte[]> folder(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put("/" + folder.relativize(file), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return files;
    }

    private static FileEntry entry(String path, byte[] content) {
        return new FileEntry(path, PachydermHashes.of(content), content.length);
    }

    @Override
    public Entries<FileChange> diff(Repo repo, String now, Optional<String> before) {
        Map<String, byte[]> old = before.<Map<String, byte[]>>map(commits::get).orElse(Map.of());
        List<FileChange> changes = new ArrayList<>();
        commits.get(now).forEach((path, content) -> {
            if (!java.util.Arrays.equals(content, old.get(path))) {
                changes.add(new FileChange(Optional.of(entry(path, content)), Optional.empty()));
            }
        });
        return Entries.of(changes);
    }

    @Override
    public InputStream read(Repo repo, String commit, String path) {
        byte[] content = commits.getOrDefault(commit, new TreeMap<>()).get(path);
        if (content == null) {
            throw new SystemException("pachyderm", SystemException.Kind.NOT_FOUND, path + " is not there");
        }
        return new ByteArrayInputStream(content);
    }

    @Override
    public Optional<Commit> head(Branch branch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Commit> commit(Repo repo, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Commit> awaitFinished(Repo repo, String id, Duration atMost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Entries<Commit> commits(Repo repo, String to, Optional<String> from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Entries<FileEntry> walk(Repo repo, String commit, String directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<FileEntry> file(Repo repo, String commit, String path) {
        return Optional.ofNullable(commits.getOrDefault(commit, new TreeMap<>()).get(path))
                .map(content -> entry(path, content));
    }

    @Override
    public void edit(Branch branch, List<FileEdit> edits) {
        throw new UnsupportedOperationException();
    }
}
