package caravan.loop.train;

import caravan.loop.FileChange;
import caravan.loop.FileEntry;
import caravan.loop.PlannedFile;
import caravan.loop.SetAside;
import caravan.loop.usecase.LabelRule;
import java.util.Set;

/**
 * Decides by a file's metadata alone whether the trial is to look into it.
 *
 * @param known Pachyderm's hashes of content that is in the lineage, held or set aside
 */
public record FileRule(LabelRule labels, Set<String> known) {

    /** What becomes of a file of the diff. */
    public sealed interface Verdict {}

    /** The trial looks into it. */
    public record Accepted(PlannedFile file) implements Verdict {}

    /** It cannot be used. */
    public record Unusable(SetAside file) implements Verdict {}

    /** Its content has been seen, or the file is gone. */
    public record Left(String reason) implements Verdict {}

    /** The verdict on one change. */
    public Verdict judge(FileChange change) {
        if (change.now().isEmpty()) {
            return new Left("deleted");
        }
        FileEntry file = change.now().get();
        if (known.contains(file.hash())) {
            return new Left("known");
        }
        if (labels.archive(file.path())) {
            return new Accepted(new PlannedFile(file.path(), file.hash(), file.size(), null));
        }
        if (file.size() == 0) {
            return new Unusable(new SetAside(file.path(), file.hash(), "the file is empty"));
        }
        return labels.label(file.path())
                .<Verdict>map(label -> new Accepted(new PlannedFile(file.path(), file.hash(), file.size(), label)))
                .orElseGet(() -> new Unusable(new SetAside(file.path(), file.hash(), labels.why())));
    }
}
