package caravan.determined.camel;

/** What an endpoint does. */
public enum DeterminedOperation {
    /** Consumer: tells which keys' experiments reached a state. */
    experiments,
    /** Producer: one experiment. */
    experiment,
    /** Producer: the experiments that carry the labels. */
    list,
    /** Producer: creates the body's experiment, paused. */
    create,
    /** Producer: creates the body's experiment, paused, as a fork of another. */
    fork,
    /** Producer: starts a paused experiment. */
    activate,
    /** Producer: ends an experiment now. */
    kill,
    /** Producer: takes an ended experiment out of sight. */
    archive,
    /** Producer: the experiment's best checkpoint. */
    checkpoint,
    /** Producer: what the experiment's trial reported. */
    report,
    /** Producer: the experiment's last log lines. */
    logs,
    /** Producer: streams the files of the checkpoint whose id is the body, as a tar. */
    download,
    /** Producer: the versions of a model. */
    versions,
    /** Producer: registers the body's version. */
    register
}
