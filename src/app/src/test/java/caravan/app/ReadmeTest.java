package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static String row(Setting setting) {
        String otherwise = setting.otherwise().isEmpty() ? "" : "`" + setting.otherwise() + "`";
        return "| `" + setting.key() + "` | " + otherwise + " | " + setting.meaning() + " |";
    }

    @Test
    void the_table_lists_every_setting_with_its_default_and_meaning_and_no_other() throws Exception {
        List<String> lines = Files.readAllLines(Path.of(System.getProperty("caravan.root"), "README.md"));
        int head = lines.indexOf("| setting | default | meaning |");
        assertThat(head).as("the table of settings").isPositive();
        List<String> table = lines.stream()
                .skip(head + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(table)
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(ReadmeTest::row).toList());
    }
}
