package caravan.model.data;

import caravan.loop.SetAside;
import caravan.model.data.Seen.Known;
import caravan.model.data.Seen.Unusable;
import caravan.model.data.Seen.Usable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pictures of a commit range, sorted out.
 *
 * @param trained new pictures to train on, each content once
 * @param heldOut new pictures that are never trained on, each content once
 * @param setAside files that cannot be used
 * @param used files whose content was known or stands in the range twice: used, once
 */
public record Delta(List<Usable> trained, List<Usable> heldOut, List<SetAside> setAside, List<SetAside> used) {

    /**
     * Sorts out what was seen.
     *
     * @param setAsideBefore by metadata
     * @param knownLabels label by SHA-256 of the pictures that ancestors have seen
     */
    public static Delta of(List<Seen> seen, List<SetAside> setAsideBefore, Map<String, String> knownLabels) {
        List<Usable> trained = new ArrayList<>();
        List<Usable> heldOut = new ArrayList<>();
        List<SetAside> setAside = new ArrayList<>(setAsideBefore);
        List<SetAside> used = new ArrayList<>();
        Set<String> contradictory = contradictory(seen);
        Map<String, Usable> first = new HashMap<>();
        for (Seen one : seen) {
            if (one instanceof Unusable unusable) {
                setAside.add(unusable.file());
            } else if (one instanceof Known known) {
                String label = knownLabels.get(known.sha256());
                if (known.label().equals(label)) {
                    used.add(new SetAside(
                            known.path(), known.hash(), "the same content was used for an earlier version"));
                } else {
                    setAside.add(new SetAside(
                            known.path(),
                            known.hash(),
                            "labelled " + known.label() + ", but an earlier version has used the same content as "
                                    + label));
                }
            } else if (one instanceof Usable usable) {
                Usable same = first.putIfAbsent(usable.sha256(), usable);
                if (contradictory.contains(usable.sha256())) {
                    setAside.add(new SetAside(
                            usable.path(), usable.hash(), "the same content is there with another label, too"));
                } else if (same != null) {
                    used.add(new SetAside(
                            usable.path(), usable.hash(), "the same content as " + same.path() + ": used once"));
                } else if (Hold.out(usable.sha256())) {
                    heldOut.add(usable);
                } else {
                    trained.add(usable);
                }
            }
        }
        return new Delta(List.copyOf(trained), List.copyOf(heldOut), List.copyOf(setAside), List.copyOf(used));
    }

    private static Set<String> contradictory(List<Seen> seen) {
        Map<String, String> labels = new HashMap<>();
        Set<String> contradictory = new HashSet<>();
        for (Seen one : seen) {
            if (one instanceof Usable usable) {
                String other = labels.putIfAbsent(usable.sha256(), usable.label());
                if (other != null && !other.equals(usable.label())) {
                    contradictory.add(usable.sha256());
                }
            }
        }
        return contradictory;
    }

    /** Accepted files, the held-out ones included. */
    public int files() {
        return trained.size() + heldOut.size();
    }
}
