package caravan.sandbox.pachyderm;

import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitOrigin;
import caravan.proto.pfs.OriginKind;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import com.google.protobuf.Duration;

/** Commits as messages. */
final class CommitInfos {
    private final Metadata metadata;

    CommitInfos(Metadata metadata) {
        this.metadata = metadata;
    }

    /** As in lists, which alone have the upper bound of the size. */
    CommitInfo listed(CommitRow row) {
        return of(row).toBuilder().setSizeBytesUpperBound(row.size()).build();
    }

    CommitInfo of(CommitRow row) {
        CommitInfo.Builder info = CommitInfo.newBuilder()
                .setCommit(Wire.commit(row.repo(), row.id()))
                .setOrigin(CommitOrigin.newBuilder().setKind(row.auto() ? OriginKind.AUTO : OriginKind.USER))
                .setDescription(row.description())
                .setStarted(Wire.time(row.started()))
                .setDetails(details(row))
                .setCreatedBy(row.createdBy())
                .setCreatedAt(Wire.time(row.started()))
                .setUpdatedAt(Wire.time(row.updated()));
        if (row.parent() != null) {
            info.setParentCommit(Wire.commit(row.repo(), row.parent()));
        }
        for (CommitRow child : metadata.children(row)) {
            info.addChildCommits(Wire.commit(row.repo(), child.id()).toBuilder()
                    .setBranch(Wire.branch(child.repo(), child.branch())));
        }
        if (row.finishing() != null) {
            info.setFinishing(Wire.time(row.finishing()));
        }
        if (row.finished() != null) {
            info.setFinished(Wire.time(row.finished())).setError(row.error());
        }
        return info.build();
    }

    private static CommitInfo.Details details(CommitRow row) {
        if (row.finished() == null || row.failed() || row.root() == null) {
            return CommitInfo.Details.getDefaultInstance();
        }
        return CommitInfo.Details.newBuilder()
                .setSizeBytes(row.size())
                .setCompactingTime(Duration.getDefaultInstance())
                .setValidatingTime(Duration.getDefaultInstance())
                .build();
    }
}
