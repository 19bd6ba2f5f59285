package caravan.sandbox.determined;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * An experiment's config: read, checked, and merged with the defaults.
 *
 * @param checkpoints the folder that checkpoints go to where the config names no storage
 */
record ExperimentConfig(Path checkpoints) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String INVALID = "invalid experiment configuration: ";
    private static final String VERSION = INVALID + "version 0 experiment config is invalid: config is invalid: ";
    private static final String INCOMPLETE = INVALID + "config is invalid or incomplete: ";

    private static final Set<String> KEYS = Set.of(
            "bind_mounts",
            "checkpoint_policy",
            "checkpoint_storage",
            "data",
            "data_layer",
            "debug",
            "description",
            "entrypoint",
            "environment",
            "hyperparameters",
            "integrations",
            "internal",
            "labels",
            "log_policies",
            "max_restarts",
            "min_checkpoint_period",
            "min_validation_period",
            "name",
            "optimizations",
            "pbs",
            "perform_initial_validation",
            "preemption_timeout",
            "profiling",
            "project",
            "records_per_epoch",
            "reproducibility",
            "resources",
            "retention_policy",
            "scheduling_unit",
            "searcher",
            "security",
            "slurm",
            "tensorboard_storage",
            "workspace");

    private static final Set<String> RESOURCES = Set.of(
            "devices",
            "is_single_node",
            "max_slots",
            "native_parallel",
            "priority",
            "resource_manager",
            "resource_pool",
            "shm_size",
            "slots_per_trial",
            "weight");

    private static final Set<String> STORAGES = Set.of("shared_fs", "directory", "s3", "gcs", "azure");

    /** Reads YAML, of which JSON is a part, and fills in what it leaves out. */
    ObjectNode merge(String text, boolean unmanaged) {
        ObjectNode given = read(text);
        check(given, unmanaged);
        ObjectNode config = (ObjectNode) merged(defaults(given), given);
        normalise(config);
        return config;
    }

    static ObjectNode read(String text) {
        JsonNode given;
        try {
            given = YAML.readTree(text);
        } catch (JacksonException e) {
            throw ApiException.internal(
                    INVALID + "unable to convert yaml to json: not valid yaml: " + e.getOriginalMessage());
        }
        if (given == null || !given.isObject()) {
            throw ApiException.internal(VERSION + "<config>: expected object, but got "
                    + (given == null ? "null" : given.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
        }
        return (ObjectNode) given;
    }

    private static void check(ObjectNode given, boolean unmanaged) {
        given.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw ApiException.internal(VERSION + "<config>: additionalProperties \"" + key + "\" not allowed");
            }
        });
        given.path("resources").fieldNames().forEachRemaining(key -> {
            if (!RESOURCES.contains(key)) {
                throw ApiException.internal("<config>.resources: additionalProperties \"" + key + "\" not allowed");
            }
        });
        if (!given.path("searcher").isObject()) {
            throw ApiException.internal(INCOMPLETE + "<config>: searcher is a required property");
        }
        String searcher = given.path("searcher").path("name").asText();
        if (searcher.isEmpty()) {
            throw ApiException.internal(INCOMPLETE + "<config>.searcher: name is a required property");
        }
        if (given.path("searcher").path("metric").asText().isEmpty()) {
            throw ApiException.internal(INCOMPLETE + "<config>.searcher: metric is a required property");
        }
        if (searcher.equals("adaptive")) {
            throw ApiException.internal(INCOMPLETE + "<config>.searcher: budget is a required property");
        }
        if (!searcher.equals("single")) {
            throw ApiException.unimplemented("searcher.name \"" + searcher + "\"; this master runs \"single\"");
        }
        JsonNode storage = given.path("checkpoint_storage");
        if (storage.has("type") && !STORAGES.contains(storage.path("type").asText())) {
            throw ApiException.internal(INCOMPLETE + "<config>.checkpoint_storage: unknown type "
                    + storage.path("type").asText());
        }
        if (!unmanaged && empty(given.path("entrypoint"))) {
            throw ApiException.internal("managed experiments require entrypoint");
        }
        if (given.path("workspace").asText("").isEmpty()
                || given.path("workspace").isNull()) {
            if (!given.path("project").asText("").isEmpty()
                    && !given.path("project").isNull()) {
                throw incompletePair();
            }
        } else if (given.path("project").asText("").isEmpty()
                || given.path("project").isNull()) {
            throw incompletePair();
        }
    }

    private static ApiException incompletePair() {
        return ApiException.internal("workspace and project must both be included in config if one is provided");
    }

    private static boolean empty(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isContainerNode() ? node.isEmpty() : node.asText().isEmpty());
    }

    private ObjectNode defaults(ObjectNode given) {
        ObjectNode config = Json.object();
        config.putArray("bind_mounts");
        config.put("checkpoint_policy", "best");
        ObjectNode storage = config.putObject("checkpoint_storage");
        storage.put("save_experiment_best", 0).put("save_trial_best", 1).put("save_trial_latest", 1);
        if (!given.path("checkpoint_storage").has("type")) {
            storage.put("type", "directory").put("container_path", checkpoints.toString());
        }
        config.putObject("data");
        config.put("debug", false).put("description", "");
        config.putObject("environment");
        config.putObject("hyperparameters");
        config.putNull("integrations");
        config.putArray("labels");
        config.putArray("log_policies");
        config.put("max_restarts", 5);
        config.putObject("min_checkpoint_period").put("batches", 0);
        config.putObject("min_validation_period").put("batches", 0);
        config.put("name", "Experiment (" + Passwords.random(3) + ")");
        config.putObject("optimizations")
                .put("aggregation_frequency", 1)
                .put("average_aggregated_gradients", true)
                .put("average_training_metrics", true)
                .put("grad_updates_size_file", (String) null)
                .put("gradient_compression", false)
                .put("mixed_precision", "O0")
                .put("tensor_fusion_cycle_time", 1)
                .put("tensor_fusion_threshold", 64)
                .put("auto_tune_tensor_fusion", false);
        config.put("perform_initial_validation", false).put("preemption_timeout", 3600);
        config.putObject("profiling")
                .put("enabled", false)
                .put("begin_on_batch", 0)
                .putNull("end_after_batch");
        config.put("project", "").put("records_per_epoch", 0);
        config.putObject("reproducibility").put("experiment_seed", System.currentTimeMillis() / 1000);
        config.putObject("resources")
                .put("is_single_node", false)
                .put("native_parallel", false)
                .putNull("max_slots")
                .put("resource_pool", Agent.POOL)
                .putNull("shm_size")
                .put("slots_per_trial", 1)
                .put("weight", 1);
        config.putNull("retention_policy");
        config.put("scheduling_unit", 100);
        config.putObject("searcher")
                .put("smaller_is_better", true)
                .putNull("source_checkpoint_uuid")
                .putNull("source_trial_id");
        config.put("workspace", "");
        return config;
    }

    /** What is given wins; objects are merged key by key, null leaves the default. */
    private static JsonNode merged(JsonNode otherwise, JsonNode given) {
        if (given.isNull()) {
            return otherwise;
        }
        if (!(otherwise instanceof ObjectNode base) || !given.isObject()) {
            return given;
        }
        given.properties().forEach(entry -> {
            JsonNode before = base.get(entry.getKey());
            base.set(entry.getKey(), before == null ? entry.getValue() : merged(before, entry.getValue()));
        });
        return base;
    }

    private static void normalise(ObjectNode config) {
        config.set("hyperparameters", constants(config.path("hyperparameters")));
        if (config.path("labels").isArray()) {
            ArrayNode labels = Json.array();
            config.path("labels").forEach(label -> labels.add(label.asText()));
            config.set("labels", labels);
        }
        ObjectNode environment = (ObjectNode) config.path("environment");
        JsonNode image = environment.path("image");
        if (image.isTextual()) {
            environment.set(
                    "image",
                    Json.object()
                            .put("cpu", image.asText())
                            .put("cuda", image.asText())
                            .put("rocm", image.asText()));
        }
        JsonNode variables = environment.path("environment_variables");
        if (!variables.isObject()) {
            JsonNode list = variables.isArray() ? variables : Json.array();
            environment.set(
                    "environment_variables",
                    Json.object()
                            .<ObjectNode>set("cpu", list)
                            .<ObjectNode>set("cuda", list)
                            .set("rocm", list));
        }
    }

    /** Plain values are constants. */
    private static ObjectNode constants(JsonNode hyperparameters) {
        ObjectNode typed = Json.object();
        hyperparameters.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                typed.set(entry.getKey(), value.has("type") ? value : constants(value));
            } else {
                typed.set(entry.getKey(), Json.object().put("type", "const").set("val", value));
            }
        });
        return typed;
    }

    /** One value for each hyperparameter, drawn from its range. */
    static ObjectNode sample(JsonNode typed, Random random) {
        ObjectNode values = Json.object();
        typed.properties().forEach(entry -> values.set(entry.getKey(), drawn(entry.getValue(), random)));
        return values;
    }

    private static JsonNode drawn(JsonNode spec, Random random) {
        double low = spec.path("minval").asDouble();
        double high = spec.path("maxval").asDouble();
        return switch (spec.path("type").asText()) {
            case "const" -> spec.path("val");
            case "int" ->
                Json.MAPPER.getNodeFactory().numberNode((int) low + random.nextInt(Math.max(1, (int) (high - low))));
            case "double" -> Json.MAPPER.getNodeFactory().numberNode(low + random.nextDouble() * (high - low));
            case "log" ->
                Json.MAPPER
                        .getNodeFactory()
                        .numberNode(Math.pow(spec.path("base").asDouble(10), low + random.nextDouble() * (high - low)));
            case "categorical" ->
                spec.path("vals")
                        .path(random.nextInt(Math.max(1, spec.path("vals").size())));
            default -> sample(spec, random);
        };
    }

    /** The labels of a config. */
    static List<String> labels(JsonNode config) {
        return java.util.stream.StreamSupport.stream(config.path("labels").spliterator(), false)
                .map(JsonNode::asText)
                .distinct()
                .toList();
    }
}
