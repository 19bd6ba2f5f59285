package caravan.loop;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The labels by which an experiment is found again. Determined splits labels at commas and its routes break at colons;
 * neither occurs in the values, which are names and ids.
 *
 * @param parent the parent version's name, or {@code root}
 * @param attempt counts the experiments for one range (parent version, commit), from 1
 */
public record ExperimentLabels(Repo repo, String commit, String useCase, String model, String parent, int attempt) {

    /** The parent label of an experiment without a parent version. */
    public static final String ROOT = "root";

    /** Marks every experiment that Caravan made. */
    public static final String CARAVAN = "caravan";

    /** The labels as Determined stores them. */
    public Set<String> toSet() {
        Set<String> labels = new LinkedHashSet<>(ofUseCase(useCase));
        labels.add("project=" + repo.project());
        labels.add("repo=" + repo.name());
        labels.add("commit=" + commit);
        labels.add("model=" + model);
        labels.add("parent=" + parent);
        labels.add("attempt=" + attempt);
        return labels;
    }

    /** The labels that all experiments of one use case share: the filter to list them. */
    public static Set<String> ofUseCase(String useCase) {
        Set<String> labels = new LinkedHashSet<>();
        labels.add(CARAVAN);
        labels.add("use-case=" + useCase);
        return labels;
    }

    /** Reads them back; empty where one is missing, so that foreign experiments are never adopted. */
    public static Optional<ExperimentLabels> of(Set<String> labels) {
        if (!labels.contains(CARAVAN)) {
            return Optional.empty();
        }
        Optional<String> project = value(labels, "project");
        Optional<String> repo = value(labels, "repo");
        Optional<String> commit = value(labels, "commit");
        Optional<String> useCase = value(labels, "use-case");
        Optional<String> model = value(labels, "model");
        Optional<String> parent = value(labels, "parent");
        Optional<Integer> attempt = value(labels, "attempt")
                .filter(a -> a.matches("[1-9][0-9]{0,5}"))
                .map(Integer::valueOf);
        if (project.isEmpty()
                || repo.isEmpty()
                || commit.isEmpty()
                || useCase.isEmpty()
                || model.isEmpty()
                || parent.isEmpty()
                || attempt.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ExperimentLabels(
                new Repo(project.get(), repo.get()),
                commit.get(),
                useCase.get(),
                model.get(),
                parent.get(),
                attempt.get()));
    }

    static Optional<String> value(Set<String> labels, String key) {
        String prefix = key + "=";
        return labels.stream()
                .filter(label -> label.startsWith(prefix))
                .map(label -> label.substring(prefix.length()))
                .findFirst();
    }
}
