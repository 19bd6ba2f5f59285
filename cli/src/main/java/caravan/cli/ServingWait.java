package caravan.cli;

import caravan.loop.steps.Facts;
import caravan.loop.steps.Versions;
import caravan.loop.usecase.UseCase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Waits until a version serves all requests and nothing more is to be done with the deployment. */
final class ServingWait {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Systems systems;
    private final UseCase useCase;
    private final Consumer<String> news;
    private String last = "";

    /** Tells on the way, line by line, how the deployment changes. */
    ServingWait(Systems systems, UseCase useCase, Consumer<String> news) {
        this.systems = systems;
        this.useCase = useCase;
        this.news = news;
    }

    /**
     * Waits for that version.
     *
     * @param giveUp says why it is in vain; empty while it is not
     */
    void until(String version, Duration atMost, java.util.function.Supplier<Optional<String>> giveUp) {
        String what = "version " + Names.brief(version) + " to serve in "
                + useCase.deployment().name();
        Waiting.until(what, atMost, PAUSE, () -> {
            giveUp.get().ifPresent(why -> {
                throw new CliException(what + ": " + why);
            });
            return look().filter(deployed -> serves(deployed, version));
        });
    }

    /** The deployment as it is; empty where there is none. */
    Optional<Status.Deployed> look() {
        Facts facts = Facts.read(systems.data(), useCase.outputBranch());
        Versions versions =
                Versions.of(systems.training().versions(useCase.model().name()), facts);
        Optional<Status.Deployed> deployed =
                new DeploymentReader(systems.serving()).read(useCase, versions, Optional.of(facts));
        deployed.map(Status.Deployed::rollout).ifPresent(words -> {
            if (!Objects.equals(words, last)) {
                last = words;
                news.accept(Names.brief(words));
            }
        });
        return deployed;
    }

    private static boolean serves(Status.Deployed deployed, String version) {
        boolean all =
                deployed.slots().stream().anyMatch(s -> s.version().equals(version) && s.traffic() == 100 && s.ready());
        return all && deployed.settled();
    }
}
