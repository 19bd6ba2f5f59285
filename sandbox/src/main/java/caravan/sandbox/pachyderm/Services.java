package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.files.FileStore;
import caravan.sandbox.pachyderm.metadata.Metadata;
import io.grpc.BindableService;
import java.util.List;
import java.util.concurrent.Executor;

/** Puts the services together. */
final class Services {
    private Services() {}

    static List<BindableService> over(Metadata metadata, FileStore files, Executor workers, String id) {
        Access access = new Access(metadata);
        CommitFinder finder = new CommitFinder(metadata);
        CommitInfos infos = new CommitInfos(metadata);
        Commits commits = new Commits(metadata, files);
        CommitLists lists = new CommitLists(metadata, access, finder, infos);
        Reading reading = new Reading(metadata, access, finder);
        FileCalls fileCalls = new FileCalls(files, reading);
        PfsService pfs = new PfsService(
                new Calls(workers),
                new ProjectCalls(metadata, access),
                new RepoCalls(metadata, access),
                new BranchCalls(metadata, access, finder, commits),
                new CommitCalls(metadata, access, finder, commits, infos, workers),
                lists,
                new RemovalCalls(access, finder, lists, new History(metadata, commits)),
                fileCalls,
                new ContentCalls(files, reading),
                new ModifyCall.Tools(metadata, files, access, finder, commits, fileCalls, new UrlSource()));
        return List.of(pfs, new AuthService(metadata, access), new AdminService(id), new VersionService());
    }
}
