package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path folder;

    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Caravan.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    static List<String> commands() {
        return Caravan.commandLine().getSubcommands().keySet().stream()
                .filter(name -> !name.equals("help") && !name.equals("generate-completion"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_takes_home_and_explains_itself_and_every_option(String command) {
        CommandLine line = Caravan.commandLine().getSubcommands().get(command);
        assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(line.getCommandSpec().findOption("--home")).isNotNull();
        assertThat(line.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
        assertThat(line.getCommandSpec().positionalParameters())
                .allSatisfy(parameter -> assertThat(parameter.description()).isNotEmpty());
        assertThat(run(command, "--help").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deom", "--hlep", ""})
    void what_is_no_command_is_wrong_usage(String argument) {
        assertThat(run(argument.isEmpty() ? new String[0] : new String[] {argument})
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void a_misspelt_option_is_wrong_usage_and_names_the_right_one() {
        Ran ran = run("demo", "--exti");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--exti").contains("--exit");
    }

    @Test
    void put_without_files_is_wrong_usage() {
        assertThat(run("put").exitCode()).isEqualTo(2);
    }

    @Test
    void put_of_a_missing_file_is_wrong_usage_and_names_it() {
        Ran ran = run(
                "put",
                "--home",
                folder.toString(),
                folder.resolve("nothing.jpg").toString());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("nothing.jpg");
    }

    @Test
    void data_without_delta_is_wrong_usage() {
        Ran ran = run("demo", "--home", folder.toString(), "--data", folder.toString());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("--data and --delta belong together");
    }

    @Test
    void a_report_into_a_missing_folder_is_refused_before_anything_is_started() {
        Ran ran = run(
                "demo",
                "--home",
                folder.toString(),
                "--report",
                folder.resolve("missing/r.json").toString());
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "why 1", "rollback"})
    void where_nothing_runs_a_command_fails_and_says_how_to_start_it(String command) {
        Ran ran = run((command + " --home " + folder).split(" "));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("nothing runs in " + folder).contains("./caravan up");
    }

    @Test
    void predict_where_nothing_runs_fails() throws Exception {
        Path picture = Files.write(folder.resolve("cat.1.jpg"), new byte[] {1});
        assertThat(run("predict", picture.toString(), "--home", folder.toString())
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void completion_knows_every_command() {
        Ran ran = run("generate-completion");
        assertThat(ran.exitCode()).isZero();
        commands().forEach(command -> assertThat(ran.out()).contains(command));
    }
}
