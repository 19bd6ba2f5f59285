package caravan.cli;

import caravan.dataset.Dataset;
import caravan.dataset.Folders;
import caravan.dataset.ForeignPictures;
import caravan.dataset.ShiftedPictures;
import caravan.loop.SetAside;
import caravan.loop.steps.Facts;
import caravan.loop.usecase.UseCase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** Two arrivals of pictures become two versions, deployed and watched. Sandbox and routes run already. */
final class Demo {
    private static final long SEED = 17;
    private static final int FOREIGN = 48;
    private static final int UNCHANGED_WINDOWS = 20;
    /** Of each kind of shift. */
    private static final int SHIFTED_WINDOWS = 2;

    private static final int REQUESTS_PER_SECOND = 10;

    private final Systems systems;
    private final UseCase useCase;
    private final Dataset dataset;
    private final Optional<Path> foreign;
    private final Machine machine;
    private final Steps steps;
    private final Gateway gateway;

    Demo(Systems systems, UseCase useCase, Dataset dataset, Optional<Path> foreign, Machine machine, Steps steps) {
        this.systems = systems;
        this.useCase = useCase;
        this.dataset = dataset;
        this.foreign = foreign;
        this.machine = machine;
        this.steps = steps;
        this.gateway = new Gateway(systems.addresses(), useCase);
    }

    /** The whole walk. */
    Report run(Instant started) {
        Arrival arrival = new Arrival(systems, useCase, steps, this::trouble);
        Report.Version first = arrival.deliver(dataset.data());
        List<Pet> seenFirst = heldOut(dataset.data());
        ask("held-out pictures of " + dataset.data().getFileName() + "/", seenFirst);
        Report.Version second;
        Report.Rollout rollout;
        try (Load load = Load.start(gateway, pictures(seenFirst), REQUESTS_PER_SECOND)) {
            second = arrival.deliver(dataset.delta());
            rollout = load.stop();
            steps.note(rollout.requests() + " requests were sent meanwhile, " + rollout.failed() + " failed"
                    + load.problem().map(p -> ": " + p).orElse(""));
        }
        List<Pet> pets = heldOut(dataset.data(), dataset.delta());
        List<Asking.Asked> asked = ask("held-out pictures of both arrivals", pets);
        Report.Drift drift = drift(pets);
        Report.Flags strangers = foreign();
        return new Report(
                List.of(first, second),
                new Report.Predictions(asked.size(), right(asked, pets)),
                rollout,
                drift,
                new Report.Outliers(flags(asked), strangers),
                setAside(),
                dataset.kind().word(),
                Duration.between(started, Instant.now()).toMillis() / 1000.0);
    }

    private Optional<String> trouble() {
        return machine.failure().isDone() ? Optional.of(machine.failure().join()) : Optional.empty();
    }

    /** Mixed, for a row of cats and then of dogs is no unchanged stream of pictures. */
    private List<Pet> heldOut(Path... folders) {
        List<Pet> pets = Pet.heldOut(useCase.labels(), folders);
        return DriftWindows.sample(pets, pets.size(), new Random(SEED));
    }

    private static List<byte[]> pictures(List<Pet> pets) {
        return pets.stream().map(Pet::picture).toList();
    }

    private List<Asking.Asked> ask(String what, List<Pet> pets) {
        if (pets.isEmpty()) {
            throw new CliException("none of the " + what + " can be asked: nothing is held out");
        }
        List<Asking.Asked> asked = predict(pets.stream().map(Pet::file).toList());
        steps.done("asked the " + pets.size() + " " + what + ": " + right(asked, pets) + " right");
        return asked;
    }

    private List<Asking.Asked> predict(List<Path> files) {
        List<Asking.Asked> asked = new Asking(gateway, steps.console()).all(files);
        asked.stream().filter(a -> a.answer() == null).findFirst().ifPresent(a -> {
            throw new CliException(
                    useCase.deployment().name() + " gave no prediction for " + a.file() + ": " + a.problem());
        });
        return asked;
    }

    private static int right(List<Asking.Asked> asked, List<Pet> pets) {
        int right = 0;
        for (int i = 0; i < pets.size(); i++) {
            right += asked.get(i).answer().label().equals(pets.get(i).label()) ? 1 : 0;
        }
        return right;
    }

    private static Report.Flags flags(List<Asking.Asked> asked) {
        List<Boolean> flags = asked.stream()
                .map(a -> a.answer().outlier())
                .filter(Objects::nonNull)
                .toList();
        return new Report.Flags(
                flags.size(), (int) flags.stream().filter(f -> f).count());
    }

    private Report.Windows windows(DriftWindows drift, String what, List<byte[]> pool, int count) {
        try (Console.Progress progress = steps.console().progress(what, count)) {
            Report.Windows windows = drift.fill(pool, count, progress);
            steps.done(what + ": " + windows.windows() + " windows judged, " + windows.alarms() + " called drift");
            return windows;
        }
    }

    private Report.Drift drift(List<Pet> pets) {
        Watchers watchers = new Watchers(systems.home(), systems.addresses());
        try (DriftWindows drift = new DriftWindows(gateway, watchers, useCase, SEED)) {
            Report.Windows unchanged = windows(drift, "unchanged pictures", pictures(pets), UNCHANGED_WINDOWS);
            int windows = 0;
            int alarms = 0;
            for (ShiftedPictures.Shift shift : ShiftedPictures.Shift.values()) {
                List<byte[]> pictures = pets.stream()
                        .map(pet ->
                                ShiftedPictures.jpeg(pet.picture(), pet.file().toString(), shift))
                        .toList();
                Report.Windows found = windows(drift, shift.word() + " pictures", pictures, SHIFTED_WINDOWS);
                windows += found.windows();
                alarms += found.alarms();
            }
            return new Report.Drift(unchanged, new Report.Windows(windows, alarms));
        }
    }

    private Report.Flags foreign() {
        Path folder = foreign.orElseGet(() -> {
            Path drawn = systems.home().folder().resolve("foreign");
            new ForeignPictures(SEED).write(drawn, FOREIGN);
            return drawn;
        });
        Report.Flags flags = flags(predict(Folders.pictures(folder)));
        steps.done(String.format(
                Locale.ROOT, "asked %d foreign pictures: %d flagged as outliers", flags.count(), flags.flagged()));
        return flags;
    }

    private List<Report.Aside> setAside() {
        return Facts.read(systems.data(), useCase.outputBranch()).all(Facts.SET_ASIDE, SetAside.class).values().stream()
                .map(f -> new Report.Aside(f.path(), f.reason()))
                .toList();
    }
}
