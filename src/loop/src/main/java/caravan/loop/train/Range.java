package caravan.loop.train;

import caravan.loop.ExperimentLabels;
import java.util.Optional;

/**
 * What one training covers: everything between the parent version and a head commit.
 *
 * @param parent the parent version, absent for a first version
 * @param base the commit that the diff is taken against; absent for a first version, or where the parent's commit is
 *     gone and the delta is the head's files less the lineage's
 * @param head the commit whose state is trained
 */
public record Range(Optional<Parent> parent, Optional<String> base, String head) {

    /** The parent label: a version's name or {@code root}. */
    public String parentLabel() {
        return parent.map(Parent::version).orElse(ExperimentLabels.ROOT);
    }

    @Override
    public String toString() {
        return parentLabel() + ".." + head;
    }
}
