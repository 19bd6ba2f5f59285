package caravan.sandbox.kubernetes.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Questions of users about their own rights, which are answered and not kept. */
final class Reviews {
    static final String GROUP = "authorization.k8s.io";
    static final String VERSION = "v1";
    static final String PATH = "/apis/" + GROUP + "/" + VERSION + "/selfsubjectaccessreviews";

    private final Rights rights;

    Reviews(Rights rights) {
        this.rights = rights;
    }

    static List<ObjectNode> resources() {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("name", "selfsubjectaccessreviews")
                .put("singularName", "selfsubjectaccessreview")
                .put("namespaced", false)
                .put("kind", "SelfSubjectAccessReview");
        resource.putArray("verbs").add("create");
        return List.of(resource);
    }

    Answer answer(User user, ObjectNode review) {
        JsonNode asked = review.path("spec").path("resourceAttributes");
        boolean allowed = asked.isMissingNode()
                || rights.allow(
                        user,
                        new Rights.Request(
                                asked.path("verb").asText(),
                                asked.path("group").asText(),
                                asked.path("resource").asText()
                                        + (asked.path("subresource").asText("").isEmpty()
                                                ? ""
                                                : "/"
                                                        + asked.path("subresource")
                                                                .asText()),
                                asked.path("namespace").asText(""),
                                asked.path("name").asText("")));
        review.put("kind", "SelfSubjectAccessReview").put("apiVersion", GROUP + "/" + VERSION);
        review.withObject("/metadata");
        review.withObject("/status").put("allowed", allowed);
        return Answer.created(review);
    }
}
