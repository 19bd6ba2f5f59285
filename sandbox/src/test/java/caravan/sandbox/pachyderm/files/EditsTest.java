package caravan.sandbox.pachyderm.files;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class EditsTest {
    private static Path folder;
    private static FileStore store;

    @BeforeContainer
    static void open() throws IOException {
        folder = Files.createTempDirectory("edits");
        store = new FileStore(folder);
    }

    @AfterContainer
    static void remove() throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** One change: bytes added where there is text, else a deletion. */
    record Change(String path, Optional<String> text) {}

    @Provide
    Arbitrary<List<List<Change>>> streams() {
        Arbitrary<String> paths = Arbitraries.of("/a", "/a-b", "/d/a", "/d/b", "/d/e/f", "/d.x", "/z/y");
        Arbitrary<Change> adds = Combinators.combine(
                        paths, Arbitraries.of("x", "yy", "").map(Optional::of))
                .as(Change::new);
        Arbitrary<Change> deletes = Arbitraries.oneOf(paths, Arbitraries.of("/d/", "/d/e/", "/z/", "/"))
                .map(path -> new Change(path, Optional.empty()));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, adds), net.jqwik.api.Tuple.of(1, deletes))
                .list()
                .ofMaxSize(8)
                .list()
                .ofMaxSize(4);
    }

    @Property(tries = 200)
    void commits_hold_what_a_plain_map_would_and_differ_where_maps_differ(@ForAll("streams") List<List<Change>> streams)
            throws IOException {
        TreeMap<String, String> model = new TreeMap<>();
        Optional<DirectoryEntry> root = Optional.empty();
        for (List<Change> stream : streams) {
            TreeMap<String, String> before = new TreeMap<>(model);
            Optional<DirectoryEntry> old = root;
            Edits edits = new Edits(store);
            for (Change change : stream) {
                apply(change, edits, model);
            }
            root = edits.applyTo(root);
            assertThat(files(root)).isEqualTo(model);
            assertThat(changed(root, old)).isEqualTo(changed(model, before));
            assertThat(root.map(DirectoryEntry::size).orElse(0L))
                    .isEqualTo(model.values().stream().mapToLong(String::length).sum());
        }
    }

    private static void apply(Change change, Edits edits, TreeMap<String, String> model) throws IOException {
        FilePath path = FilePath.of(change.path());
        if (change.text().isPresent()) {
            edits.add(path, ByteString.copyFromUtf8(change.text().get()));
            model.merge(change.path(), change.text().get(), String::concat);
        } else {
            edits.delete(path);
            model.keySet()
                    .removeIf(p -> change.path().endsWith("/") ? p.startsWith(change.path()) : p.equals(change.path()));
        }
    }

    private static Map<String, String> files(Optional<DirectoryEntry> root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        List<String> order = new ArrayList<>();
        try (Walk walk = Walk.from(store, root, FilePath.ROOT)) {
            while (walk.hasNext()) {
                Walk.Found found = walk.next();
                order.add(found.path());
                assertThat(store.find(root, FilePath.of(found.path()))).contains(found.entry());
                if (found.entry() instanceof FileEntry file) {
                    try (InputStream bytes = store.read(file, 0)) {
                        files.put(found.path(), new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        assertThat(order).isSorted();
        return files;
    }

    private static TreeSet<String> changed(Optional<DirectoryEntry> now, Optional<DirectoryEntry> before)
            throws IOException {
        TreeSet<String> paths = new TreeSet<>();
        try (Walk news = Walk.from(store, now, FilePath.ROOT);
                Walk olds = Walk.from(store, before, FilePath.ROOT)) {
            Difference difference = new Difference(news, olds);
            while (difference.hasNext()) {
                Difference.Pair pair = difference.next();
                String path = pair.now().or(pair::before).orElseThrow().path();
                if (!path.endsWith("/")) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    private static TreeSet<String> changed(TreeMap<String, String> now, TreeMap<String, String> before) {
        TreeSet<String> paths = new TreeSet<>(now.keySet());
        paths.addAll(before.keySet());
        paths.removeIf(path -> now.containsKey(path)
                && before.containsKey(path)
                && now.get(path).equals(before.get(path)));
        return paths;
    }
}
