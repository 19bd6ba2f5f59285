package caravan.model.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Reads the members of .tar, .tar.gz, .tgz and .zip files; nothing is written anywhere. */
final class Archive {

    /**
     * What is read at most.
     *
     * @param members entries of any kind
     * @param memberBytes of one member, unpacked
     * @param bytes of all members, unpacked
     */
    record Limits(int members, int memberBytes, long bytes) {}

    /** A reason why the archive as a whole cannot be used. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Takes the members one by one. */
    interface Visitor {
        /** A regular file with a path that stays inside. */
        void member(String name, byte[] content) throws InterruptedException;

        /** A member that cannot be used. */
        void unusable(String name, String reason);
    }

    private final Limits limits;
    private final Visitor visitor;
    private int members;
    private long bytes;

    private Archive(Limits limits, Visitor visitor) {
        this.limits = limits;
        this.visitor = visitor;
    }

    /**
     * Reads an archive.
     *
     * @param name by whose ending the kind is told
     * @throws Refused where it is damaged, or beyond the limits: then what was visited does not count
     */
    static void read(Path file, String name, Limits limits, Visitor visitor) throws Refused, InterruptedException {
        Archive archive = new Archive(limits, visitor);
        String kind = name.toLowerCase(Locale.ROOT);
        try {
            if (kind.endsWith(".zip")) {
                archive.zip(file);
            } else {
                archive.tar(file, !kind.endsWith(".tar"));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused("the archive cannot be read: " + e.getMessage(), e);
        }
    }

    private void tar(Path file, boolean gzip) throws IOException, Refused, InterruptedException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream in = gzip
                        ? GzipCompressorInputStream.builder()
                                .setInputStream(raw)
                                .setDecompressConcatenated(true)
                                .get()
                        : raw;
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                if (entry.isDirectory() || entry.isPaxHeader() || entry.isGlobalPaxHeader()) {
                    count();
                } else if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
                    unusable(entry.getName(), "a link or a device, not a file");
                } else {
                    member(entry.getName(), tar);
                }
            }
        }
    }

    private void zip(Path file) throws IOException, Refused, InterruptedException {
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                if (entry.isDirectory()) {
                    count();
                } else if (entry.isUnixSymlink()) {
                    unusable(entry.getName(), "a link, not a file");
                } else if (!zip.canReadEntryData(entry)) {
                    unusable(entry.getName(), "encrypted, or packed in a way that is not read");
                } else {
                    try (InputStream in = zip.getInputStream(entry)) {
                        member(entry.getName(), in);
                    }
                }
            }
        }
    }

    private void member(String name, InputStream in) throws IOException, Refused, InterruptedException {
        count();
        byte[] content = in.readNBytes(limits.memberBytes + 1);
        bytes += content.length;
        if (bytes > limits.bytes) {
            throw new Refused("the archive unpacks to more than " + limits.bytes + " bytes", null);
        }
        if (leaves(name)) {
            visitor.unusable(name, "its path leads out of the archive");
        } else if (content.length > limits.memberBytes) {
            visitor.unusable(name, "more than " + limits.memberBytes + " bytes");
        } else {
            visitor.member(name, content);
        }
    }

    private void unusable(String name, String reason) throws Refused {
        count();
        visitor.unusable(name, reason);
    }

    private void count() throws Refused {
        if (++members > limits.members) {
            throw new Refused("the archive has more than " + limits.members + " members", null);
        }
    }

    private static boolean leaves(String name) {
        String path = name.replace('\\', '/');
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*") || path.indexOf('\0') >= 0) {
            return true;
        }
        return List.of(path.split("/", -1)).contains("..");
    }
}
