package caravan.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The secrets of one home, a file each, made once and kept. */
public final class Credentials {
    /** Token of Pachyderm's root user. */
    public static final String PACHYDERM_ROOT = "pachyderm-root-token";
    /** Token of {@code robot:seldon}, the integration's. */
    public static final String PACHYDERM_ROBOT = "pachyderm-robot-token";
    /** Token of {@code robot:trial}. */
    public static final String PACHYDERM_TRIAL = "trial-pachyderm-token";
    /** Token of {@code robot:server}. */
    public static final String PACHYDERM_SERVER = "server-pachyderm-token";
    /** Name of Determined's ordinary user. */
    public static final String DETERMINED_USER = "determined-user";
    /** That user's password. */
    public static final String DETERMINED_PASSWORD = "determined-password";
    /** Password of Determined's {@code admin}. */
    public static final String DETERMINED_ADMIN_PASSWORD = "determined-admin-password";

    private static final List<String> RANDOM = List.of(
            PACHYDERM_ROOT,
            PACHYDERM_ROBOT,
            PACHYDERM_TRIAL,
            PACHYDERM_SERVER,
            DETERMINED_PASSWORD,
            DETERMINED_ADMIN_PASSWORD);

    private final Path folder;

    private Credentials(Path folder) {
        this.folder = folder;
    }

    /** Opens the folder; what is missing is made. */
    public static Credentials open(Path folder) {
        Credentials credentials = new Credentials(PrivateFiles.folder(folder));
        SecureRandom random = new SecureRandom();
        for (String name : RANDOM) {
            if (!credentials.has(name)) {
                byte[] secret = new byte[16];
                random.nextBytes(secret);
                credentials.write(name, HexFormat.of().formatHex(secret));
            }
        }
        if (!credentials.has(DETERMINED_USER)) {
            credentials.write(DETERMINED_USER, "caravan");
        }
        return credentials;
    }

    /** The file of this name. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Whether the file is there. */
    public boolean has(String name) {
        return Files.isRegularFile(file(name));
    }

    /** The secret, without white space around it. */
    public String read(String name) {
        try {
            return Files.readString(file(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the credential " + file(name), e);
        }
    }

    /** Replaces the whole file, mode 600. */
    public void write(String name, String content) {
        PrivateFiles.write(file(name), content);
    }
}
