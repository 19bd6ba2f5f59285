package caravan.model.data;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps the original bytes of a few pictures while thousands pass by: of each label those with the smallest SHA-256,
 * whatever the order in which they come.
 */
public final class Shelf {
    private final int perLabel;
    private final long largest;
    private final Map<String, TreeMap<String, byte[]>> labels = new TreeMap<>();

    /**
     * An empty shelf.
     *
     * @param perLabel pictures kept of a label
     * @param largest bytes of a picture; larger ones are passed over
     */
    public Shelf(int perLabel, long largest) {
        this.perLabel = perLabel;
        this.largest = largest;
    }

    /** Shows it a picture. */
    public synchronized void offer(String label, String sha256, byte[] content) {
        if (content.length <= largest) {
            TreeMap<String, byte[]> kept = labels.computeIfAbsent(label, l -> new TreeMap<>());
            kept.put(sha256, content);
            if (kept.size() > perLabel) {
                kept.pollLastEntry();
            }
        }
    }

    /** At most so many of the kept pictures (SHA-256 to bytes) that are also wanted, the labels taking turns. */
    public synchronized Map<String, byte[]> some(int count, Set<String> wanted) {
        Map<String, byte[]> chosen = new LinkedHashMap<>();
        List<List<String>> byLabel = labels.values().stream()
                .map(TreeMap::keySet)
                .map(Collection::stream)
                .map(s -> s.filter(wanted::contains).toList())
                .toList();
        for (int turn = 0; turn < perLabel; turn++) {
            for (List<String> label : byLabel) {
                if (chosen.size() < count && turn < label.size()) {
                    chosen.put(label.get(turn), content(label.get(turn)));
                }
            }
        }
        return chosen;
    }

    private byte[] content(String sha256) {
        return labels.values().stream()
                .filter(l -> l.containsKey(sha256))
                .findFirst()
                .orElseThrow()
                .get(sha256);
    }
}
