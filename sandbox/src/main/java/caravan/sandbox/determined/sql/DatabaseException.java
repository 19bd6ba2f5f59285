package caravan.sandbox.determined.sql;

import java.sql.SQLException;

/** A statement that the database does not take. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String UNIQUE = "23505";

    private final boolean duplicate;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.duplicate = UNIQUE.equals(cause.getSQLState());
    }

    /** Whether it would have made a unique value a second time. */
    public boolean duplicate() {
        return duplicate;
    }
}
