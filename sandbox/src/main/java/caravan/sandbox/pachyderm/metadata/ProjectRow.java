package caravan.sandbox.pachyderm.metadata;

import java.time.Instant;

/** A project. */
public record ProjectRow(String name, String description, Instant created, String createdBy) implements Row {
    @Override
    public String key() {
        return key(name);
    }

    static String key(String name) {
        return "project " + name;
    }
}
