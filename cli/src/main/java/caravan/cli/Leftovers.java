package caravan.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes that a former run of a home has left behind when it was killed. */
record Leftovers(Home home, Console console) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Ends them. */
    void stop() {
        List<Long> pids = new ArrayList<>();
        home.integration().map(Home.IntegrationAddress::pid).ifPresent(pids::add);
        home.addresses().map(Addresses::pid).ifPresent(pids::add);
        for (long pid : pids) {
            ProcessHandle.of(pid).filter(this::ours).ifPresent(process -> {
                console.note("stopping process " + pid + ", left behind by a former run");
                process.destroy();
                Waiting.until(
                        "the end of process " + pid,
                        PATIENCE,
                        () -> process.isAlive() ? Optional.empty() : Optional.of(true));
            });
        }
    }

    /** Whether it is a program of this home, and not another one that got the same number. */
    private boolean ours(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(List::of)
                .filter(arguments -> arguments.contains(home.folder().toString())
                        || arguments.contains(home.settings().toString()))
                .isPresent();
    }
}
