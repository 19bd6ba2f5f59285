package caravan.seldon.camel;

import java.util.Map;

/** Which deployments a consumer looks at: the key that its messages carry, and the deployment. Asked anew each time. */
@FunctionalInterface
public interface Watched {
    /** Keys and their deployments, which need not exist yet. */
    Map<String, DeploymentName> deployments();
}
