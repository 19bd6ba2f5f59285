package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.Commit;
import caravan.sandbox.pachyderm.metadata.ResourceName;

/** Squashing and dropping, of a commit or of all that share an id. */
final class RemovalCalls {
    private final Access access;
    private final CommitFinder finder;
    private final CommitLists lists;
    private final History history;

    RemovalCalls(Access access, CommitFinder finder, CommitLists lists, History history) {
        this.access = access;
        this.finder = finder;
        this.lists = lists;
        this.history = history;
    }

    void squash(boolean given, Commit commit) {
        checked(given, commit);
        history.squash(finder.find(commit), Caller.present().principal());
    }

    void drop(boolean given, Commit commit) {
        checked(given, commit);
        history.drop(finder.find(commit), Caller.present().principal());
    }

    private void checked(boolean given, Commit commit) {
        if (!given) {
            throw Refusals.unknown("pick commit tx: cannot pick nil commit");
        }
        access.require(finder.repo(commit), Permission.REPO_DELETE_COMMIT);
    }

    /** An id that nothing has is passed over. */
    void squashSet(String id) {
        access.require(ResourceName.CLUSTER, Permission.REPO_DELETE_COMMIT);
        String caller = Caller.present().principal();
        lists.members(id).forEach(commit -> history.squash(commit, caller));
    }

    /** An id that nothing has is passed over. */
    void dropSet(String id) {
        access.require(ResourceName.CLUSTER, Permission.REPO_DELETE_COMMIT);
        String caller = Caller.present().principal();
        lists.members(id).forEach(commit -> history.drop(commit, caller));
    }
}
