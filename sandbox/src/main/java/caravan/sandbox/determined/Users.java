package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Row;
import caravan.sandbox.determined.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Users and their sessions. */
final class Users {
    private static final Duration SESSION = Duration.ofDays(7);

    private Users() {}

    /** A user whose password is this one from now on; made where there is none of the name. */
    static void ensure(Sql sql, String username, boolean admin, String password) {
        Optional<Row> found = sql.first("SELECT * FROM users WHERE username = ?", username);
        String hashed = Passwords.hashedByClient(password);
        if (found.isEmpty()) {
            create(sql, username, hashed, admin, true, "");
        } else if (!matches(found.get(), hashed)) {
            changePassword(sql, found.get().number("id"), hashed);
        }
    }

    static User create(Sql sql, String username, String hashed, boolean admin, boolean active, String displayName) {
        String salt = Passwords.random(16);
        int id = sql.insert(
                "INSERT INTO users (username, salt, password, admin, active, display_name, remote, modified)"
                        + " VALUES (?, ?, ?, ?, ?, ?, FALSE, ?)",
                username,
                salt,
                Passwords.stored(salt, hashed),
                admin,
                active,
                displayName,
                Instant.now());
        return user(sql, id);
    }

    static void changePassword(Sql sql, int id, String hashed) {
        String salt = Passwords.random(16);
        sql.update(
                "UPDATE users SET salt = ?, password = ?, modified = ? WHERE id = ?",
                salt,
                Passwords.stored(salt, hashed),
                Instant.now(),
                id);
        sql.update("DELETE FROM sessions WHERE user_id = ?", id);
    }

    static User user(Sql sql, int id) {
        return User.of(sql.first("SELECT * FROM users WHERE id = ?", id)
                .orElseThrow(() -> ApiException.notFound("user '" + id + "' not found")));
    }

    static String name(Sql sql, int id) {
        return sql.first("SELECT username FROM users WHERE id = ?", id)
                .map(row -> row.text("username"))
                .orElse("");
    }

    /** The user of this name and password. */
    static User login(Sql sql, String username, String hashed) {
        Row row = sql.first("SELECT * FROM users WHERE username = ?", username).orElseThrow(Users::refused);
        if (!matches(row, hashed)) {
            throw refused();
        }
        if (!row.flag("active")) {
            throw ApiException.forbidden("user is not active");
        }
        return User.of(row);
    }

    private static boolean matches(Row row, String hashed) {
        return Passwords.same(row.text("password"), Passwords.stored(row.text("salt"), hashed));
    }

    static ApiException refused() {
        return new ApiException(Code.UNAUTHENTICATED, "invalid credentials");
    }

    /** A new session's token; of which only a hash is kept. */
    static String open(Sql sql, int user, Optional<Integer> experiment) {
        sql.update("DELETE FROM sessions WHERE expires < ?", Instant.now());
        String token = "v2.public." + Passwords.random(48);
        sql.update(
                "INSERT INTO sessions (token, user_id, expires, experiment_id) VALUES (?, ?, ?, ?)",
                Passwords.sha256(token),
                user,
                Instant.now().plus(SESSION),
                experiment.orElse(null));
        return token;
    }

    static void close(Sql sql, String token) {
        sql.update("DELETE FROM sessions WHERE token = ?", Passwords.sha256(token));
    }

    static void closeOf(Sql sql, int experiment) {
        sql.update("DELETE FROM sessions WHERE experiment_id = ?", experiment);
    }

    /** The active user of a session that has not run out. */
    static Optional<User> session(Sql sql, String token) {
        return sql.first(
                        "SELECT u.* FROM sessions s JOIN users u ON u.id = s.user_id"
                                + " WHERE s.token = ? AND s.expires > ? AND u.active",
                        Passwords.sha256(token),
                        Instant.now())
                .map(User::of);
    }
}
