package caravan.sandbox.pachyderm;

import static caravan.sandbox.pachyderm.Pachyderm.add;
import static caravan.sandbox.pachyderm.Pachyderm.commit;
import static caravan.sandbox.pachyderm.Pachyderm.delete;
import static caravan.sandbox.pachyderm.Pachyderm.file;
import static caravan.sandbox.pachyderm.Pachyderm.into;
import static caravan.sandbox.pachyderm.Pachyderm.master;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.FileInfo;
import caravan.proto.pfs.FinishCommitRequest;
import caravan.proto.pfs.InspectCommitRequest;
import caravan.proto.pfs.InspectFileRequest;
import caravan.proto.pfs.StartCommitRequest;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataThroughCommitsTest {
    @TempDir
    Path home;

    private Pachyderm pachyderm;

    @BeforeEach
    void start() throws Exception {
        pachyderm = new Pachyderm(home);
        pachyderm.repo("pets");
    }

    @AfterEach
    void stop() throws Exception {
        pachyderm.close();
    }

    @Test
    void a_put_on_a_branch_is_one_finished_commit() throws Exception {
        String id = pachyderm.put("pets", "/data/cat.1.jpg", "miau", "/data/dog.1.jpg", "wuff");
        CommitInfo info = pachyderm.finished("pets", id);
        assertThat(id).matches("[0-9a-f]{12}4[0-9a-f]{19}");
        assertThat(info.hasFinishing()).isTrue();
        assertThat(info.hasFinished()).isTrue();
        assertThat(info.getCommit().hasBranch()).isFalse();
        assertThat(info.getDetails().getSizeBytes()).isEqualTo(8);
        assertThat(info.getCreatedBy()).isEqualTo("pach:root");
        assertThat(pachyderm.read(master("pets"), "/data/dog.1.jpg")).isEqualTo("wuff");
    }

    @Test
    void files_are_listed_in_order_of_their_paths_directories_by_their_slash() {
        pachyderm.put("pets", "/b0", "1", "/b/x", "2", "/b.txt", "3", "/b-1", "4", "/a", "5");
        assertThat(pachyderm.list(master("pets"), "/")).containsExactly("/a", "/b-1", "/b.txt", "/b/", "/b0");
        assertThat(pachyderm.list(master("pets"), "/b")).containsExactly("/b/x");
        assertThat(pachyderm.list(master("pets"), "/b.txt")).containsExactly("/b.txt");
        assertThat(pachyderm.list(master("pets"), "/nothing")).isEmpty();
    }

    @Test
    void adding_to_a_path_appends_and_deleting_it_first_overwrites() throws Exception {
        pachyderm.put("pets", "/f", "one");
        pachyderm.modify(into(master("pets")), add("/f", " two"), add("/f", " three"));
        assertThat(pachyderm.read(master("pets"), "/f")).isEqualTo("one two three");
        pachyderm.put("pets", "/f", "four");
        assertThat(pachyderm.read(master("pets"), "/f")).isEqualTo("four");
    }

    @Test
    void what_is_appended_across_chunks_is_what_would_be_written_whole() throws Exception {
        ByteString first = ByteString.copyFrom(new byte[5_000_000]);
        ByteString second = ByteString.copyFromUtf8("x".repeat(4_000_000));
        pachyderm.modify(into(master("pets")), add("/parts", first));
        pachyderm.modify(into(master("pets")), add("/parts", second));
        pachyderm.modify(into(master("pets")), add("/whole", first.concat(second)));
        assertThat(inspect("/parts").getHash()).isEqualTo(inspect("/whole").getHash());
        assertThat(inspect("/parts").getSizeBytes()).isEqualTo(9_000_000);
        assertThat(pachyderm.read(master("pets"), "/parts")).endsWith("xxx").hasSize(9_000_000);
    }

    @Test
    void a_small_files_hash_is_that_of_its_content_twice() {
        pachyderm.put("pets", "/hello", "hello\n");
        assertThat(HexFormat.of().formatHex(inspect("/hello").getHash().toByteArray()))
                .isEqualTo(twice("hello\n"));
    }

    private static String twice(String text) {
        org.bouncycastle.crypto.digests.Blake2bDigest digest = new org.bouncycastle.crypto.digests.Blake2bDigest(256);
        byte[] hash = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int i = 0; i < 2; i++) {
            digest.update(hash, 0, hash.length);
            hash = new byte[32];
            digest.doFinal(hash, 0);
        }
        return HexFormat.of().formatHex(hash);
    }

    @Test
    void a_directory_is_deleted_only_with_a_slash() {
        pachyderm.put("pets", "/d/a", "1", "/d/b", "2", "/e", "3");
        pachyderm.modify(into(master("pets")), delete("/d"));
        assertThat(pachyderm.list(master("pets"), "/")).containsExactly("/d/", "/e");
        pachyderm.modify(into(master("pets")), delete("/d/"), add("/d/c", "4"));
        assertThat(pachyderm.list(master("pets"), "/d")).containsExactly("/d/c");
        pachyderm.modify(into(master("pets")), delete("/"));
        assertThat(pachyderm.list(master("pets"), "/")).isEmpty();
    }

    @Test
    void a_difference_names_files_and_the_directories_whose_hash_changed() {
        String one = pachyderm.put("pets", "/d/a", "1", "/d/b", "2", "/keep/x", "0");
        String two = pachyderm.put("pets", "/d/a", "changed", "/e/c", "3");
        assertThat(pachyderm.diff(commit("pets", one), null))
                .containsExactly("+/", "+/d/", "+/d/a", "+/d/b", "+/keep/", "+/keep/x");
        assertThat(pachyderm.diff(commit("pets", two), null)).containsExactly("~/", "~/d/", "~/d/a", "+/e/", "+/e/c");
        assertThat(pachyderm.diff(commit("pets", one), commit("pets", two)))
                .containsExactly("~/", "~/d/", "~/d/a", "-/e/", "-/e/c");
        assertThat(pachyderm.diff(commit("pets", two), commit("pets", two))).isEmpty();
    }

    @Test
    void a_rename_that_keeps_the_order_of_hashes_shows_no_directory() {
        pachyderm.put("pets", "/d/y.txt", "same");
        pachyderm.modify(into(master("pets")), delete("/d/y.txt"), add("/d/y2.txt", "same"));
        assertThat(pachyderm.diff(master("pets"), null)).containsExactly("-/d/y.txt", "+/d/y2.txt");
    }

    @Test
    void an_open_commit_is_written_by_id_or_branch_and_frozen_by_finishing() throws Exception {
        pachyderm.put("pets", "/old", "o");
        String id = begin();
        pachyderm.modify(into(commit("pets", id)), add("/a", "1"));
        pachyderm.modify(into(master("pets")), add("/b", "2"));
        assertThat(info(id).hasFinishing()).isFalse();
        assertThat(pachyderm.list(commit("pets", id), "/")).containsExactly("/a", "/b", "/old");
        pachyderm
                .pfs()
                .finishCommit(FinishCommitRequest.newBuilder()
                        .setCommit(commit("pets", id))
                        .build());
        assertThat(pachyderm.finished("pets", id).hasFinished()).isTrue();
        assertThatThrownBy(() -> pachyderm.modify(into(commit("pets", id)), add("/c", "3")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("UNKNOWN: commit default/pets@" + id + " has already finished");
        assertThat(pachyderm.head("pets", "master")).isEqualTo(id);
    }

    @Test
    void nothing_of_a_refused_stream_is_there() {
        assertThatThrownBy(() -> pachyderm.modify(into(master("pets")), add("/a", "1"), add("/st*r", "2")))
                .hasMessage("UNKNOWN: path (/st*r) invalid: globbing character (*) not allowed in path");
        assertThatThrownBy(() -> pachyderm.head("pets", "master"))
                .hasMessageContaining("branch \"master\" not found in repo default/pets");
    }

    @Test
    void a_failed_commit_shows_its_files_but_its_children_do_not() {
        pachyderm.put("pets", "/a", "1");
        String bad = begin();
        pachyderm.modify(into(commit("pets", bad)), add("/e", "2"));
        pachyderm
                .pfs()
                .finishCommit(FinishCommitRequest.newBuilder()
                        .setCommit(commit("pets", bad))
                        .setError("boom")
                        .build());
        assertThat(pachyderm.finished("pets", bad).getError()).isEqualTo("boom");
        String good = pachyderm.put("pets", "/g", "3");
        assertThat(pachyderm.list(commit("pets", bad), "/")).containsExactly("/a", "/e");
        assertThat(pachyderm.list(commit("pets", good), "/")).containsExactly("/a", "/g");
        assertThat(pachyderm.finished("pets", good).getParentCommit().getId()).isEqualTo(bad);
        assertThat(pachyderm.diff(commit("pets", good), null)).containsExactly("~/", "-/e", "+/g");
    }

    @Test
    void a_path_that_is_file_and_directory_fails_the_commit() {
        pachyderm.modify(into(master("pets")), add("/k/x", "1"), add("/k/x/y", "2"));
        assertThat(pachyderm.finished("pets", pachyderm.head("pets", "master")).getError())
                .isEqualTo("file / directory path collision (/k/x)");
    }

    @Test
    void all_is_there_after_a_restart() throws Exception {
        String one = pachyderm.put("pets", "/a", "1");
        String open = begin();
        pachyderm.modify(into(commit("pets", open)), add("/b", "2"));
        pachyderm.restart();
        assertThat(pachyderm.finished("pets", one).hasFinished()).isTrue();
        assertThat(pachyderm.list(commit("pets", open), "/")).containsExactly("/a", "/b");
        pachyderm.modify(into(commit("pets", open)), add("/b", "3"));
        assertThat(pachyderm.read(commit("pets", open), "/b")).isEqualTo("23");
    }

    @Test
    void an_empty_stream_of_changes_makes_an_empty_commit() {
        pachyderm.put("pets", "/a", "1");
        String before = pachyderm.head("pets", "master");
        pachyderm.modify(into(master("pets")), delete("/missing"));
        assertThat(pachyderm.head("pets", "master")).isNotEqualTo(before);
        assertThat(pachyderm.diff(master("pets"), null)).isEmpty();
        assertThat(List.of(pachyderm.list(master("pets"), "/"))).containsExactly(List.of("/a"));
    }

    private String begin() {
        return pachyderm
                .pfs()
                .startCommit(StartCommitRequest.newBuilder()
                        .setBranch(Pachyderm.branch("pets", "master"))
                        .build())
                .getId();
    }

    private CommitInfo info(String id) {
        return pachyderm
                .pfs()
                .inspectCommit(InspectCommitRequest.newBuilder()
                        .setCommit(commit("pets", id))
                        .build());
    }

    private FileInfo inspect(String path) {
        return pachyderm
                .pfs()
                .inspectFile(InspectFileRequest.newBuilder()
                        .setFile(file(master("pets"), path))
                        .build());
    }
}
