package caravan.loop.port;

import caravan.loop.Deployment;
import java.util.Map;
import java.util.Optional;

/** The serving system: Seldon Core on Kubernetes. */
public interface ServingPort {

    /** The deployment with its predictors' pods; empty where there is none. */
    Optional<Deployment> observe(String namespace, String name);

    /**
     * Applies the rendered manifest by server-side apply, after a dry run of the same.
     *
     * @param manifest the whole SeldonDeployment as YAML
     * @param resourceVersion the version observed, empty to create; another version in between is a CONFLICT
     */
    void apply(String manifest, Optional<String> resourceVersion);

    /** The last lines of a predictor's pods, for people. */
    Map<String, String> lastLogLines(String namespace, String name, int lines);
}
