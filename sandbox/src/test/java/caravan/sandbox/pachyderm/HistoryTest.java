package caravan.sandbox.pachyderm;

import static caravan.sandbox.pachyderm.Pachyderm.add;
import static caravan.sandbox.pachyderm.Pachyderm.branch;
import static caravan.sandbox.pachyderm.Pachyderm.commit;
import static caravan.sandbox.pachyderm.Pachyderm.into;
import static caravan.sandbox.pachyderm.Pachyderm.master;
import static caravan.sandbox.pachyderm.Pachyderm.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.proto.pfs.Branch;
import caravan.proto.pfs.Commit;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitSet;
import caravan.proto.pfs.CreateBranchRequest;
import caravan.proto.pfs.DeleteBranchRequest;
import caravan.proto.pfs.DropCommitRequest;
import caravan.proto.pfs.DropCommitSetRequest;
import caravan.proto.pfs.FinishCommitRequest;
import caravan.proto.pfs.InspectCommitRequest;
import caravan.proto.pfs.ListBranchRequest;
import caravan.proto.pfs.ListCommitRequest;
import caravan.proto.pfs.OriginKind;
import caravan.proto.pfs.SquashCommitRequest;
import caravan.proto.pfs.SquashCommitSetRequest;
import caravan.proto.pfs.StartCommitRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    static Path home;

    private static Pachyderm pachyderm;

    @BeforeAll
    static void start() throws Exception {
        pachyderm = new Pachyderm(home);
    }

    @AfterAll
    static void stop() throws Exception {
        pachyderm.close();
    }

    private static List<String> commits(ListCommitRequest.Builder request) {
        List<String> ids = new ArrayList<>();
        pachyderm
                .pfs()
                .listCommit(request.build())
                .forEachRemaining(info -> ids.add(info.getCommit().getId()));
        return ids;
    }

    private static ListCommitRequest.Builder of(String repo) {
        return ListCommitRequest.newBuilder().setRepo(named(repo));
    }

    @Test
    void commits_are_listed_newest_first_and_along_parents_up_to_from() {
        pachyderm.repo("list");
        String one = pachyderm.put("list", "/a", "1");
        String two = pachyderm.put("list", "/b", "2");
        String three = pachyderm.put("list", "/c", "3");
        assertThat(commits(of("list"))).containsExactly(three, two, one);
        assertThat(commits(of("list").setReverse(true).setNumber(2))).containsExactly(one, two);
        assertThat(commits(of("list").setNumber(2))).containsExactly(three, two);
        assertThat(commits(of("list").setTo(commit("list", three)).setFrom(commit("list", one))))
                .containsExactly(three, two);
        assertThat(commits(of("list").setTo(commit("list", three)).setFrom(commit("list", three))))
                .isEmpty();
        assertThat(commits(of("list").setTo(master("list")).setFrom(commit("list", "master^"))))
                .containsExactly(three, two, one);
        assertThat(commits(of("list").setOriginKind(OriginKind.AUTO))).isEmpty();
        assertThatThrownBy(() -> commits(of("list").setFrom(commit("list", one))))
                .hasMessage("UNKNOWN: cannot use `from` commit without `to` commit");
        assertThatThrownBy(() -> commits(of("list").setTo(master("list")).setReverse(true)))
                .hasMessage("UNKNOWN: cannot use 'Reverse' while also using 'From' or 'To'");
        assertThatThrownBy(() -> commits(of("list").setTo(master("other"))))
                .hasMessage("UNKNOWN: `from` and `to` commits need to be from repo default/list");
    }

    @Test
    void a_commit_is_meant_by_id_branch_and_what_stands_behind_them() {
        pachyderm.repo("address");
        String one = pachyderm.put("address", "/a", "1");
        String two = pachyderm.put("address", "/b", "2");
        String three = pachyderm.put("address", "/c", "3");
        assertThat(id(master("address"))).isEqualTo(three);
        assertThat(id(commit("address", "master"))).isEqualTo(three);
        assertThat(id(commit("address", "master^"))).isEqualTo(two);
        assertThat(id(commit("address", "master~2"))).isEqualTo(one);
        assertThat(id(commit("address", "master^^"))).isEqualTo(one);
        assertThat(id(commit("address", "master.1"))).isEqualTo(one);
        assertThat(id(commit("address", three + "^"))).isEqualTo(two);
        assertThat(id(Commit.newBuilder()
                        .setBranch(branch("address", "master"))
                        .setId("^")
                        .build()))
                .isEqualTo(two);
        assertThatThrownBy(() -> id(commit("address", "master^9")))
                .hasMessageStartingWith(
                        "UNKNOWN: pick commit tx: picking commit: invalid offset for ancestor of commit:");
        assertThatThrownBy(() -> id(commit("address", "nobranch")))
                .hasMessage("NOT_FOUND: pick commit tx: commit default/address@ not found\n"
                        + "branch \"nobranch\" not found in repo default/address");
        assertThatThrownBy(() -> id(Commit.newBuilder()
                        .setRepo(named("address"))
                        .setId("nobranch")
                        .build()))
                .hasMessageStartingWith("ABORTED: panic:");
        String unknown = "0".repeat(12) + "4" + "0".repeat(19);
        assertThatThrownBy(() -> id(commit("address", unknown)))
                .hasMessage("NOT_FOUND: pick commit tx: commit default/address@" + unknown + " not found\n"
                        + "commit default/address@" + unknown + " not found");
        assertThatThrownBy(() -> id(master("nope")))
                .hasMessage(
                        "NOT_FOUND: pick commit tx: commit default/nope@ not found\n" + "repo default/nope not found");
        assertThatThrownBy(() -> id(Commit.newBuilder()
                        .setBranch(Branch.newBuilder().setName("master"))
                        .build()))
                .hasMessage("UNKNOWN: pick commit tx: cannot pick commit with no repo");
    }

    private static String id(Commit address) {
        return info(address).getCommit().getId();
    }

    private static CommitInfo info(Commit address) {
        return pachyderm
                .pfs()
                .inspectCommit(
                        InspectCommitRequest.newBuilder().setCommit(address).build());
    }

    @Test
    void squashing_keeps_the_files_in_the_child_and_the_head_cannot_be_squashed() {
        pachyderm.repo("squash");
        String one = pachyderm.put("squash", "/a", "1");
        String two = pachyderm.put("squash", "/b", "2");
        String three = pachyderm.put("squash", "/c", "3");
        pachyderm
                .pfs()
                .squashCommit(SquashCommitRequest.newBuilder()
                        .setCommit(commit("squash", two))
                        .build());
        assertThat(info(commit("squash", three)).getParentCommit().getId()).isEqualTo(one);
        assertThat(pachyderm.diff(commit("squash", three), null)).containsExactly("~/", "+/b", "+/c");
        pachyderm
                .pfs()
                .squashCommitSet(SquashCommitSetRequest.newBuilder()
                        .setCommitSet(CommitSet.newBuilder().setId(one))
                        .build());
        assertThat(info(commit("squash", three)).hasParentCommit()).isFalse();
        assertThat(pachyderm.diff(commit("squash", three), null)).containsExactly("+/", "+/a", "+/b", "+/c");
        assertThatThrownBy(() -> pachyderm
                        .pfs()
                        .squashCommit(SquashCommitRequest.newBuilder()
                                .setCommit(commit("squash", three))
                                .build()))
                .hasMessageStartingWith("UNKNOWN: cannot squash a commit that has no children");
        pachyderm
                .pfs()
                .squashCommitSet(SquashCommitSetRequest.newBuilder()
                        .setCommitSet(CommitSet.newBuilder().setId("squash@master"))
                        .build());
    }

    @Test
    void dropping_moves_the_branch_back_and_a_dropped_root_leaves_an_empty_commit() {
        pachyderm.repo("drop");
        String one = pachyderm.put("drop", "/a", "1");
        String two = pachyderm.put("drop", "/b", "2");
        assertThatThrownBy(() -> pachyderm
                        .pfs()
                        .dropCommit(DropCommitRequest.newBuilder()
                                .setCommit(commit("drop", one))
                                .build()))
                .hasMessage("UNKNOWN: cannot drop a commit that has children");
        pachyderm
                .pfs()
                .dropCommitSet(DropCommitSetRequest.newBuilder()
                        .setCommitSet(CommitSet.newBuilder().setId(two))
                        .build());
        assertThat(pachyderm.head("drop", "master")).isEqualTo(one);
        pachyderm
                .pfs()
                .dropCommit(DropCommitRequest.newBuilder()
                        .setCommit(commit("drop", one))
                        .build());
        CommitInfo empty = info(master("drop"));
        assertThat(empty.getOrigin().getKind()).isEqualTo(OriginKind.AUTO);
        assertThat(empty.hasFinished()).isTrue();
        assertThat(pachyderm.list(master("drop"), "/")).isEmpty();
    }

    @Test
    void a_branch_is_made_at_a_commit_or_with_an_empty_one_and_moved() {
        pachyderm.repo("branch");
        String one = pachyderm.put("branch", "/a", "1");
        String two = pachyderm.put("branch", "/b", "2");
        create("dev", master("branch"));
        assertThat(pachyderm.head("branch", "dev")).isEqualTo(two);
        create("dev", commit("branch", one));
        assertThat(pachyderm.head("branch", "dev")).isEqualTo(one);
        create("blank", null);
        assertThat(info(commit("branch", "blank")).getOrigin().getKind()).isEqualTo(OriginKind.AUTO);
        List<String> names = new ArrayList<>();
        pachyderm
                .pfs()
                .listBranch(
                        ListBranchRequest.newBuilder().setRepo(named("branch")).build())
                .forEachRemaining(info -> names.add(info.getBranch().getName()));
        assertThat(names).containsExactly("blank", "dev", "master");
        pachyderm
                .pfs()
                .deleteBranch(DeleteBranchRequest.newBuilder()
                        .setBranch(branch("branch", "dev"))
                        .build());
        assertThat(id(commit("branch", one))).isEqualTo(one);
        assertThatThrownBy(() -> pachyderm.head("branch", "dev"))
                .hasMessage("NOT_FOUND: inspect branch in transaction: branch (id=0, branch=default/branch@dev) not"
                        + " found\nbranch \"dev\" not found in repo default/branch");
        assertThatThrownBy(() -> pachyderm
                        .pfs()
                        .deleteBranch(DeleteBranchRequest.newBuilder()
                                .setBranch(branch("branch", "dev"))
                                .build()))
                .hasMessage("NOT_FOUND: get branch \"default/branch.user@dev\": branch (id=0,"
                        + " branch=default/branch@dev) not found");
    }

    private static void create(String name, Commit head) {
        CreateBranchRequest.Builder request = CreateBranchRequest.newBuilder().setBranch(branch("branch", name));
        if (head != null) {
            request.setHead(head);
        }
        pachyderm.pfs().createBranch(request.build());
    }

    @Test
    void a_branch_has_one_open_commit_at_a_time() {
        pachyderm.repo("open");
        String open = pachyderm
                .pfs()
                .startCommit(StartCommitRequest.newBuilder()
                        .setBranch(branch("open", "master"))
                        .setDescription("first")
                        .build())
                .getId();
        assertThatThrownBy(() -> pachyderm
                        .pfs()
                        .startCommit(StartCommitRequest.newBuilder()
                                .setBranch(branch("open", "master"))
                                .build()))
                .hasMessage("UNKNOWN: start commit in transaction: create commit: parent commit default/open@" + open
                        + " has not been finished");
        pachyderm
                .pfs()
                .finishCommit(FinishCommitRequest.newBuilder()
                        .setCommit(master("open"))
                        .setDescription("done")
                        .build());
        assertThatThrownBy(() -> pachyderm
                        .pfs()
                        .finishCommit(FinishCommitRequest.newBuilder()
                                .setCommit(master("open"))
                                .build()))
                .hasMessage("UNKNOWN: commit default/open@" + open + " has already finished");
        assertThat(pachyderm.finished("open", open).getDescription()).isEqualTo("done");
    }

    @Test
    void puts_at_the_same_time_on_one_branch_are_a_commit_each_and_none_is_lost() throws Exception {
        pachyderm.repo("crowd");
        ExecutorService clients = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String path = "/f" + i;
                puts.add(clients.submit(() -> pachyderm.modify(into(master("crowd")), add(path, "x"))));
            }
            for (Future<?> put : puts) {
                put.get();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(pachyderm.list(master("crowd"), "/")).hasSize(12);
        assertThat(commits(of("crowd"))).hasSize(12);
    }
}
