package caravan.loop.steps;

import caravan.loop.ExperimentLabels;
import caravan.loop.ModelCode;
import caravan.loop.train.Parent;
import caravan.loop.train.Range;
import caravan.loop.usecase.UseCase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The experiment's config: the training program's {@code const.yaml} and what the loop knows of the range. */
final class ExperimentConfig {
    private ExperimentConfig() {}

    static Map<String, Object> of(
            UseCase useCase,
            ModelCode code,
            Range range,
            ExperimentLabels labels,
            String plan,
            String planSha256,
            TrialAccess access) {
        Map<String, Object> config = constants(code);
        refuseSecrets(config);
        config.put("name", useCase.name() + " " + range.head().substring(0, 8));
        Set<String> all = new TreeSet<>(labels.toSet());
        all.add("code=" + code.tree());
        all.add("code-commit=" + code.commit());
        all.add("trial=" + useCase.code().trialDigest());
        if (config.get("labels") instanceof List<?> own) {
            own.forEach(l -> all.add(String.valueOf(l)));
        }
        config.put("labels", new ArrayList<>(all));
        Map<String, Object> data = child(config, "data");
        Map<String, Object> pachyderm = new LinkedHashMap<>();
        pachyderm.put("host", access.host());
        pachyderm.put("port", access.port());
        pachyderm.put("tls", access.tls());
        pachyderm.put("project", useCase.data().repo().project());
        pachyderm.put("repo", useCase.data().repo().name());
        pachyderm.put("branch", useCase.data().name());
        pachyderm.put("commit", range.head());
        pachyderm.put("previous_commit", range.base().orElse(null));
        data.put("pachyderm", pachyderm);
        Map<String, Object> caravan = new LinkedHashMap<>();
        caravan.put("plan", plan);
        caravan.put("sha256", planSha256);
        caravan.put("labels", useCase.labels().values());
        caravan.put("use_case", useCase.name());
        caravan.put("parent_version", range.parent().map(Parent::version).orElse(null));
        caravan.put("holdout_minimum", useCase.training().holdoutMinimum());
        data.put("caravan", caravan);
        child(config, "environment").put("image", useCase.code().image());
        range.parent().ifPresent(p -> child(config, "searcher").put("source_checkpoint_uuid", p.checkpoint()));
        return config;
    }

    private static Map<String, Object> constants(ModelCode code) {
        byte[] text = code.files().stream()
                .filter(f -> f.path().equals("const.yaml"))
                .map(ModelCode.CodeFile::content)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the training program has no const.yaml at commit " + code.commit()));
        Object parsed =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(text, StandardCharsets.UTF_8));
        if (!(parsed instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("const.yaml holds no keys and values at commit " + code.commit());
        }
        Map<String, Object> config = new LinkedHashMap<>();
        map.forEach((k, v) -> config.put(String.valueOf(k), v));
        return config;
    }

    private static void refuseSecrets(Map<String, Object> config) {
        if (config.get("data") instanceof Map<?, ?> data
                && data.get("pachyderm") instanceof Map<?, ?> pachyderm
                && pachyderm.containsKey("token")) {
            throw new IllegalArgumentException(
                    "const.yaml: remove data.pachyderm.token: Determined would store and show"
                            + " it; the trial reads the file that CARAVAN_PACHYDERM_TOKEN_FILE names");
        }
    }

    private static Map<String, Object> child(Map<String, Object> parent, String key) {
        Map<String, Object> child = new LinkedHashMap<>();
        if (parent.get(key) instanceof Map<?, ?> existing) {
            existing.forEach((k, v) -> child.put(String.valueOf(k), v));
        }
        parent.put(key, child);
        return child;
    }
}
