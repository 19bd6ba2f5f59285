package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import caravan.sandbox.pachyderm.files.FileStore;
import caravan.sandbox.pachyderm.files.Walk.Found;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Files as one tar archive with absolute names, without owner, mode and time. */
final class Tar {
    private static final long NO_TIME = 0;
    private static final int BLOCK = 512;

    private final TarArchiveOutputStream out;

    Tar(OutputStream out) {
        this.out = new TarArchiveOutputStream(new OnlyAtTheEnd(out), BLOCK, StandardCharsets.UTF_8.name());
        this.out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        this.out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    void add(FileStore files, Found found) throws IOException {
        boolean file = found.entry() instanceof FileEntry;
        TarArchiveEntry entry =
                new TarArchiveEntry(found.path(), file ? TarConstants.LF_NORMAL : TarConstants.LF_DIR, true);
        entry.setMode(0);
        entry.setIds(0, 0);
        entry.setModTime(NO_TIME);
        entry.setSize(file ? found.entry().size() : 0);
        out.putArchiveEntry(entry);
        if (found.entry() instanceof FileEntry f) {
            try (InputStream bytes = files.read(f, 0)) {
                bytes.transferTo(out);
            }
        }
        out.closeArchiveEntry();
    }

    void close() throws IOException {
        out.close();
    }

    /** The archive's writer flushes after each entry, which would make a message of each. */
    private static final class OnlyAtTheEnd extends FilterOutputStream {
        OnlyAtTheEnd(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void flush() {}

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
