package caravan.app.git;

import caravan.loop.CodeSource;
import caravan.loop.ModelCode;
import caravan.loop.port.CodePort;
import caravan.loop.port.SystemException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Reads a training program's folder from git. A repository on this machine is opened where it lies; another is kept as a
 * bare copy and fetched before each reading.
 */
public final class GitCode implements CodePort {
    private static final int TIMEOUT_SECONDS = 30;
    private static final List<RefSpec> ALL =
            List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));

    private final Path copies;
    private final Map<String, ModelCode> known = new ConcurrentHashMap<>();

    /** Keeps its copies in this folder. */
    public GitCode(Path copies) {
        this.copies = copies;
    }

    @Override
    public ModelCode read(CodeSource source) {
        try (Repository repository = open(source.git())) {
            ObjectId id = repository.resolve(source.ref() + "^{commit}");
            if (id == null) {
                throw problem(source, "has no branch, tag or commit '" + source.ref() + "'", null);
            }
            String key = source.git() + "\n" + id.name() + "\n" + source.folder();
            ModelCode code = known.get(key);
            if (code == null) {
                code = read(repository, id, source);
                known.clear();
                known.put(key, code);
            }
            return code;
        } catch (GitAPIException e) {
            throw new SystemException(
                    "git", SystemException.Kind.UNAVAILABLE, source.git() + " cannot be fetched: " + e.getMessage(), e);
        } catch (IOException e) {
            throw problem(source, "cannot be read: " + e.getMessage(), e);
        }
    }

    private Repository open(String git) throws IOException, GitAPIException {
        Path local = git.startsWith("file:") ? Path.of(URI.create(git)) : Path.of(git);
        if (git.startsWith("file:") || !git.contains("://") && Files.isDirectory(local)) {
            Path folder = Files.isDirectory(local.resolve(".git")) ? local.resolve(".git") : local;
            return new RepositoryBuilder()
                    .setGitDir(folder.toFile())
                    .setMustExist(true)
                    .build();
        }
        String name =
                UUID.nameUUIDFromBytes(git.getBytes(StandardCharsets.UTF_8)).toString();
        Path copy = copies.resolve(name + ".git");
        synchronized (this) {
            try (Git bare = Git.init().setBare(true).setGitDir(copy.toFile()).call()) {
                bare.fetch()
                        .setRemote(git)
                        .setRefSpecs(ALL)
                        .setRemoveDeletedRefs(true)
                        .setTimeout(TIMEOUT_SECONDS)
                        .call();
            }
        }
        return new RepositoryBuilder()
                .setGitDir(copy.toFile())
                .setMustExist(true)
                .build();
    }

    private static ModelCode read(Repository repository, ObjectId id, CodeSource source) throws IOException {
        try (RevWalk revisions = new RevWalk(repository)) {
            RevCommit commit = revisions.parseCommit(id);
            ObjectId tree = commit.getTree();
            if (!source.folder().equals(".")) {
                try (TreeWalk folder = TreeWalk.forPath(repository, source.folder(), tree)) {
                    if (folder == null || !folder.isSubtree()) {
                        throw problem(source, "has no folder '" + source.folder() + "' at " + id.name(), null);
                    }
                    tree = folder.getObjectId(0);
                }
            }
            return new ModelCode(id.name(), tree.name(), files(repository, tree));
        }
    }

    private static List<ModelCode.CodeFile> files(Repository repository, ObjectId tree) throws IOException {
        List<ModelCode.CodeFile> files = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                if (FileMode.REGULAR_FILE.equals(walk.getRawMode(0))
                        || FileMode.EXECUTABLE_FILE.equals(walk.getRawMode(0))) {
                    files.add(new ModelCode.CodeFile(
                            walk.getPathString(),
                            repository.open(walk.getObjectId(0)).getBytes(),
                            FileMode.EXECUTABLE_FILE.equals(walk.getRawMode(0))));
                }
            }
        }
        return files;
    }

    private static SystemException problem(CodeSource source, String what, Throwable cause) {
        return new SystemException(
                "git", SystemException.Kind.REJECTED, "the git repository " + source.git() + " " + what, cause);
    }
}
