package caravan.sandbox.pachyderm;

import caravan.proto.pfs.OriginKind;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import java.util.function.Predicate;

/** Filters commits by who made them. */
final class Origins {
    private Origins() {}

    static Predicate<CommitRow> wanted(boolean all, OriginKind kind) {
        return switch (all ? OriginKind.ORIGIN_KIND_UNKNOWN : kind) {
            case USER -> row -> !row.auto();
            case AUTO -> CommitRow::auto;
            case ORIGIN_KIND_UNKNOWN -> row -> true;
            default -> row -> false;
        };
    }
}
