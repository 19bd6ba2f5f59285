package caravan.sandbox.pachyderm;

import static caravan.sandbox.pachyderm.Pachyderm.add;
import static caravan.sandbox.pachyderm.Pachyderm.branch;
import static caravan.sandbox.pachyderm.Pachyderm.commit;
import static caravan.sandbox.pachyderm.Pachyderm.delete;
import static caravan.sandbox.pachyderm.Pachyderm.file;
import static caravan.sandbox.pachyderm.Pachyderm.into;
import static caravan.sandbox.pachyderm.Pachyderm.master;
import static caravan.sandbox.pachyderm.Pachyderm.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.proto.pfs.AddFile;
import caravan.proto.pfs.Branch;
import caravan.proto.pfs.ClearCommitRequest;
import caravan.proto.pfs.Commit;
import caravan.proto.pfs.CommitSet;
import caravan.proto.pfs.CopyFile;
import caravan.proto.pfs.CreateBranchRequest;
import caravan.proto.pfs.CreateProjectRequest;
import caravan.proto.pfs.CreateRepoRequest;
import caravan.proto.pfs.DeleteBranchRequest;
import caravan.proto.pfs.DeleteRepoRequest;
import caravan.proto.pfs.DiffFileRequest;
import caravan.proto.pfs.File;
import caravan.proto.pfs.FinishCommitRequest;
import caravan.proto.pfs.GetFileRequest;
import caravan.proto.pfs.InspectCommitRequest;
import caravan.proto.pfs.InspectCommitSetRequest;
import caravan.proto.pfs.InspectFileRequest;
import caravan.proto.pfs.InspectRepoRequest;
import caravan.proto.pfs.ListCommitRequest;
import caravan.proto.pfs.ModifyFileRequest;
import caravan.proto.pfs.Project;
import caravan.proto.pfs.Repo;
import caravan.proto.pfs.SquashCommitRequest;
import caravan.proto.pfs.StartCommitRequest;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hashes, orders and texts that a Pachyderm 2.12 was seen to answer with. */
class RecordedTest {
    @TempDir
    static Path home;

    private static Pachyderm pachyderm;

    @BeforeAll
    static void start() throws Exception {
        pachyderm = new Pachyderm(home);
        pachyderm.repo("demo");
        pachyderm.put("demo", "/a.txt", "hello\n");
    }

    @AfterAll
    static void stop() throws Exception {
        pachyderm.close();
    }

    private static void refused(ThrowingCallable call, String text) {
        assertThatThrownBy(call).hasMessage(text);
    }

    private static String hash(String repo, String path) {
        return Base64.getEncoder()
                .encodeToString(pachyderm
                        .pfs()
                        .inspectFile(InspectFileRequest.newBuilder()
                                .setFile(file(master(repo), path))
                                .build())
                        .getHash()
                        .toByteArray());
    }

    @Test
    void files_have_the_recorded_hashes_however_they_were_written() {
        pachyderm.repo("hashes");
        pachyderm.put("hashes", "/a.txt", "hello\n", "/b.txt", "hello");
        pachyderm.modify(into(master("hashes")), add("/a.txt", "hello\n"));
        assertThat(hash("hashes", "/a.txt")).isEqualTo("cTjU6c9Aifvyy8lcR/f86l2ugAT2jCIoAPyAQG3TIyE=");
        assertThat(hash("hashes", "/b.txt")).isEqualTo("kBxg///Xf3Q3Kfj+oCM8CwAiNCi1GSwgFfhTVitFzlk=");
    }

