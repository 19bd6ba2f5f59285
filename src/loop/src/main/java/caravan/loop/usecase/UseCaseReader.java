package caravan.loop.usecase;

import caravan.loop.Branch;
import caravan.loop.CodeSource;
import caravan.loop.Repo;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a use case's file and says of everything that is wrong where it stands and what would be right. */
public final class UseCaseReader {
    private static final Pattern PACHYDERM_NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern SELDON_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]*");

    private UseCaseReader() {}

    /**
     * Reads one file.
     *
     * @param file its name, for messages
     * @throws UseCaseException with every problem found
     */
    public static UseCase read(String file, String text) {
        List<String> problems = new ArrayList<>();
        Node root;
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            root = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new UseCaseException(List.of(file + ":" + line + ": no YAML: " + e.getProblem()));
        }
        if (root == null) {
            throw new UseCaseException(List.of(file + ":1: the file is empty"));
        }
        Section top = new Section(file, "", root, problems);
        UseCase useCase = read(top);
        top.unknownKeys();
        if (!problems.isEmpty()) {
            throw new UseCaseException(problems);
        }
        return useCase;
    }

    private static UseCase read(Section top) {
        String name = named(top, "name", KEY);
        Section data = top.section("data");
        Branch branch = new Branch(repo(data), named(data, "branch", "master", PACHYDERM_NAME));
        Section labels = top.section("labels");
        labels.choice("rule", "prefix-or-folder", List.of("prefix-or-folder"));
        LabelRule rule = new LabelRule(List.copyOf(labels.texts("values")));
        if (rule.values().size() < 2) {
            labels.problem("values", "must list two labels or more");
        }
        Section model = top.section("model");
        UseCase.Model registered = new UseCase.Model(
                named(model, "name", KEY), model.text("metric", "accuracy"), model.flag("smaller-is-better", false));
        Section code = top.section("code");
        CodeSource source = new CodeSource(
                code.text("git"), code.text("ref", "HEAD"), code.text("folder", "."), code.text("image"));
        return new UseCase(
                name,
                branch,
                rule,
                registered,
                repo(top.section("output")),
                source,
                training(top.section("training")),
                serving(top.section("deployment")),
                new UseCase.Monitoring(top.section("monitoring").flag("alert", true)));
    }

    private static UseCase.Training training(Section training) {
        return new UseCase.Training(
                training.choice("order", "each", List.of("each", "latest")).equals("each")
                        ? UseCase.Order.EACH
                        : UseCase.Order.LATEST,
                training.whole("retries", 1, 0, 100),
                training.number("minimum-accuracy", 0.5, 0, 1),
                training.whole("holdout-minimum", 16, 1, 1_000_000),
                training.number("significance", 0.05, 0.000001, 0.5));
    }

    private static UseCase.Serving serving(Section deployment) {
        List<Integer> steps = new ArrayList<>();
        for (String step : deployment.texts("steps")) {
            int percent = step.matches("[0-9]{1,3}") ? Integer.parseInt(step) : -1;
            if (percent < 1 || percent > 100 || !steps.isEmpty() && percent <= steps.get(steps.size() - 1)) {
                deployment.problem("steps", "must rise from 1 to 100, but holds " + step);
            }
            steps.add(percent);
        }
        if (steps.isEmpty()) {
            steps.add(100);
        }
        if (steps.get(steps.size() - 1) != 100) {
            deployment.problem("steps", "must end with 100");
        }
        return new UseCase.Serving(
                named(deployment, "namespace", "default", SELDON_NAME),
                named(deployment, "name", SELDON_NAME),
                deployment.text("image"),
                deployment.whole("replicas", 1, 1, 1000),
                deployment
                        .choice("rollout", "weighted", List.of("weighted", "replace"))
                        .equals("weighted"),
                List.copyOf(steps),
                deployment.duration("hold", Duration.ofSeconds(30)),
                deployment.duration("deadline", Duration.ofMinutes(10)),
                deployment.flag("logging", true));
    }

    private static Repo repo(Section section) {
        return new Repo(named(section, "project", "default", PACHYDERM_NAME), named(section, "repo", PACHYDERM_NAME));
    }

    private static String named(Section section, String key, Pattern pattern) {
        return checked(section, key, section.text(key), pattern);
    }

    private static String named(Section section, String key, String otherwise, Pattern pattern) {
        return checked(section, key, section.text(key, otherwise), pattern);
    }

    private static String checked(Section section, String key, String value, Pattern pattern) {
        if (!value.isEmpty() && !pattern.matcher(value).matches()) {
            section.problem(key, "is '" + value + "', must match " + pattern);
        }
        return value;
    }
}
