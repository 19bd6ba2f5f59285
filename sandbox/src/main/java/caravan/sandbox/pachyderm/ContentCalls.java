package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.GetFileRequest;
import caravan.sandbox.pachyderm.files.Entry.FileEntry;
import caravan.sandbox.pachyderm.files.FileStore;
import caravan.sandbox.pachyderm.files.Matches;
import caravan.sandbox.pachyderm.files.Walk.Found;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import com.google.protobuf.BytesValue;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;

/** Sends files' bytes. */
final class ContentCalls {
    private final FileStore files;
    private final Reading reading;

    ContentCalls(FileStore files, Reading reading) {
        this.files = files;
        this.reading = reading;
    }

    void get(GetFileRequest request, Outflow<BytesValue> out) throws IOException, InterruptedException {
        long offset = request.getOffset();
        if (offset < 0) {
            throw Refusals.invalid("the offset must not be negative: " + offset);
        }
        FileEntry file = single(request, commit(request));
        if (offset < file.size()) {
            try (InputStream bytes = files.read(file, offset);
                    Pieces pieces = new Pieces(out)) {
                pieces.write(bytes, file.size() - offset);
            }
        }
    }

    private FileEntry single(GetFileRequest request, CommitRow commit) throws IOException {
        PathRanges range = new PathRanges(request.getPathRange());
        try (Matches matches = new Matches(
                files, commit.files(), FileCalls.pattern(request.getFile().getPath()), false)) {
            Found only = null;
            while (matches.hasNext()) {
                Found found = matches.next();
                if (range.holds(found.path())) {
                    if (only != null) {
                        throw Refusals.unknown("matched multiple files. Use GetFileTAR instead");
                    }
                    only = found;
                }
            }
            if (only == null) {
                throw reading.missing(request.getFile());
            }
            if (!(only.entry() instanceof FileEntry file)) {
                throw Refusals.unknown("cannot get directory or non-regular file. Use GetFileTAR instead");
            }
            return file;
        }
    }

    void tar(GetFileRequest request, Outflow<BytesValue> out) throws IOException, InterruptedException {
        CommitRow commit = commit(request);
        PathRanges range = new PathRanges(request.getPathRange());
        try (Matches matches = new Matches(
                files, commit.files(), FileCalls.pattern(request.getFile().getPath()), true)) {
            Tar tar = null;
            while (matches.hasNext()) {
                Found found = matches.next();
                if (range.holds(found.path())) {
                    tar = tar == null ? new Tar(new Pieces(out)) : tar;
                    tar.add(files, found);
                }
            }
            if (tar == null) {
                throw reading.missing(request.getFile());
            }
            tar.close();
        }
    }

    private CommitRow commit(GetFileRequest request) throws InterruptedException {
        if (!request.getURL().isEmpty()) {
            throw Refusals.unimplemented("GetFile to a URL");
        }
        try {
            return reading.commit(request.hasFile(), request.getFile(), Reading.all(Permission.REPO_READ));
        } catch (StatusRuntimeException e) {
            throw request.hasFile() ? Refusals.during("get file", e) : e;
        }
    }
}