    @Test
    void the_examples_photos_give_the_recorded_directories() throws IOException {
        String photos = System.getenv("CARAVAN_DATASET");
        assumeTrue(photos != null, "CARAVAN_DATASET does not say where the photos are");
        pachyderm.repo("dogs-and-cats");
        put(Path.of(photos), "data");
        assertThat(hash("dogs-and-cats", "/data")).isEqualTo("x2r0YVpEEXV+1ZcXntLCWF0/2j2dwnAiLTwmoYq3Axg=");
        assertThat(hash("dogs-and-cats", "/")).isEqualTo("DG2vImVkcQ8SI7HD/sW26MSPDnhX5N5Q1FHkPNVu6j8=");
        put(Path.of(photos), "delta");
        assertThat(hash("dogs-and-cats", "/delta/cat.112.jpg"))
                .isEqualTo("tVkkLPidxswyvnQKe1VIuPumasLW94GQOdnpULBPs0w=");
        assertThat(hash("dogs-and-cats", "/delta")).isEqualTo("7rVdUhPp3Q/thog7m79VitnVNmV9lF+YsQrrQoLsNa8=");
        assertThat(hash("dogs-and-cats", "/")).isEqualTo("D2X7bTSf+4HaTk5IjWcMdmZhrfK+e+nW1/hJLzIuOiE=");
        assertThat(pachyderm.diff(master("dogs-and-cats"), null)).hasSize(98).startsWith("~/", "+/delta/");
    }

    private static void put(Path photos, String folder) throws IOException {
        List<ModifyFileRequest> requests = new ArrayList<>();
        requests.add(into(master("dogs-and-cats")));
        try (var files = Files.list(photos.resolve(folder))) {
            for (Path file : files.toList()) {
                String path = "/" + folder + "/" + file.getFileName();
                requests.add(delete(path));
                requests.add(add(path, ByteString.copyFrom(Files.readAllBytes(file))));
            }
        }
        pachyderm.modify(requests.toArray(ModifyFileRequest[]::new));
    }

    @Test
    void a_directory_that_became_a_file_is_both_in_the_difference() {
        pachyderm.repo("became");
        pachyderm.put("became", "/a/x", "1", "/b", "2");
        pachyderm.modify(into(master("became")), delete("/a/"), add("/a", "now"));
        assertThat(pachyderm.diff(master("became"), null)).containsExactly("~/", "+/a", "-/a/", "-/a/x");
        pachyderm.modify(into(master("became")), delete("/a"), add("/a/x", "1"));
        assertThat(pachyderm.diff(master("became"), null)).containsExactly("~/", "-/a", "+/a/", "+/a/x");
    }

    @Test
    void paths_are_brought_into_one_form() {
        pachyderm.repo("paths");
        pachyderm.put("paths", "rel", "1", "/x/", "2", "//a//b", "3", "/sp ace:~,;=&%'\\", "4");
        assertThat(pachyderm.list(master("paths"), "/")).containsExactly("/a/", "/rel", "/sp ace:~,;=&%'\\", "/x");
        assertThat(pachyderm.list(master("paths"), "a")).containsExactly("/a/b");
        refused(
                () -> pachyderm.modify(into(master("paths")), add("/a/../b", "1")),
                "UNKNOWN: path (/a/../b) invalid: relative file paths are not allowed");
        refused(
                () -> pachyderm.modify(into(master("paths")), add("/Käse", "1")),
                "UNKNOWN: path (/Käse) invalid: only printable ASCII characters allowed");
    }

    @Test
    void a_stream_of_changes_begins_with_its_commit_and_names_no_other() {
        refused(() -> pachyderm.modify(), "UNKNOWN: EOF");
        refused(() -> pachyderm.modify(add("/x", "1")), "UNKNOWN: first message must be a commit");
        refused(() -> pachyderm.modify(into(master("demo")), into(master("demo"))), "UNKNOWN: cannot set commit");
        refused(
                () -> pachyderm.modify(into(master("nope")), add("/x", "1")),
                "NOT_FOUND: pick commit tx: commit default/nope@ not found\nrepo default/nope not found");
        assertThatThrownBy(() -> pachyderm.modify(
                        into(master("demo")), add("/x", ByteString.copyFrom(new byte[(20 << 20) + 1]))))
                .hasMessageStartingWith("RESOURCE_EXHAUSTED");
        refused(
                () -> pachyderm.modify(
                        into(master("demo")),
                        ModifyFileRequest.newBuilder()
                                .setAddFile(AddFile.newBuilder()
                                        .setPath("/url")
                                        .setUrl(AddFile.URLSource.newBuilder().setURL("http://127.0.0.1:9/none")))
                                .build()),
                "UNKNOWN: Get \"http://127.0.0.1:9/none\": dial tcp 127.0.0.1:9: connect: connection refused");
    }

