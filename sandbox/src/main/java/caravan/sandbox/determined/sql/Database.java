package caravan.sandbox.determined.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An H2 database in files, with one connection that everybody takes in turn. What is committed is in the file before the
 * transaction returns, so that it outlives the process whatever ends it.
 */
public final class Database implements AutoCloseable {

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run(Sql sql);
    }

    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock(true);
    private List<Runnable> after = new ArrayList<>();

    private Database(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens or makes the database.
     *
     * @param file without H2's suffix
     * @param schema statements that can be run again
     */
    public static Database open(Path file, InputStream schema) {
        String path = file.toAbsolutePath().toString();
        if (path.contains(";")) {
            throw new IllegalArgumentException("a folder with ; in its name cannot hold a database: " + path);
        }
        try (schema) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Connection connection = DriverManager.getConnection(
                    "jdbc:h2:file:" + path + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;CACHE_SIZE=8192",
                    "sa",
                    "");
            connection.setAutoCommit(false);
            Database database = new Database(connection);
            String statements = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            database.transaction(sql -> {
                for (String statement : statements.split(";\\s*\\n")) {
                    if (!statement.isBlank()) {
                        sql.update(statement);
                    }
                }
                return null;
            });
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException("the database " + path + " cannot be opened: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the work and commits, or undoes all of it where it throws. Work within work is part of the outer one. */
    public <T> T transaction(Work<T> work) {
        List<Runnable> committed = List.of();
        T result;
        lock.lock();
        try {
            if (lock.getHoldCount() > 1) {
                return work.run(new Sql(connection, after));
            }
            boolean done = false;
            try {
                result = work.run(new Sql(connection, after));
                connection.commit();
                done = true;
            } finally {
                committed = after;
                after = new ArrayList<>();
                if (!done) {
                    committed = List.of();
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        } finally {
            lock.unlock();
        }
        committed.forEach(Runnable::run);
        return result;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        } finally {
            lock.unlock();
        }
    }
}
