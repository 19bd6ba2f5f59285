package caravan.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process and all that descend from it. Where the machine has {@code setsid}, each child leads a process group, so that
 * descendants are found although their parents have ended.
 *
 * @param leader the child
 */
record Family(ProcessHandle leader) {
    private static final Optional<String> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(p -> Files.isExecutable(Path.of(p)))
            .findFirst();

    /** Begins a process as the leader of a group of its own, where that is possible. */
    static List<String> leading() {
        return SETSID.map(List::of).orElse(List.of());
    }

    /** Asks all to end. */
    void terminate() throws IOException {
        List<ProcessHandle> below = leader.descendants().toList();
        leader.destroy();
        below.forEach(ProcessHandle::destroy);
        signalGroup("TERM");
    }

    /** Ends all. */
    void kill() throws IOException {
        List<ProcessHandle> below = leader.descendants().toList();
        leader.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        signalGroup("KILL");
    }

    /** Java sends no signal to a group; the shell does. That the group is empty by now is no error. */
    private void signalGroup(String signal) throws IOException {
        if (SETSID.isEmpty()) {
            return;
        }
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " -- -" + leader.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw new IOException("kill does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
