package caravan.cli;

import caravan.loop.Experiment;
import caravan.loop.ModelVersion;
import caravan.loop.steps.Facts;
import caravan.loop.steps.Lineage;
import caravan.loop.steps.VersionFact;
import caravan.loop.steps.Versions;
import caravan.loop.steps.WithdrawnFact;
import caravan.loop.usecase.UseCase;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a version's lineage from the registry and the output repo. */
record WhyReader(Systems systems, UseCase useCase) {

    /** The lineage of the version that somebody means. */
    Why read(String said) {
        Facts facts = Facts.read(systems.data(), useCase.outputBranch());
        Versions versions =
                Versions.of(systems.training().versions(useCase.model().name()), facts);
        ModelVersion version = VersionChoice.of(said, versions);
        Optional<VersionFact> located = facts.get(Facts.VERSIONS, version.name(), VersionFact.class);
        String commit = Versions.text(version, "commit");
        List<Why.File> files = files(facts, version, located);
        return new Why(
                useCase.name(),
                version.model(),
                version.name(),
                version.number(),
                useCase.data().toString(),
                text(version, "range_from"),
                commit,
                text(version, "parent"),
                new Why.Code(text(version, "code_tree"), text(version, "code_commit"), text(version, "trial_digest")),
                version.experiment(),
                systems.training()
                        .experiment(version.experiment())
                        .flatMap(Experiment::forkedFrom)
                        .orElse(null),
                systems.training().address(version.experiment()),
                version.checkpoint(),
                text(version, "sha256"),
                located.map(VersionFact::outputCommit).orElse(null),
                Metadata.whole(version, "holdout")
                        .map(count -> new Why.Holdout(
                                count,
                                Metadata.whole(version, "right").orElse(null),
                                Metadata.number(version, "accuracy").orElse(null),
                                Metadata.whole(version, "parent_right").orElse(null),
                                Metadata.number(version, "parent_accuracy").orElse(null)))
                        .orElse(null),
                "true".equals(Versions.text(version, "promoted")),
                Versions.text(version, "verdict"),
                facts.get(Facts.WITHDRAWN, version.name(), WithdrawnFact.class)
                        .map(WithdrawnFact::reason)
                        .orElse(null),
                (int) files.stream().filter(f -> commit.equals(f.commit())).count(),
                files,
                missing(version, files));
    }

    private static String text(ModelVersion version, String key) {
        String text = Versions.text(version, key);
        return text.isEmpty() ? null : text;
    }

    private List<Why.File> files(Facts facts, ModelVersion version, Optional<VersionFact> located) {
        List<Why.File> files = new ArrayList<>();
        located.ifPresent(
                l -> Lineage.lines(systems.data(), useCase.output(), l.outputCommit(), line -> files.add(file(line))));
        if (files.isEmpty() && facts.commit().isPresent()) {
            String parent = Versions.text(version, "parent");
            PlanReader.read(
                    systems.data(),
                    useCase.output(),
                    facts.commit().get(),
                    Versions.text(version, "commit"),
                    parent,
                    planned -> files.add(new Why.File(
                            planned.path(),
                            planned.hash(),
                            null,
                            planned.label(),
                            "planned",
                            Versions.text(version, "commit"),
                            null)));
        }
        return files;
    }

    private static Why.File file(JsonNode line) {
        JsonNode archive = line.path("archive");
        return new Why.File(
                line.path("path").asText(),
                line.path("hash").asText(),
                line.path("sha256").asText(null),
                line.path("label").asText(null),
                line.path("role").asText(),
                line.path("commit").asText(),
                archive.isObject() ? archive.path("path").asText() : archive.asText(null));
    }

    private static List<String> missing(ModelVersion version, List<Why.File> files) {
        List<String> missing = new ArrayList<>();
        if (files.stream().noneMatch(f -> f.sha256() != null)) {
            missing.add(
                    "no lineage of its own: the files are those of the plan, which the trial may not have used all");
        }
        if (Metadata.whole(version, "holdout").isEmpty()) {
            missing.add("no holdout numbers: judged by the trial's own validation");
        }
        return missing;
    }
}
