package caravan.sandbox.determined;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * Model definitions: context directories, each a {@code <sha256>.tgz}, so that forks share one.
 *
 * @param folder of the archives
 */
record Definitions(Path folder) {

    /**
     * Keeps the files of a request.
     *
     * @return the archive's name; absent where there are no files
     */
    Optional<String> keep(List<JsonNode> files) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        byte[] archive = archive(files);
        try {
            String name = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
            Files.createDirectories(folder);
            if (!Files.exists(file(name))) {
                Path draft = Files.createTempFile(folder, name, ".part");
                Files.write(draft, archive);
                Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE);
            }
            return Optional.of(name);
        } catch (IOException e) {
            throw new UncheckedIOException("the model definition cannot be kept", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] archive(List<JsonNode> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (JsonNode node : files) {
                Fields file = new Fields(node);
                byte[] content = content(file);
                byte flag = file.has("type") ? (byte) file.number("type") : TarConstants.LF_NORMAL;
                TarArchiveEntry entry = new TarArchiveEntry(file.text("path"), flag);
                entry.setMode(file.number("mode") & 07777);
                entry.setModTime(file.numberIfAny("mtime").orElse(0L) * 1000);
                if (flag == TarConstants.LF_SYMLINK) {
                    entry.setLinkName(new String(content, java.nio.charset.StandardCharsets.UTF_8));
                } else if (flag == TarConstants.LF_NORMAL) {
                    entry.setSize(content.length);
                }
                tar.putArchiveEntry(entry);
                if (flag == TarConstants.LF_NORMAL) {
                    tar.write(content);
                }
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw ApiException.invalid("the model definition cannot be packed: " + e.getMessage());
        }
        return bytes.toByteArray();
    }

    private static byte[] content(Fields file) {
        try {
            return Base64.getDecoder().decode(file.text("content"));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(file.text("path") + ": illegal base64 data: " + e.getMessage());
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".tgz");
    }

    /** The archive. */
    byte[] read(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("the model definition cannot be read", e);
        }
    }

    long size(String name) {
        try {
            return Files.size(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the files into a folder, and none outside of it. */
    void unpack(String name, Path target) throws IOException {
        Path root = target.toAbsolutePath().normalize();
        try (InputStream in = Files.newInputStream(file(name));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = root.resolve(entry.getName()).normalize();
                if (!path.startsWith(root) || !insideWithoutLinks(root, path)) {
                    throw new IOException("the model definition has a file outside of its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
                        if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true, true)) {
                            throw new IOException(path + " cannot be made executable");
                        }
                    }
                }
            }
        }
    }

    /** No folder on the way is a link, which might lead out. */
    private static boolean insideWithoutLinks(Path root, Path path) {
        for (Path above = path.getParent(); above != null && !above.equals(root); above = above.getParent()) {
            if (Files.isSymbolicLink(above)) {
                return false;
            }
        }
        return true;
    }
}
