package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** A user of the master. */
record User(
        int id,
        String username,
        boolean admin,
        boolean active,
        String displayName,
        boolean remote,
        Optional<Instant> lastAuth) {

    static User of(Row row) {
        return new User(
                row.number("id"),
                row.text("username"),
                row.flag("admin"),
                row.flag("active"),
                row.text("display_name"),
                row.flag("remote"),
                row.time("last_auth"));
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("username", username)
                .put("admin", admin)
                .put("active", active)
                .putNull("agentUserGroup")
                .put("displayName", displayName)
                .put("remote", remote);
        lastAuth.ifPresent(time -> json.put("lastAuthAt", Json.time(time)));
        return json;
    }
}
