package caravan.loop.steps;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileEntry;
import caravan.loop.Repo;
import caravan.loop.SetAside;
import caravan.loop.port.DataPort;
import caravan.loop.port.Entries;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import caravan.loop.port.SystemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The facts under {@code /caravan/} in a use case's output repo, one small file each, as they are at the branch's head.
 * Contents are remembered by Pachyderm's hash, so that looking again costs one walk.
 */
public final class Facts {
    /** Outcomes of experiments. */
    public static final String OUTCOMES = "outcomes";
    /** Commits done with by their metadata. */
    public static final String HANDLED = "handled";
    /** Files that cannot be used, by {@link SetAside#key}. */
    public static final String SET_ASIDE = "set-aside";
    /** Files that are kept from training until a person releases them, by Pachyderm's hash. */
    public static final String HELD = "held";
    /** Versions that must not serve or be built on. */
    public static final String WITHDRAWN = "withdrawn";
    /** Where each promoted version's files are. */
    public static final String VERSIONS = "versions";
    /** Ranges that failed too often. */
    public static final String PARKED = "parked";

    private static final Duration FINISHING = Duration.ofSeconds(60);
    private static final int REMEMBERED = 20_000;
    private static final Map<String, byte[]> CONTENTS = new ConcurrentHashMap<>();

    private final DataPort data;
    private final Repo repo;
    private final Optional<String> commit;
    private final Map<String, FileEntry> files = new TreeMap<>();

    private Facts(DataPort data, Repo repo, Optional<String> commit) {
        this.data = data;
        this.repo = repo;
        this.commit = commit;
    }

    /** Reads the names of all facts at the branch's head, waiting until that is finished. */
    public static Facts read(DataPort data, Branch branch) {
        Optional<Commit> head = data.head(branch)
                .flatMap(h -> h.finished().isPresent()
                        ? Optional.of(h)
                        : data.awaitFinished(branch.repo(), h.id(), FINISHING));
        if (head.isPresent() && head.get().finished().isEmpty()) {
            throw new SystemException(
                    "pachyderm",
                    SystemException.Kind.UNAVAILABLE,
                    "the output repo's head " + head.get() + " is not finished after " + FINISHING.toSeconds() + " s");
        }
        Facts facts = new Facts(data, branch.repo(), head.map(Commit::id));
        if (facts.commit.isPresent()) {
            try (Entries<FileEntry> entries = data.walk(branch.repo(), facts.commit.get(), "/caravan/")) {
                entries.forEachRemaining(e -> facts.files.put(e.path(), e));
            }
        }
        return facts;
    }

    /** The output commit that was read; empty while the branch has none. */
    public Optional<String> commit() {
        return commit;
    }

    /** The keys of all facts of a kind: their file names without {@code .json}. */
    public Set<String> keys(String kind) {
        Set<String> keys = new TreeSet<>();
        String prefix = "/caravan/" + kind + "/";
        for (String path : files.keySet()) {
            if (path.startsWith(prefix) && path.endsWith(".json")) {
                keys.add(path.substring(prefix.length(), path.length() - ".json".length()));
            }
        }
        return keys;
    }

    /** One fact of a kind. */
    public <T> Optional<T> get(String kind, String key, Class<T> type) {
        return at(path(kind, key), type);
    }

    /** The one fact of that name, {@code /caravan/<name>.json}. */
    public <T> Optional<T> get(String name, Class<T> type) {
        return at("/caravan/" + name + ".json", type);
    }

    /** All facts of a kind by their keys. */
    public <T> Map<String, T> all(String kind, Class<T> type) {
        Map<String, T> all = new LinkedHashMap<>();
        keys(kind).forEach(key -> get(kind, key, type).ifPresent(fact -> all.put(key, fact)));
        return all;
    }

    /** The edits that write a fact. */
    public static List<FileEdit> put(String kind, String key, Object fact) {
        return List.of(new FileEdit.Put(path(kind, key), Source.of(Json.bytes(fact))));
    }

    /** The edits that write the one fact of that name. */
    public static List<FileEdit> put(String name, Object fact) {
        return List.of(new FileEdit.Put("/caravan/" + name + ".json", Source.of(Json.bytes(fact))));
    }

    /** The edits that remove the one fact of that name. */
    public static List<FileEdit> delete(String name) {
        return List.of(new FileEdit.Delete("/caravan/" + name + ".json"));
    }

    /** The edits that remove a fact. */
    public static List<FileEdit> delete(String kind, String key) {
        return List.of(new FileEdit.Delete(path(kind, key)));
    }

    /** Pachyderm's hashes of everything that is held or set aside. */
    public Set<String> keptOut() {
        Set<String> hashes = new TreeSet<>();
        keys(SET_ASIDE).forEach(key -> hashes.add(SetAside.hash(key)));
        hashes.addAll(keys(HELD));
        return hashes;
    }

    private static String path(String kind, String key) {
        return "/caravan/" + kind + "/" + key + ".json";
    }

    private <T> Optional<T> at(String path, Class<T> type) {
        FileEntry entry = files.get(path);
        return entry == null ? Optional.empty() : Optional.of(Json.read(content(entry), type));
    }

    private byte[] content(FileEntry entry) {
        byte[] known = CONTENTS.get(entry.hash());
        if (known != null) {
            return known;
        }
        try (InputStream in = data.read(repo, commit.orElseThrow(), entry.path())) {
            byte[] content = in.readAllBytes();
            if (CONTENTS.size() >= REMEMBERED) {
                CONTENTS.clear();
            }
            CONTENTS.put(entry.hash(), content);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Several lists of edits as one. */
    @SafeVarargs
    public static List<FileEdit> together(List<FileEdit>... edits) {
        List<FileEdit> all = new ArrayList<>();
        for (List<FileEdit> some : edits) {
            all.addAll(some);
        }
        return all;
    }
}
