package caravan.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests as fabric8's typed model, and refuses every field that the model does not have. */
final class StrictModel {
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new WithoutAnySetter());

    private StrictModel() {}

    /**
     * Reads a stream of documents.
     *
     * @throws com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException naming the field and its path
     */
    static List<HasMetadata> read(String documents) throws Exception {
        List<HasMetadata> objects = new ArrayList<>();
        for (String document : documents.split("(?m)^---$")) {
            HasMetadata lenient = Serialization.unmarshal(document);
            if (lenient instanceof GenericKubernetesResource) {
                throw new IllegalArgumentException("no kind of Kubernetes': " + lenient.getKind());
            }
            Object tree = Serialization.unmarshal(document, Object.class);
            objects.add(STRICT.convertValue(tree, lenient.getClass()));
        }
        return objects;
    }

    /** The generated classes would keep unknown fields as additional properties. */
    private static final class WithoutAnySetter extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
