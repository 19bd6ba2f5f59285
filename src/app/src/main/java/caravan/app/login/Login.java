package caravan.app.login;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The login of the integration's server. */
public final class Login {
    private static final int PASSWORD_BYTES = 18;

    private final byte[] user;
    private final byte[] password;

    private Login(String user, String password) {
        this.user = user.getBytes(StandardCharsets.UTF_8);
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads it from files; where none are named, from {@code console-user} and {@code console-password} in the folder, which
     * are made where they are missing, readable by their owner alone.
     */
    public static Login of(Optional<Path> userFile, Optional<Path> passwordFile, Path folder) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new Login(
                read(userFile.orElseGet(() -> kept(folder.resolve("console-user"), "caravan"))),
                read(passwordFile.orElseGet(() -> kept(folder.resolve("console-password"), fresh))));
    }

    private static Path kept(Path file, String otherwise) {
        try {
            if (!Files.isDirectory(file.getParent())) {
                Files.createDirectories(
                        file.getParent(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, otherwise);
            return file;
        } catch (FileAlreadyExistsException e) {
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the login file " + file + " cannot be made", e);
        }
    }

    private static String read(Path file) {
        try {
            String text = Files.readString(file).trim();
            if (text.isEmpty()) {
                throw new IllegalStateException("the login file " + file + " is empty; remove it to have it made anew");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("the login file " + file + " cannot be read", e);
        }
    }

    /** Whether these are the right ones; takes the same time for all wrong ones. */
    boolean accepts(String name, String word) {
        boolean named = MessageDigest.isEqual(user, name.getBytes(StandardCharsets.UTF_8));
        boolean known = MessageDigest.isEqual(password, word.getBytes(StandardCharsets.UTF_8));
        return named && known;
    }
}
