package caravan.cli;

import caravan.dataset.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A bare git repository under the home with the training program's folder as it lies in the checkout: what the
 * integration reads code from on one machine, whether or not the checkout is a git checkout and whatever its branch.
 * The same files always give the same tree, and an unchanged tree no new commit.
 */
final class CodeRepository {
    private static final String BRANCH = Constants.R_HEADS + "main";

    private CodeRepository() {}

    /**
     * Brings the repository up to date.
     *
     * @param folder the training program's folder
     * @param name the folder's path within the repository
     * @return the repository's URL
     */
    static URI update(Path folder, String name, Path bare) {
        try (Repository repository =
                new RepositoryBuilder().setBare().setGitDir(bare.toFile()).build()) {
            if (!Files.isDirectory(bare)) {
                repository.create(true);
                repository.updateRef(Constants.HEAD).link(BRANCH);
            }
            commit(repository, folder, name);
            return bare.toUri();
        } catch (IOException e) {
            throw new CliException(
                    "cannot put " + folder + " into the git repository " + bare + ": " + e.getMessage(), e);
        }
    }

    private static void commit(Repository repository, Path folder, String name) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId tree = tree(inserter, folder, name);
            ObjectId head = repository.resolve(BRANCH);
            if (head != null) {
                try (RevWalk walk = new RevWalk(repository)) {
                    if (walk.parseCommit(head).getTree().getId().equals(tree)) {
                        return;
                    }
                }
            }
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree);
            if (head != null) {
                commit.setParentId(head);
            }
            PersonIdent who = new PersonIdent("Caravan", "caravan@localhost", Instant.now(), ZoneOffset.UTC);
            commit.setAuthor(who);
            commit.setCommitter(who);
            commit.setMessage("The training program as it lies in " + folder + "\n");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = repository.updateRef(BRANCH);
            update.setNewObjectId(id);
            update.setExpectedOldObjectId(head == null ? ObjectId.zeroId() : head);
            RefUpdate.Result result = update.update();
            if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
                throw new IOException("git answered " + result);
            }
        }
    }

    private static ObjectId tree(ObjectInserter inserter, Path folder, String name) throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        for (Path file : Folders.files(folder)) {
            String path = folder.relativize(file).toString().replace('\\', '/');
            if (path.startsWith("target/") || path.contains("/target/") || path.startsWith("src/test/")) {
                continue;
            }
            DirCacheEntry entry = new DirCacheEntry(name + "/" + path);
            entry.setFileMode(Files.isExecutable(file) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE);
            entry.setLength(Files.size(file));
            try (InputStream in = Files.newInputStream(file)) {
                entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, Files.size(file), in));
            }
            builder.add(entry);
        }
        builder.finish();
        return index.writeTree(inserter);
    }
}
