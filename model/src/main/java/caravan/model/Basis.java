package caravan.model;

import caravan.model.head.Head;
import caravan.model.head.HeadModel;
import caravan.model.head.Row;
import caravan.model.head.Standard;
import caravan.model.version.ParentVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a version is built on, beside the pictures of its range.
 *
 * @param standard the standardisation of its features
 * @param start the head that learning starts from, and is pulled towards
 * @param fork whether that is the parent's
 * @param trained rows to train on, those of the range included
 * @param holdout held-out rows of the ancestors
 * @param reference rows of the ancestors that the detectors are fitted on, too
 * @param parentSays the parent's probabilities of rows; absent without a parent
 */
record Basis(
        Standard standard,
        Head start,
        boolean fork,
        List<Row> trained,
        List<Row> holdout,
        List<Row> reference,
        Optional<Function<List<Row>, float[][]>> parentSays) {

    /** A first version. */
    static Basis first(List<Row> trained, List<String> labels) {
        Standard standard = Standard.of(trained);
        return new Basis(
                standard,
                Head.blank(labels, standard.mean().length),
                false,
                trained,
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** A fork, which reads its range alone: the parent's rows travel in its checkpoint. */
    static Basis fork(ParentVersion parent, List<Row> trained, List<String> labels) {
        Head start = parent.head().of(labels);
        return new Basis(
                parent.standard(),
                start,
                true,
                trained,
                known(parent.holdout(), labels),
                known(parent.reference(), labels),
                Optional.of(rows -> {
                    try (HeadModel model = new HeadModel(start)) {
                        return model.probabilities(parent.standard().apply(rows));
                    }
                }));
    }

    /**
     * A version on another backbone than its parent's: begins anew with all rows, old ones included, computed by the new
     * backbone.
     *
     * @param old rows of the ancestors
     * @param said what the parent's network said of held-out pictures, by SHA-256
     */
    static Basis renewed(
            List<Row> old, List<Row> oldHoldout, List<Row> trained, List<String> labels, Map<String, float[]> said) {
        List<Row> all = java.util.stream.Stream.concat(known(old, labels).stream(), trained.stream())
                .toList();
        Basis first = first(all, labels);
        return new Basis(
                first.standard,
                first.start,
                false,
                all,
                known(oldHoldout, labels),
                List.of(),
                Optional.of(rows -> rows.stream().map(r -> said.get(r.sha256())).toArray(float[][]::new)));
    }

    private static List<Row> known(List<Row> rows, List<String> labels) {
        return rows.stream().filter(r -> labels.contains(r.label())).toList();
    }
}
