package caravan.sandbox.kubernetes.http;

import caravan.sandbox.Listener;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;

/** The file that tells a client where the API is and as whom it comes. */
public final class Kubeconfig {
    private static final String NAME = "caravan";

    private Kubeconfig() {}

    /** Its content, as JSON, which is YAML. */
    public static String of(Listener listener, int port, String user, String token, String namespace) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("apiVersion", "v1").put("kind", "Config").put("current-context", NAME);
        ObjectNode cluster =
                config.putArray("clusters").addObject().put("name", NAME).putObject("cluster");
        cluster.put("server", listener.url("http", port));
        listener.tls().ifPresent(tls -> {
            try {
                cluster.put(
                        "certificate-authority-data", Base64.getEncoder().encodeToString(Files.readAllBytes(tls.ca())));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + tls.ca(), e);
            }
        });
        config.putArray("users").addObject().put("name", user).putObject("user").put("token", token);
        config.putArray("contexts")
                .addObject()
                .put("name", NAME)
                .putObject("context")
                .put("cluster", NAME)
                .put("user", user)
                .put("namespace", namespace);
        return config.toPrettyString() + "\n";
    }
}
