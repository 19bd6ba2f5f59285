package caravan.loop.deploy;

import caravan.loop.Deployment;
import caravan.loop.Served;
import caravan.loop.usecase.UseCase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known when the next step of a deployment is decided.
 *
 * @param wanted the newest promoted version that is not withdrawn
 * @param wish the older version that a person wants served, while the newer ones are not withdrawn yet
 * @param newer the promoted versions after the wished one, to be withdrawn
 * @param observed the deployment as it is
 * @param now the time
 */
public record DeploymentState(
        UseCase.Serving settings,
        Optional<Served> wanted,
        Optional<String> wish,
        List<String> newer,
        Optional<Deployment> observed,
        Instant now) {}
