package caravan.pachyderm.version;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A version in a folder of this machine. */
public record FolderFiles(Path folder) implements VersionFiles {
    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(folder.resolve(path));
    }
}
