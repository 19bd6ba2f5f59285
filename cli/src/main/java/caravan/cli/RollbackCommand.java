package caravan.cli;

import caravan.loop.ModelVersion;
import caravan.loop.port.FileEdit;
import caravan.loop.steps.Facts;
import caravan.loop.steps.Versions;
import caravan.loop.steps.Wish;
import caravan.loop.usecase.UseCase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caravan rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Serves an older version again and waits until it does. Newer versions are withdrawn, the files"
                + " that came with them held.")
final class RollbackCommand implements Callable<Integer> {
    private static final Duration SPARE = Duration.ofMinutes(2);

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private UseCaseOption useCase = new UseCaseOption();

    @Parameters(
            paramLabel = "VERSION",
            arity = "0..1",
            description = "The version: its name, the first digits of it, or its number; default the one before the"
                    + " one that serves.")
    private String version;

    @Override
    public Integer call() {
        Console console = Console.system();
        Home here = home.home().running();
        UseCase chosen = useCase.choose(here);
        try (Systems systems = Systems.of(here)) {
            rollBack(systems, chosen, console);
        }
        return 0;
    }

    private void rollBack(Systems systems, UseCase chosen, Console console) {
        ServingWait serving = new ServingWait(systems, chosen, console::note);
        Status.Deployed deployed = serving.look()
                .orElseThrow(() -> new CliException(
                        chosen.deployment().name() + " is not deployed yet: there is nothing" + " to go back from"));
        String from = deployed.busiest().map(Status.Slot::version).orElse("");
        Facts facts = Facts.read(systems.data(), chosen.outputBranch());
        Versions versions =
                Versions.of(systems.training().versions(chosen.model().name()), facts);
        ModelVersion to = version == null ? previous(versions, from) : promoted(VersionChoice.of(version, versions));
        if (to.name().equals(from) && deployed.settled()) {
            console.result(chosen.deployment().name() + " serves " + from + " already");
            return;
        }
        Status.Integration integration = new Watchers(systems.home(), systems.addresses()).integration();
        if (!integration.up()) {
            throw new CliException("the routes, which would carry it out, are not up: " + integration.detail());
        }
        Wish wish = new Wish(
                to.name(),
                System.getProperty("user.name", "a person"),
                Instant.now().toString());
        List<FileEdit> edits = Facts.put("serve", wish);
        systems.data().edit(chosen.outputBranch(), edits);
        serving.until(
                to.name(),
                chosen.deployment().deadline().plus(chosen.deployment().hold()).plus(SPARE),
                Optional::empty);
        console.result(chosen.deployment().name() + ": " + from + " -> " + to.name());
    }

    private static ModelVersion promoted(ModelVersion version) {
        if (!"true".equals(Versions.text(version, "promoted"))) {
            throw new CliException("version " + version.name() + " was refused (" + Versions.text(version, "verdict")
                    + "): only promoted versions are served");
        }
        return version;
    }

    private static ModelVersion previous(Versions versions, String from) {
        int number = versions.named(from)
                .map(ModelVersion::number)
                .orElseThrow(() -> new CliException(
                        "what serves, " + from + ", is no version of the model: say which" + " version is wanted"));
        List<ModelVersion> older =
                versions.promoted().stream().filter(v -> v.number() < number).toList();
        if (older.isEmpty()) {
            throw new CliException("there is no promoted version before " + from);
        }
        return older.get(older.size() - 1);
    }
}
