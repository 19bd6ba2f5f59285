package caravan.sandbox.determined;

import caravan.sandbox.Images;
import caravan.sandbox.Images.Image;
import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import caravan.sandbox.process.Child;
import caravan.sandbox.process.Children;
import caravan.sandbox.process.Command;
import caravan.sandbox.process.Folders;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one agent: gives slots to trials in the order of their experiments, and runs each as a process of this machine. What
 * it runs is only in memory: after a restart, a trial whose process was lost is run again, from its latest checkpoint and
 * without counting it as a failure.
 */
final class Agent implements AutoCloseable {
    static final String NAME = "agent0";
    static final String POOL = "default";
    /** Slots of the pool. */
    static final int SLOTS = 2;
    /** Trials without slots that run at a time. */
    static final int AUXILIARY = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final int INVALID_SECONDS = 10;

    private final Database database;
    private final Children children;
    private final Images images;
    private final Path folder;
    private final Definitions definitions;
    private final TaskLogs logs;
    private final Lifecycle lifecycle;
    private final Tokens tokens;
    private final TrialEnvironment environment;
    private final Map<Integer, Running> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(daemon("agent"));
    private final ExecutorService starters = Executors.newCachedThreadPool(daemon("agent-start"));
    private volatile boolean closing;

    Agent(
            Database database,
            Images images,
            Path folder,
            Definitions definitions,
            TaskLogs logs,
            Lifecycle lifecycle,
            Tokens tokens,
            TrialEnvironment environment) {
        this.database = database;
        this.children = Children.open(folder.resolve("running"));
        this.images = images;
        this.folder = folder.resolve("trials");
        this.definitions = definitions;
        this.logs = logs;
        this.lifecycle = lifecycle;
        this.tokens = tokens;
        this.environment = environment;
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Ends what was stopping when the sandbox ended, and runs what is wanted. */
    void start() throws IOException {
        Folders.delete(folder);
        database.transaction(sql -> {
            sql.query("SELECT * FROM experiments WHERE state LIKE 'STOPPING%' AND NOT unmanaged").stream()
                    .map(Experiment::of)
                    .forEach(e -> lifecycle.end(sql, e.id(), e.state().stopped()));
            return null;
        });
        wake();
    }

    /** Looks for trials to run. */
    void wake() {
        try {
            scheduler.execute(this::schedule);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing; what waits is run after the next start");
        }
    }

    private void schedule() {
        if (closing) {
            return;
        }
        try {
            List<Running> begun = database.transaction(this::assign);
            begun.forEach(run -> starters.execute(() -> begin(run)));
        } catch (RuntimeException e) {
            LOG.error("trials cannot be scheduled", e);
        }
    }

    private List<Running> assign(Sql sql) {
        List<Running> begun = new ArrayList<>();
        boolean slotsTaken = false;
        boolean auxiliaryTaken = false;
        for (Row row : sql.query("SELECT t.* FROM trials t JOIN experiments e ON e.id = t.experiment_id"
                + " WHERE e.state = 'ACTIVE' AND NOT e.unmanaged ORDER BY e.id")) {
            Trial trial = Trial.of(row);
            if (running.containsKey(trial.id())) {
                continue;
            }
            Experiment experiment = Experiment.get(sql, trial.experiment());
            boolean auxiliary = experiment.slots() == 0;
            if (auxiliary ? auxiliaryTaken : slotsTaken) {
                continue;
            }
            if (!fits(experiment.slots())) {
                auxiliaryTaken |= auxiliary;
                slotsTaken |= !auxiliary;
                continue;
            }
            int run = trial.run() + 1;
            sql.update("UPDATE trials SET run_id = ? WHERE id = ?", run, trial.id());
            Running allocated = new Running(
                    experiment, trial, run, tokens.allocate(experiment.user()), folder.resolve(trial.id() + "-" + run));
            running.put(trial.id(), allocated);
            begun.add(allocated);
        }
        return begun;
    }

    private boolean fits(int slots) {
        return slots == 0
                ? running.values().stream().filter(r -> r.slots == 0).count() < AUXILIARY
                : slotsUsed() + slots <= SLOTS;
    }

    int slotsUsed() {
        return running.values().stream().mapToInt(r -> r.slots).sum();
    }

    private void begin(Running run) {
        try {
            if (!run.mayBegin()) {
                ended(run, 137);
                return;
            }
            Command command = command(run);
            Experiment experiment = database.transaction(sql -> Experiment.get(sql, run.experiment));
            if (experiment.definition().isPresent()) {
                definitions.unpack(experiment.definition().get(), command.directory());
            }
            Optional<Path> storage =
                    Storage.folder(experiment.config().path("checkpoint_storage"), experiment.config());
            if (storage.isPresent()) {
                java.nio.file.Files.createDirectories(storage.get());
            }
            Child child = children.start(
                    command,
                    (source, line) -> logs.add(TaskLogs.said(
                            run.task,
                            run.allocation,
                            run.container,
                            source.name().toLowerCase(java.util.Locale.ROOT),
                            line)));
            child.onExit().thenAccept(exit -> ended(run, exit.code()));
            run.began(child);
        } catch (IOException | RuntimeException e) {
            if (closing) {
                return;
            }
            LOG.warn("trial {} does not begin: {}", run.trial, e.toString());
            say(run, "task failed without an associated exit code: " + e.getMessage());
            ended(run, 1);
        }
    }

    private void say(Running run, String line) {
        logs.add(TaskLogs.said(run.task, run.allocation, run.container, "stderr", "ERROR: " + line));
    }

    private Command command(Running run) throws IOException {
        Experiment experiment = database.transaction(sql -> Experiment.get(sql, run.experiment));
        Map<String, String> variables = new HarnessFiles(run.folder)
                .write(database.transaction(sql -> variables(sql, run, experiment)), run.slots);
        return Command.of(
                "trial-" + run.trial + "-" + run.run,
                image(experiment.config()),
                arguments(experiment.config().path("entrypoint")),
                variables,
                run.folder.resolve("workdir"));
    }

    private Map<String, String> variables(Sql sql, Running run, Experiment experiment) {
        Trial trial = Trial.get(sql, run.trial);
        Optional<Row> own = sql.first(
                "SELECT * FROM checkpoints WHERE trial_id = ? AND state = 'COMPLETED' ORDER BY steps DESC, reported DESC",
                run.trial);
        return environment.of(
                run,
                experiment,
                trial,
                Users.name(sql, experiment.user()),
                Users.open(sql, experiment.user(), Optional.of(experiment.id())),
                own.map(row -> row.text("uuid")).or(trial::warmStart),
                own.map(row -> row.number("steps")).orElse(0));
    }

    private Image image(JsonNode config) {
        String name = config.path("environment").path("image").path("cpu").asText("");
        if (name.isEmpty()) {
            return Image.EMPTY;
        }
        return images.find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "image pull failed: this machine does not know how to run \"" + name + "\"; images.yaml names "
                                + images.images().keySet()));
    }

    private static List<String> arguments(JsonNode entrypoint) {
        if (!entrypoint.isArray()) {
            return List.of("/bin/sh", "-c", entrypoint.asText());
        }
        List<String> arguments = new ArrayList<>();
        entrypoint.forEach(argument -> arguments.add(argument.asText()));
        return arguments;
    }

    private void ended(Running run, int code) {
        if (closing) {
            return;
        }
        try {
            if (code != 0) {
                say(run, "container failed with non-zero exit code: " + code);
            }
            database.transaction(sql -> {
                logs.flush();
                settle(sql, run, code);
                running.remove(run.trial, run);
                return null;
            });
            tokens.withdraw(run.token);
            run.preempt();
            Folders.delete(run.folder);
        } catch (IOException | RuntimeException e) {
            LOG.error("the end of trial {} cannot be followed up", run.trial, e);
        } finally {
            running.remove(run.trial, run);
            wake();
        }
    }

    private void settle(Sql sql, Running run, int code) {
        Experiment experiment = Experiment.get(sql, run.experiment);
        Trial trial = Trial.get(sql, run.trial);
        Ending ending = Ending.of(new Ending.Facts(
                experiment.state(), code, run.acknowledged, run.invalid, trial.restarts(), experiment.maxRestarts()));
        boolean counted;
        if (ending instanceof Ending.Ended end) {
            counted = end.counted();
            lifecycle.end(sql, experiment.id(), end.state());
        } else if (ending instanceof Ending.Again again) {
            counted = again.counted();
        } else {
            counted = ((Ending.Stays) ending).counted();
        }
        if (counted) {
            sql.update("UPDATE trials SET restarts = restarts + 1 WHERE id = ?", run.trial);
        }
    }

    /** The run of a trial, if it has one now. */
    Optional<Running> of(int trial) {
        return Optional.ofNullable(running.get(trial));
    }

    /** The run with this allocation's id. */
    Optional<Running> allocation(String id) {
        return running.values().stream().filter(r -> r.allocation.equals(id)).findFirst();
    }

    Collection<Running> all() {
        return List.copyOf(running.values());
    }

    /** Asks a run to stop, and ends it where it has not done so within the seconds. */
    void preempt(Running run, int seconds) {
        run.preempt();
        later(run, seconds);
    }

    /** The trial says that its hyperparameters make no sense; it has a little time to end by itself. */
    void invalid(Running run) {
        run.invalid = true;
        later(run, INVALID_SECONDS);
    }

    private void later(Running run, int seconds) {
        scheduler.schedule(
                () -> {
                    if (running.get(run.trial) == run) {
                        kill(run);
                    }
                },
                seconds,
                TimeUnit.SECONDS);
    }

    /** Ends a run at once. */
    void kill(Running run) {
        starters.execute(run::kill);
    }

    @Override
    public void close() {
        closing = true;
        scheduler.shutdownNow();
        running.values().forEach(Running::preempt);
        children.close();
        starters.shutdown();
        try {
            if (!starters.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("trials that were to be started do not end");
            }
            Folders.delete(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
