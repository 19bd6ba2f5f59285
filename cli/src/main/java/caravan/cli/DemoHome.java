package caravan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A fresh home for a demo, {@code demo/} under the home; a finished demo there is moved aside. */
record DemoHome(Home home, Home.Lock lock) implements AutoCloseable {

    /**
     * Takes it.
     *
     * @throws CliException where a demo runs there
     */
    static DemoHome take(Home above, Console console) {
        Home demo = above.demo();
        if (Files.isDirectory(demo.folder())) {
            try (Home.Lock former = lock(demo)) {
                new Leftovers(demo, console).stop();
                Path aside = aside(demo.folder());
                Files.move(demo.folder(), aside, StandardCopyOption.ATOMIC_MOVE);
                console.note("the last demo is now in " + aside);
            } catch (IOException e) {
                throw new CliException(
                        "cannot move the last demo in " + demo.folder() + " aside: " + e.getMessage(), e);
            }
        }
        return new DemoHome(demo, lock(demo));
    }

    private static Home.Lock lock(Home demo) {
        return demo.lock()
                .orElseThrow(() -> new CliException("a demo runs in " + demo.folder()
                        + " already: stop it first (Ctrl-C where it was started), or choose another --home"));
    }

    private static Path aside(Path folder) {
        int number = 1;
        while (Files.exists(folder.resolveSibling(folder.getFileName() + "." + number))) {
            number++;
        }
        return folder.resolveSibling(folder.getFileName() + "." + number);
    }

    @Override
    public void close() {
        lock.close();
    }
}
