package caravan.pachyderm.camel;

/** What an endpoint does. */
public enum PachydermOperation {
    /** Consumer: tells which keys' branches moved. */
    commits,
    /** Producer: the branch's head. */
    head,
    /** Producer: one commit. */
    commit,
    /** Producer: the files that differ between two commits. */
    diff,
    /** Producer: the files below a directory. */
    walk,
    /** Producer: one file's content. */
    read,
    /** Producer: writes the body as one file, or a list of edits, as one commit. */
    put
}
