package caravan.pachyderm.camel;

import caravan.loop.Branch;

/** A commit that is not finished yet, on a key's branch. */
record OpenCommit(String key, Branch branch, String id) {
    @Override
    public String toString() {
        return branch.repo() + "@" + id;
    }
}
