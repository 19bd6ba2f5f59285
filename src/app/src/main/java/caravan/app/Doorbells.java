package caravan.app;

import caravan.loop.usecase.UseCase;
import caravan.seldon.camel.DeploymentName;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.main.Main;

/** What the consumers look at, under the names that routes use: always the use cases of the moment. */
final class Doorbells {
    private Doorbells() {}

    static void bind(Main main, UseCases useCases) {
        main.bind("dataBranches", (caravan.pachyderm.camel.Watched) useCases::dataBranches);
        main.bind("outputBranches", (caravan.pachyderm.camel.Watched) useCases::outputBranches);
        main.bind("useCaseNames", (caravan.determined.camel.Watched)
                () -> useCases.all().stream().map(UseCase::name).toList());
        main.bind("deployments", (caravan.seldon.camel.Watched) () -> deployments(useCases));
    }

    private static Map<String, DeploymentName> deployments(UseCases useCases) {
        Map<String, DeploymentName> deployments = new TreeMap<>();
        useCases.all()
                .forEach(u -> deployments.put(
                        u.name(),
                        new DeploymentName(
                                u.deployment().namespace(), u.deployment().name())));
        return deployments;
    }
}
