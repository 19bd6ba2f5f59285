package caravan.sandbox.determined;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/** A master in a process of its own, that is there to be killed. */
public final class KilledMaster {
    private KilledMaster() {}

    /** Starts it in the first argument's folder, and writes its port to the second's file. */
    public static void main(String[] arguments) throws Exception {
        GivenMaster master = new GivenMaster(Path.of(arguments[0]));
        Path file = Path.of(arguments[1]);
        Path part = file.resolveSibling("part");
        Files.writeString(
                part, String.valueOf(URI.create(master.anonymous().address()).getPort()));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }
}
