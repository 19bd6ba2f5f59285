package caravan.sandbox.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Deployment's pod template.
 *
 * @param json the template
 * @param hash tells its pods from those of another template
 */
record Template(JsonNode json, String hash) {
    static final String HASH = "pod-template-hash";
    /** Keeps a deleted pod until its processes have ended. */
    static final String FINALIZER = "caravan.sandbox/processes";

    private static final int HASH_LENGTH = 10;

    static Template of(JsonNode deployment) {
        JsonNode json = deployment.path("spec").path("template");
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(json.toString().getBytes(StandardCharsets.UTF_8));
            return new Template(json, HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    ObjectNode pod(ObjectNode deployment) {
        Meta owner = Meta.of(deployment);
        ObjectNode pod = deployment.objectNode();
        ObjectNode metadata = pod.putObject("metadata");
        metadata.setAll((ObjectNode) json.path("metadata").deepCopy());
        metadata.put("namespace", owner.namespace()).put("generateName", owner.name() + "-" + hash + "-");
        metadata.withObject("/labels").put(HASH, hash);
        metadata.putArray("finalizers").add(FINALIZER);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "Deployment")
                .put("name", owner.name())
                .put("uid", owner.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        pod.set("spec", json.path("spec").deepCopy());
        return pod;
    }
}
