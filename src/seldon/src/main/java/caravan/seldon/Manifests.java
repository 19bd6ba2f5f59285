package caravan.seldon;

import caravan.loop.DeploymentSpec;
import caravan.loop.Predictor;
import caravan.loop.Served;
import caravan.loop.Slot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A SeldonDeployment object as the loop's values. Predictors in no slot of ours are left out. */
final class Manifests {
    static final String ANNOTATION = "caravan/";

    private Manifests() {}

    static DeploymentSpec spec(GenericKubernetesResource object) {
        List<Predictor> predictors = new ArrayList<>();
        for (Object item : list(map(object.get("spec")).get("predictors"))) {
            Map<?, ?> predictor = map(item);
            String name = String.valueOf(predictor.get("name"));
            for (Slot slot : Slot.values()) {
                if (slot.predictor().equals(name.toLowerCase(Locale.ROOT))) {
                    predictors.add(predictor(slot, predictor));
                }
            }
        }
        return new DeploymentSpec(
                object.getMetadata().getNamespace(), object.getMetadata().getName(), List.copyOf(predictors));
    }

    private static Predictor predictor(Slot slot, Map<?, ?> predictor) {
        Map<?, ?> annotations = map(predictor.get("annotations"));
        return new Predictor(
                slot,
                new Served(text(annotations, "version"), text(annotations, "sha256"), text(annotations, "uri")),
                number(predictor.get("traffic"), 100),
                number(predictor.get("replicas"), 1),
                text(annotations, "revision"));
    }

    static Map<String, String> notes(GenericKubernetesResource object) {
        Map<String, String> notes = new TreeMap<>();
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        if (annotations != null) {
            annotations.forEach((key, value) -> {
                if (key.startsWith(ANNOTATION)) {
                    notes.put(key.substring(ANNOTATION.length()), value);
                }
            });
        }
        return notes;
    }

    static String endpoint(GenericKubernetesResource object, String service, String key) {
        Map<?, ?> services = map(map(object.get("status")).get("serviceStatus"));
        Object endpoint = map(services.get(service)).get(key);
        return endpoint == null ? "" : String.valueOf(endpoint).replaceFirst("^[a-z]+://", "");
    }

    static String status(GenericKubernetesResource object, String key) {
        Object value = map(object.get("status")).get(key);
        return value == null ? "" : String.valueOf(value);
    }

    private static String text(Map<?, ?> annotations, String key) {
        Object value = annotations.get(ANNOTATION + key);
        return value == null ? "" : String.valueOf(value);
    }

    private static int number(Object value, int otherwise) {
        return value instanceof Number n ? n.intValue() : otherwise;
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> m ? m : Map.of();
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> l ? l : List.of();
    }
}
