package caravan.loop.steps;

import caravan.loop.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** {@code /model-info.yaml} of the output repo: which version the {@code /checkpoint/} beside it is. */
final class ModelInfo {
    private ModelInfo() {}

    static byte[] of(ModelVersion version) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", version.model());
        info.put("version", version.name());
        info.put("number", version.number());
        info.put("experiment", version.experiment());
        info.put("checkpoint", version.checkpoint());
        info.put("sha256", Versions.text(version, "sha256"));
        info.put("commit", Versions.text(version, "commit"));
        info.put("parent", Versions.text(version, "parent"));
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(info).getBytes(StandardCharsets.UTF_8);
    }
}