    @Test
    void files_are_copied_from_any_commit_whose_repo_is_named() throws Exception {
        pachyderm.repo("copies");
        pachyderm.put("copies", "/f", "old");
        File source = file(master("demo"), "/a.txt");
        pachyderm.modify(into(master("copies")), copy("/copy.txt", source, false), copy("/f", source, true));
        assertThat(pachyderm.read(master("copies"), "/copy.txt")).isEqualTo("hello\n");
        assertThat(pachyderm.read(master("copies"), "/f")).isEqualTo("oldhello\n");
        pachyderm.modify(into(master("copies")), copy("/all", file(master("demo"), "/"), false));
        assertThat(pachyderm.list(master("copies"), "/all")).containsExactly("/all/a.txt");
        Commit nameless =
                Commit.newBuilder().setBranch(branch("demo", "master")).build();
        refused(
                () -> pachyderm.modify(into(master("copies")), copy("/c", file(nameless, "/a.txt"), false)),
                "UNKNOWN: pick commit tx: cannot pick commit with no repo");
    }

    private static ModifyFileRequest copy(String to, File from, boolean append) {
        return ModifyFileRequest.newBuilder()
                .setCopyFile(CopyFile.newBuilder().setDst(to).setSrc(from).setAppend(append))
                .build();
    }

    @Test
    void a_commit_may_name_its_repo_by_its_branch_alone() throws Exception {
        Repo plain = Repo.newBuilder().setName("demo").setType("user").build();
        Commit old = Commit.newBuilder()
                .setBranch(Branch.newBuilder().setRepo(plain).setName("master"))
                .build();
        assertThat(pachyderm.read(old, "/a.txt")).isEqualTo("hello\n");
        Commit blank = Commit.newBuilder()
                .setRepo(Repo.getDefaultInstance())
                .setBranch(branch("demo", "master"))
                .build();
        assertThatThrownBy(() -> pachyderm.read(blank, "/a.txt"))
                .hasMessageStartingWith("NOT_FOUND:")
                .hasMessageContaining("repo default/ not found");
    }

    @Test
    void what_is_missing_is_refused_in_the_recorded_words() {
        var pfs = pachyderm.pfs();
        refused(() -> pfs.createRepo(CreateRepoRequest.getDefaultInstance()), "UNKNOWN: repo cannot be nil");
        refused(() -> pfs.inspectRepo(InspectRepoRequest.getDefaultInstance()), "UNKNOWN: repo cannot be nil");
        refused(() -> pfs.deleteRepo(DeleteRepoRequest.getDefaultInstance()), "INVALID_ARGUMENT: no repo specified");
        refused(
                () -> pfs.startCommit(StartCommitRequest.getDefaultInstance()),
                "UNKNOWN: start commit in transaction: branch must be specified");
        refused(
                () -> pfs.finishCommit(FinishCommitRequest.getDefaultInstance()),
                "UNKNOWN: check new file commit: commit cannot be nil");
        refused(() -> pfs.inspectCommit(InspectCommitRequest.getDefaultInstance()), "UNKNOWN: commit cannot be nil");
        refused(() -> pfs.clearCommit(ClearCommitRequest.getDefaultInstance()), "UNKNOWN: commit cannot be nil");
        refused(
                () -> pfs.squashCommit(SquashCommitRequest.getDefaultInstance()),
                "UNKNOWN: pick commit tx: cannot pick nil commit");
        refused(() -> pfs.createBranch(CreateBranchRequest.getDefaultInstance()), "UNKNOWN: branch cannot be nil");
        refused(
                () -> pfs.deleteBranch(DeleteBranchRequest.getDefaultInstance()),
                "INVALID_ARGUMENT: validate request: invalid DeleteBranchRequest.Branch: value is required");
        refused(() -> pfs.getFile(GetFileRequest.getDefaultInstance()).hasNext(), "UNKNOWN: file cannot be nil");
        refused(
                () -> pfs.createProject(CreateProjectRequest.getDefaultInstance()),
                "UNKNOWN: invalid project name: nil project");
        refused(
                () -> pfs.diffFile(DiffFileRequest.newBuilder()
                                .setNewFile(file(master("demo"), "/"))
                                .setOldFile(File.getDefaultInstance())
                                .build())
                        .hasNext(),
                "UNKNOWN: check old file commit: commit cannot be nil");
    }

