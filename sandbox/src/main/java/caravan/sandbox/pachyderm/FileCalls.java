package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.DiffFileRequest;
import caravan.proto.pfs.DiffFileResponse;
import caravan.proto.pfs.FileInfo;
import caravan.proto.pfs.GlobFileRequest;
import caravan.proto.pfs.InspectFileRequest;
import caravan.proto.pfs.ListFileRequest;
import caravan.proto.pfs.WalkFileRequest;
import caravan.sandbox.pachyderm.files.Difference;
import caravan.sandbox.pachyderm.files.Entry;
import caravan.sandbox.pachyderm.files.Entry.DirectoryEntry;
import caravan.sandbox.pachyderm.files.FilePath;
import caravan.sandbox.pachyderm.files.FileStore;
import caravan.sandbox.pachyderm.files.Glob;
import caravan.sandbox.pachyderm.files.Matches;
import caravan.sandbox.pachyderm.files.Walk;
import caravan.sandbox.pachyderm.files.Walk.Found;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import java.io.IOException;
import java.util.Optional;

/** Lists files and compares commits. */
final class FileCalls {
    private final FileStore files;
    private final Reading reading;

    FileCalls(FileStore files, Reading reading) {
        this.files = files;
        this.reading = reading;
    }

    FileInfo inspect(InspectFileRequest request) throws IOException, InterruptedException {
        CommitRow commit = reading.commit(
                request.hasFile(),
                request.getFile(),
                Reading.all(Permission.REPO_INSPECT_FILE),
                Reading.all(Permission.REPO_READ));
        try (Walk walk =
                Walk.from(files, commit.files(), FilePath.of(request.getFile().getPath()))) {
            if (!walk.hasNext()) {
                throw reading.missing(request.getFile());
            }
            return Wire.file(commit, walk.next());
        }
    }

    void list(ListFileRequest request, Outflow<FileInfo> out) throws IOException, InterruptedException {
        Page page = new Page(request.getPaginationMarker().getPath(), request.getNumber(), request.getReverse());
        CommitRow commit = reading.commit(
                request.hasFile(),
                request.getFile(),
                Reading.all(Permission.REPO_LIST_FILE),
                Reading.all(Permission.REPO_READ));
        try (Walk walk =
                Walk.from(files, commit.files(), FilePath.of(request.getFile().getPath()))) {
            boolean first = true;
            Page.Collector listed = page.collect(found -> out.send(Wire.file(commit, found)));
            while (!listed.full() && walk.hasNext()) {
                Found found = walk.next();
                boolean itself = first && found.entry() instanceof DirectoryEntry;
                if (!itself) {
                    walk.skip();
                    listed.add(found);
                }
                first = false;
            }
            listed.end();
        }
    }

    void walk(WalkFileRequest request, Outflow<FileInfo> out) throws IOException, InterruptedException {
        Page page = new Page(request.getPaginationMarker().getPath(), request.getNumber(), request.getReverse());
        CommitRow commit = reading.commit(
                request.hasFile(), request.getFile(), Reading.all(Permission.REPO_READ, Permission.REPO_LIST_FILE));
        FilePath path = FilePath.of(request.getFile().getPath());
        try (Walk walk = Walk.from(files, commit.files(), path)) {
            if (!walk.hasNext() && !path.root()) {
                throw Refusals.notFound("commit/" + commit.id() + " does not contain item: ("
                        + request.getFile().getPath() + ")");
            }
            Page.Collector listed = page.collect(found -> out.send(Wire.file(commit, found)));
            while (!listed.full() && walk.hasNext()) {
                listed.add(walk.next());
            }
            listed.end();
        }
    }

    void glob(GlobFileRequest request, Outflow<FileInfo> out) throws IOException, InterruptedException {
        if (!request.hasCommit()) {
            throw Refusals.unknown("commit cannot be nil");
        }
        CommitRow commit =
                reading.commit(request.getCommit(), Reading.all(Permission.REPO_READ, Permission.REPO_LIST_FILE));
        PathRanges range = new PathRanges(request.getPathRange());
        try (Matches matches = new Matches(files, commit.files(), pattern(request.getPattern()), false)) {
            while (matches.hasNext()) {
                Found found = matches.next();
                if (range.holds(found.path())) {
                    out.send(Wire.file(commit, found));
                }
            }
        }
    }

    static Glob pattern(String text) {
        try {
            return new Glob(text);
        } catch (IllegalArgumentException e) {
            throw Refusals.unknown(e.getMessage());
        }
    }

    void diff(DiffFileRequest request, Outflow<DiffFileResponse> out) throws IOException, InterruptedException {
        CommitRow now = reading.commit(request.hasNewFile(), request.getNewFile(), Reading.all(Permission.REPO_READ));
        if (request.hasOldFile() && !request.getOldFile().hasCommit()) {
            throw Refusals.unknown("check old file commit: commit cannot be nil");
        }
        Optional<CommitRow> before = request.hasOldFile()
                ? Optional.of(reading.commit(true, request.getOldFile(), Reading.all(Permission.REPO_READ)))
                : reading.parent(now);
        String path = request.getNewFile().getPath();
        String oldPath = request.hasOldFile() ? request.getOldFile().getPath() : path;
        try (Walk news = Walk.from(files, now.files(), FilePath.of(path));
                Walk olds = Walk.from(files, before.flatMap(CommitRow::files), FilePath.of(oldPath))) {
            Difference difference = new Difference(news, olds);
            while (difference.hasNext()) {
                Difference.Pair pair = difference.next();
                DiffFileResponse.Builder response = DiffFileResponse.newBuilder();
                pair.now().ifPresent(found -> response.setNewFile(Wire.file(now, found)));
                pair.before().ifPresent(found -> response.setOldFile(Wire.file(before.orElseThrow(), found)));
                out.send(response.build());
            }
        }
    }

    /** What is at the path of a file to be copied. */
    Entry source(caravan.proto.pfs.File file) throws IOException, InterruptedException {
        if (file.hasCommit() && !file.getCommit().hasRepo()) {
            throw Refusals.unknown("pick commit tx: cannot pick commit with no repo");
        }
        CommitRow commit = reading.commit(true, file, Reading.all(Permission.REPO_READ));
        return files.find(commit.files(), FilePath.of(file.getPath())).orElseThrow(() -> reading.missing(file));
    }
}
