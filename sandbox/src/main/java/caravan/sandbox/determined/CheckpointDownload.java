package caravan.sandbox.determined;

import caravan.sandbox.determined.sql.Database;
import caravan.sandbox.determined.sql.Row;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /checkpoints/<uuid>}: a checkpoint's files as one archive, for users' tokens alone. */
record CheckpointDownload(Database database) {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointDownload.class);

    /** Refused, with the status. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        private Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    void addTo(Router router) {
        router.get("/checkpoints/:uuid").blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        try {
            Optional<User> user = database.transaction(
                    sql -> Tokens.session(context.request()).flatMap(token -> Users.session(sql, token)));
            if (user.isEmpty()) {
                throw new Refused(401, "Unauthorized");
            }
            String type = type(context.request().getHeader("Accept"));
            Path folder = folder(context.pathParam("uuid"));
            List<Path> files = files(folder);
            response.putHeader("Content-Type", type).setChunked(true);
            if (type.equals("application/x-tar")) {
                length(folder, files)
                        .ifPresent(bytes -> response.setChunked(false).putHeader("Content-Length", bytes));
            }
            write(type, folder, files, new ResponseStream(response));
        } catch (Refused e) {
            response.setStatusCode(e.status)
                    .putHeader("Content-Type", "application/json")
                    .end(Json.object().put("message", e.getMessage()).toString());
        } catch (IOException e) {
            LOG.warn("the download of {} was cut: {}", context.pathParam("uuid"), e.toString());
            response.reset();
        }
    }

    private static String type(String accept) {
        if (accept == null || accept.isEmpty() || accept.equals("*/*") || accept.equals("application/*")) {
            return "application/x-tar";
        }
        if (List.of("application/x-tar", "application/gzip", "application/zip").contains(accept)) {
            return accept;
        }
        throw new Refused(415, "unsupported media type to download a checkpoint: '" + accept + "'");
    }

    private Path folder(String uuid) {
        if (uuid.length() != 36) {
            throw new Refused(
                    400, "unable to parse checkpoint UUID " + uuid + ": invalid UUID length: " + uuid.length());
        }
        return database.transaction(sql -> {
            Row row = sql.first("SELECT * FROM checkpoints WHERE uuid = ?", uuid)
                    .orElseThrow(() -> new Refused(404, "checkpoint '" + uuid + "' not found"));
            return Checkpoints.folder(sql, row, Experiment.get(sql, row.number("experiment_id")))
                    .orElseThrow(() -> new Refused(
                            400, "checkpoint download via master is only supported for directory and shared_fs here"));
        });
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (NoSuchFileException e) {
            throw new Refused(
                    500,
                    "unable to list checkpoint " + folder.getFileName() + " files: lstat " + folder
                            + ": no such file or directory");
        }
    }

    /** A tar's size, where no entry needs more than one header. */
    private static Optional<String> length(Path folder, List<Path> files) throws IOException {
        long bytes = 1024;
        for (Path file : files) {
            String name = folder.relativize(file).toString();
            long size = Files.size(file);
            if (name.length() > 99 || size >= 1L << 33 || !name.chars().allMatch(c -> c < 128)) {
                return Optional.empty();
            }
            bytes += 512 + (size + 511) / 512 * 512;
        }
        return Optional.of(String.valueOf(bytes));
    }

    private static void write(String type, Path folder, List<Path> files, OutputStream out) throws IOException {
        if (type.equals("application/zip")) {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Path file : files) {
                    zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
            return;
        }
        OutputStream to = type.equals("application/gzip") ? new GzipCompressorOutputStream(out) : out;
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(to)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Path file : files) {
                TarArchiveEntry entry =
                        new TarArchiveEntry(folder.relativize(file).toString());
                entry.setSize(Files.size(file));
                entry.setModTime(Files.getLastModifiedTime(file).toMillis() / 1000 * 1000);
                tar.putArchiveEntry(entry);
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
        }
    }
}