    @Test
    void what_does_not_exist_or_fit_is_refused_in_the_recorded_words() {
        var pfs = pachyderm.pfs();
        refused(() -> pachyderm.repo("demo"), "ALREADY_EXISTS: repo default/demo already exists");
        refused(
                () -> pachyderm.repo("bad name"),
                "UNKNOWN: name (bad name) invalid: only alphanumeric characters, underscores, and dashes are allowed");
        refused(
                () -> pfs.inspectRepo(
                        InspectRepoRequest.newBuilder().setRepo(named("nosuch")).build()),
                "NOT_FOUND: repo default/nosuch not found");
        refused(
                () -> pfs.listCommit(ListCommitRequest.newBuilder()
                                .setRepo(named("nosuch"))
                                .build())
                        .hasNext(),
                "NOT_FOUND: ensure repo exists: repo default/nosuch not found");
        refused(
                () -> pfs.inspectCommitSet(InspectCommitSetRequest.newBuilder()
                                .setCommitSet(CommitSet.newBuilder().setId("abc"))
                                .build())
                        .hasNext(),
                "NOT_FOUND: no commits found for commitset abc");
        refused(
                () -> pfs.clearCommit(ClearCommitRequest.newBuilder()
                        .setCommit(master("demo"))
                        .build()),
                "UNKNOWN: cannot clear finished commit");
        assertThatThrownBy(() -> pfs.inspectRepo(InspectRepoRequest.newBuilder()
                        .setRepo(Repo.newBuilder().setName("demo"))
                        .build()))
                .hasMessageContaining("invalid input value for enum pfs.repo_type: \"\" (SQLSTATE 22P02)");
    }

    @Test
    void an_open_commit_can_be_cleared_to_what_it_began_with() {
        pachyderm.repo("clear");
        pachyderm.put("clear", "/a", "1");
        String open = pachyderm
                .pfs()
                .startCommit(StartCommitRequest.newBuilder()
                        .setBranch(branch("clear", "master"))
                        .build())
                .getId();
        pachyderm.modify(into(commit("clear", open)), add("/b", "2"), delete("/a"));
        pachyderm
                .pfs()
                .clearCommit(ClearCommitRequest.newBuilder()
                        .setCommit(commit("clear", open))
                        .build());
        assertThat(pachyderm.list(commit("clear", open), "/")).containsExactly("/a");
    }

    @Test
    void a_project_holds_repos_of_its_own() throws Exception {
        Project project = Project.newBuilder().setName("other").build();
        pachyderm
                .pfs()
                .createProject(
                        CreateProjectRequest.newBuilder().setProject(project).build());
        Repo repo = named("demo").toBuilder().setProject(project).build();
        pachyderm.pfs().createRepo(CreateRepoRequest.newBuilder().setRepo(repo).build());
        Commit there = Commit.newBuilder()
                .setRepo(repo)
                .setBranch(Branch.newBuilder().setRepo(repo).setName("master"))
                .build();
        pachyderm.modify(into(there), add("/only", "here"));
        assertThat(pachyderm.read(there, "/only")).isEqualTo("here");
        assertThat(pachyderm.list(master("demo"), "/")).containsExactly("/a.txt");
    }
}
