package caravan.seldon.camel;

/** What an endpoint does. */
public enum SeldonOperation {
    /** Consumer: tells which keys' deployments changed. */
    deployments,
    /** Producer: the deployment with its predictors' pods. */
    observe,
    /** Producer: applies the body, a SeldonDeployment as YAML, by server-side apply after a dry run. */
    apply,
    /** Producer: the last log lines of the deployment's pods. */
    logs
}
