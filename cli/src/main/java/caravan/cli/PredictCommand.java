package caravan.cli;

import caravan.dataset.Folders;
import caravan.loop.usecase.UseCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan predict}. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Asks what is deployed about pictures: label, probability, version, and whether the picture is"
                + " unlike those that the version was trained on.")
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private UseCaseOption useCase = new UseCaseOption();

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Pictures, and folders of pictures.")
    private List<Path> files;

    @Option(
            names = "--json",
            description = "An array of {file, label, probability, version, outlier} instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
        Console console = Console.system();
        List<Path> pictures = pictures();
        Home here = home.home().running();
        UseCase chosen = useCase.choose(here);
        Gateway gateway = new Gateway(here.addresses().orElseThrow(), chosen);
        List<Asking.Asked> all = new Asking(gateway, console).all(pictures);
        List<Asking.Asked> answered =
                all.stream().filter(a -> a.answer() != null).toList();
        if (json) {
            console.result(
                    Json.write(answered.stream().map(PredictCommand::entry).toList()));
        } else if (!answered.isEmpty()) {
            console.result(table(answered).toString());
        }
        List<Asking.Asked> failed = all.stream().filter(a -> a.answer() == null).toList();
        failed.forEach(a -> console.problem(a.file() + ": " + a.problem()));
        if (!failed.isEmpty()) {
            throw new CliException(failed.size() + " of " + all.size() + " pictures got no prediction from "
                    + chosen.deployment().name());
        }
        return 0;
    }

    private List<Path> pictures() {
        List<Path> pictures = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                List<Path> below = Folders.pictures(file);
                if (below.isEmpty()) {
                    throw new ParameterException(spec.commandLine(), file + " holds no pictures");
                }
                pictures.addAll(below);
            } else if (Files.isRegularFile(file)) {
                pictures.add(file);
            } else {
                throw new ParameterException(spec.commandLine(), "there is no file or folder " + file);
            }
        }
        return pictures;
    }

    static Map<String, Object> entry(Asking.Asked asked) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", asked.file().toString());
        entry.put("label", asked.answer().label());
        entry.put("probability", asked.answer().probability());
        entry.put("version", asked.answer().version());
        entry.put("outlier", asked.answer().outlier());
        return entry;
    }

    private static Table table(List<Asking.Asked> answered) {
        Table table = new Table("file", "label", "probability", "version", "outlier");
        for (Asking.Asked asked : answered) {
            Answer answer = asked.answer();
            table.row(
                    asked.file().toString(),
                    answer.label(),
                    String.format(Locale.ROOT, "%.4f", answer.probability()),
                    Names.brief(answer.version()),
                    answer.outlier() == null ? "?" : answer.outlier() ? "outlier" : "-");
        }
        return table;
    }
}
