package caravan.sandbox.pachyderm;

import caravan.sandbox.Credentials;
import caravan.sandbox.Tls;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Optional;

/** The configuration file that Pachyderm's own command line reads when PACH_CONFIG names it. */
public final class PachydermConfig {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PachydermConfig() {}

    /** Writes it with the root user's token. */
    public static void write(Credentials credentials, String address, Optional<Tls> tls) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("user_id", "ca7a7a9000004ca78ca7a0a7a9000001");
        ObjectNode settings = root.putObject("v2");
        settings.put("active_context", "caravan");
        settings.put("metrics", false);
        ObjectNode context = settings.putObject("contexts").putObject("caravan");
        context.put("pachd_address", address);
        context.put("session_token", credentials.read(Credentials.PACHYDERM_ROOT));
        if (tls.isPresent()) {
            context.put(
                    "server_cas",
                    Base64.getEncoder()
                            .encodeToString(Files.readAllBytes(tls.get().ca())));
        }
        credentials.write(
                "pachyderm-config.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    }
}
