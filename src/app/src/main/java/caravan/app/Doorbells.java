package caravan.app;

import caravan.pachyderm.camel.Watched;
import org.apache.camel.main.Main;

/** What the consumers look at, under the names that routes use: always the use cases of the moment. */
final class Doorbells {
    private Doorbells() {}

    static void bind(Main main, UseCases useCases) {
        main.bind("dataBranches", (Watched) useCases::dataBranches);
        main.bind("outputBranches", (Watched) useCases::outputBranches);
    }
}
