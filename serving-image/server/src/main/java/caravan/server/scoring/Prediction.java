package caravan.server.scoring;

import caravan.engine.Scores;
import caravan.server.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The version's scores of a request's pictures, in their order.
 *
 * @param logging whether the answer carries the projection, which the drift detector reads
 */
public record Prediction(Version version, boolean logging, List<Scores> scores) {

    /** The labels, in the order of the probabilities. */
    public List<String> labels() {
        return version.manifest().labels();
    }

    /** The most probable label of a picture. */
    public String label(Scores scores) {
        return labels().get(scores.best());
    }

    /** Whether a picture is unlike those that the version was trained on. */
    public boolean outlier(Scores scores) {
        return version.manifest().outlier() != null
                && scores.leftover() > version.manifest().outlier().threshold();
    }

    /** How many of the pictures are outliers. */
    public long outliers() {
        return scores.stream().filter(this::outlier).count();
    }

    /** What every answer says beside the probabilities: values for one picture, lists of values for more or none. */
    public Map<String, Object> tags() {
        Map<String, Object> tags = new TreeMap<>();
        tags.put("version", version.name());
        tags.put("sha256", version.sha256());
        tags.put("label", each(this::label));
        if (scores.stream().allMatch(Scores::watched)) {
            tags.put("outlier", each(this::outlier));
            tags.put("leftover", each(Scores::leftover));
            if (logging) {
                tags.put("projection", each(Scores::projection));
            }
        }
        return tags;
    }

    private Object each(Function<Scores, Object> fact) {
        if (scores.size() == 1) {
            return fact.apply(scores.get(0));
        }
        List<Object> facts = new ArrayList<>();
        scores.forEach(one -> facts.add(fact.apply(one)));
        return facts;
    }
}
