package caravan.sandbox.pachyderm.metadata;

/** Is told of commits in the order of the transactions. */
public interface CommitListener {
    /** It is new, or something about it is. */
    void changed(CommitRow commit);

    /** It is gone; this is how it was last. */
    void dropped(CommitRow commit);
}
