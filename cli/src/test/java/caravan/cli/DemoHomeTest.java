package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTest {
    private final PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    private final Console console = new Console(nowhere, nowhere, false);

    @TempDir
    Path folder;

    @Test
    void a_finished_demo_is_moved_aside_and_nothing_of_it_is_lost() throws Exception {
        Home home = new Home(folder);
        for (String mark : new String[] {"first", "second", "third"}) {
            try (DemoHome demo = DemoHome.take(home, console)) {
                assertThat(demo.home().folder()).isEqualTo(folder.resolve("demo"));
                Files.writeString(demo.home().folder().resolve("mark"), mark);
            }
        }
        assertThat(folder.resolve("demo.1/mark")).hasContent("first");
        assertThat(folder.resolve("demo.2/mark")).hasContent("second");
        assertThat(folder.resolve("demo/mark")).hasContent("third");
    }

    @Test
    void a_running_demo_is_left_alone() {
        Home home = new Home(folder);
        try (DemoHome ignored = DemoHome.take(home, console)) {
            assertThatExceptionOfType(CliException.class)
                    .isThrownBy(() -> DemoHome.take(home, console))
                    .withMessageContaining("a demo runs in " + folder.resolve("demo"));
            assertThat(folder.resolve("demo.1")).doesNotExist();
        }
    }
}
