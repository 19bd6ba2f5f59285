package caravan.model.data;

import caravan.model.TrialException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a checkpoint. */
public final class Tar {
    private Tar() {}

    /**
     * Writes the regular files of a tar below a folder.
     *
     * @throws IOException where the stream ends early
     * @throws TrialException where an entry would leave the folder
     */
    public static void unpack(InputStream stream, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(stream)) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path to = folder.resolve(entry.getName()).normalize();
                if (!to.startsWith(folder)) {
                    throw new TrialException("the tar's entry " + entry.getName() + " leads out of its folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
                    Files.createDirectories(to.getParent());
                    try (OutputStream out = Files.newOutputStream(to)) {
                        if (tar.transferTo(out) != entry.getSize()) {
                            throw new IOException("the tar ends within " + entry.getName());
                        }
                    }
                }
            }
        }
    }
}
