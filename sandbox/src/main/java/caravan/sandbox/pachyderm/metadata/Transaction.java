package caravan.sandbox.pachyderm.metadata;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one transaction changes. Reads in it see the state before it. */
public final class Transaction {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private long number;

    Transaction(long lastNumber) {
        this.number = lastNumber;
    }

    /** The time of all that it does. */
    public Instant now() {
        return now;
    }

    /** The number of the next commit. */
    public long nextNumber() {
        return ++number;
    }

    /** Adds the row, or replaces the one with the same key. */
    public void put(Row row) {
        dropped.remove(row.key());
        rows.put(row.key(), row);
    }

    /** Removes the row. */
    public void drop(Row row) {
        rows.remove(row.key());
        dropped.add(row.key());
    }

    List<Row> rows() {
        return new ArrayList<>(rows.values());
    }

    List<String> dropped() {
        return new ArrayList<>(dropped);
    }
}
