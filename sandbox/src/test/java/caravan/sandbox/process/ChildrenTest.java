package caravan.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.Images.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildrenTest {

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Output output = (source, line) -> lines.add(source + " " + line);
    private Children children;

    @BeforeEach
    void open() {
        children = Children.open(folder.resolve("running"));
    }

    @AfterEach
    void close() {
        children.close(Duration.ofMillis(200));
    }

    @Test
    void a_child_gets_the_allowed_variables_the_images_and_the_given_ones_and_no_other() throws Exception {
        Image image = new Image(List.of("/opt/front"), List.of(), Map.of("OF_IMAGE", "1", "BOTH", "image"));
        Command command =
                Command.of("env", image, List.of("env"), Map.of("GIVEN", "2", "BOTH", "given"), folder.resolve("work"));
        assertThat(exit(children.start(command, output)).ok()).isTrue();
        assertThat(lines)
                .contains("STDOUT OF_IMAGE=1", "STDOUT GIVEN=2", "STDOUT BOTH=given")
                .anyMatch(line -> line.startsWith("STDOUT PATH=/opt/front:"))
                .allMatch(line -> Stream.concat(
                                Command.INHERITED.stream(), Stream.of("OF_IMAGE", "GIVEN", "BOTH", "PWD", "OLDPWD"))
                        .anyMatch(variable -> line.startsWith("STDOUT " + variable + "=")));
    }

    @Test
    void both_streams_are_read_line_by_line_before_the_exit_is_told() throws Exception {
        Child child = start("echo out; echo err >&2; printf unfinished; exit 3");
        assertThat(exit(child).code()).isEqualTo(3);
        assertThat(lines).containsExactlyInAnyOrder("STDOUT out", "STDERR err", "STDOUT unfinished");
    }

    @Test
    void a_program_that_is_not_there_ends_with_127_and_says_so() throws Exception {
        Child child =
                children.start(Command.of("none", Image.EMPTY, List.of("no-such-program"), Map.of(), folder), output);
        assertThat(exit(child).code()).isEqualTo(127);
        assertThat(lines).anyMatch(line -> line.contains("no-such-program"));
    }

    @Test
    void a_child_that_heeds_a_request_to_end_may_finish() throws Exception {
        Child child = start("trap 'echo bye; exit 7' TERM; echo ready; while true; do sleep 0.05; done");
        await().until(() -> lines.contains("STDOUT ready"));
        assertThat(child.stop(Duration.ofSeconds(20)).code()).isEqualTo(7);
        assertThat(lines).contains("STDOUT bye");
    }

    @Test
    void a_child_that_ignores_it_is_ended_with_all_that_descend_from_it() throws Exception {
        Child child = start("trap '' TERM; (trap '' TERM; while true; do sleep 0.05; done) & echo $!; wait");
        await().until(() -> !lines.isEmpty());
        ProcessHandle below = handle();
        assertThat(child.stop(Duration.ofMillis(200)).code()).isEqualTo(128 + 9);
        await().until(() -> !below.isAlive());
    }

    @Test
    void what_a_child_leaves_running_ends_with_it() throws Exception {
        Child child = start("sleep 600 & echo $!");
        assertThat(exit(child).ok()).isTrue();
        await().until(() -> !ProcessHandle.of(pid()).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void closing_ends_all_and_starts_no_more() {
        List<Child> both = List.of(start("sleep 600"), start("sleep 600"));
        children.close(Duration.ofSeconds(5));
        assertThat(both).noneMatch(Child::alive);
        assertThatThrownBy(() -> start("true")).hasMessageContaining("closing");
    }

    @Test
    void what_a_killed_sandbox_has_left_is_ended_by_the_next() throws Exception {
        Process left = new ProcessBuilder("/usr/bin/setsid", "/bin/sh", "-c", "sleep 600 & wait").start();
        new Register(folder.resolve("running")).add("left", left.toHandle());
        Children.open(folder.resolve("running")).close();
        assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
        try (Stream<Path> files = Files.list(folder.resolve("running"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void another_process_that_got_the_number_of_a_former_child_is_left_alone() throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        Path record = folder.resolve("running").resolve(String.valueOf(other.pid()));
        Files.createDirectories(record.getParent());
        Files.writeString(record, "12345 former");
        Children.open(folder.resolve("running")).close();
        assertThat(other.isAlive()).isTrue();
        assertThat(record).doesNotExist();
        other.destroyForcibly();
    }

    @Test
    void a_log_keeps_its_last_lines_within_its_size() throws Exception {
        try (LogFile log = new LogFile(folder.resolve("logs/a.log"), 1000)) {
            for (int i = 0; i < 1000; i++) {
                log.line(Output.Source.STDOUT, "line " + i);
            }
            assertThat(log.tail(3)).containsExactly("line 997", "line 998", "line 999");
            long size = 0;
            try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
                for (Path file : files.toList()) {
                    size += Files.size(file);
                }
            }
            assertThat(size).isLessThan(1100);
        }
    }

    private Child start(String script) {
        return children.start(
                Command.of("script", Image.EMPTY, List.of("/bin/sh", "-c", script), Map.of(), folder), output);
    }

    private long pid() {
        return Long.parseLong(lines.peek().replace("STDOUT ", ""));
    }

    private ProcessHandle handle() {
        return ProcessHandle.of(pid()).orElseThrow();
    }

    private static Exit exit(Child child) throws Exception {
        return child.onExit().get(20, TimeUnit.SECONDS);
    }
}
