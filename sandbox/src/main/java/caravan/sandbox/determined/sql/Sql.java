package caravan.sandbox.determined.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Statements within one transaction. */
public final class Sql {
    private final Connection connection;
    private final List<Runnable> after;

    Sql(Connection connection, List<Runnable> after) {
        this.connection = connection;
        this.after = after;
    }

    /** Runs this once the transaction is committed, and never where it is not. */
    public void afterwards(Runnable effect) {
        after.add(effect);
    }

    /** All rows. */
    public List<Row> query(String statement, Object... values) {
        try (PreparedStatement prepared = prepare(statement, false, values);
                ResultSet found = prepared.executeQuery()) {
            ResultSetMetaData columns = found.getMetaData();
            List<Row> rows = new ArrayList<>();
            while (found.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), found.getObject(i));
                }
                rows.add(new Row(row));
            }
            return rows;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The first row. */
    public Optional<Row> first(String statement, Object... values) {
        return query(statement, values).stream().findFirst();
    }

    /** The number in the only column of the only row. */
    public long number(String statement, Object... values) {
        return ((Number) query(statement, values)
                        .get(0)
                        .values()
                        .values()
                        .iterator()
                        .next())
                .longValue();
    }

    /** Changes rows and says how many. */
    public int update(String statement, Object... values) {
        try (PreparedStatement prepared = prepare(statement, false, values)) {
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Adds a row and gives its number. */
    public int insert(String statement, Object... values) {
        try (PreparedStatement prepared = prepare(statement, true, values)) {
            prepared.executeUpdate();
            try (ResultSet keys = prepared.getGeneratedKeys()) {
                keys.next();
                return keys.getInt(1);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private PreparedStatement prepare(String statement, boolean key, Object... values) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(
                statement, key ? Statement.RETURN_GENERATED_KEYS : Statement.NO_GENERATED_KEYS);
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, stored(values[i]));
        }
        return prepared;
    }

    private static Object stored(Object value) {
        if (value instanceof Instant time) {
            return Row.micros(time);
        }
        if (value instanceof Enum<?> name) {
            return name.name();
        }
        if (value instanceof com.fasterxml.jackson.databind.JsonNode json) {
            return json.toString();
        }
        return value;
    }
}
