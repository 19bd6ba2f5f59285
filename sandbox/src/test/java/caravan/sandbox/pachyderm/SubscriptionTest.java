package caravan.sandbox.pachyderm;

import static caravan.sandbox.pachyderm.Pachyderm.add;
import static caravan.sandbox.pachyderm.Pachyderm.branch;
import static caravan.sandbox.pachyderm.Pachyderm.commit;
import static caravan.sandbox.pachyderm.Pachyderm.into;
import static caravan.sandbox.pachyderm.Pachyderm.master;
import static caravan.sandbox.pachyderm.Pachyderm.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitState;
import caravan.proto.pfs.DeleteBranchRequest;
import caravan.proto.pfs.DropCommitRequest;
import caravan.proto.pfs.FinishCommitRequest;
import caravan.proto.pfs.InspectCommitRequest;
import caravan.proto.pfs.SquashCommitRequest;
import caravan.proto.pfs.StartCommitRequest;
import caravan.proto.pfs.SubscribeCommitRequest;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionTest {
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

    /** What a subscriber has seen. */
    private static final class Seen implements StreamObserver<CommitInfo> {
        final List<CommitInfo> commits = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void onNext(CommitInfo value) {
            commits.add(value);
        }

        @Override
        public void onError(Throwable error) {
            end.complete(error.getMessage());
        }

        @Override
        public void onCompleted() {
            end.complete("completed");
        }

        void awaits(String... ids) {
            Awaitility.await().untilAsserted(() -> assertThat(List.copyOf(commits))
                    .extracting(info -> info.getCommit().getId())
                    .containsExactly(ids));
        }

        String ends() throws Exception {
            return end.get(30, TimeUnit.SECONDS);
        }
    }

    private static Seen subscribe(SubscribeCommitRequest.Builder request) {
        Seen seen = new Seen();
        pachyderm.streaming().subscribeCommit(request.build(), seen);
        return seen;
    }

    private static SubscribeCommitRequest.Builder to(String repo, CommitState state) {
        return SubscribeCommitRequest.newBuilder().setRepo(named(repo)).setState(state);
    }

    @Test
    void a_subscriber_sees_all_history_and_then_what_is_new() {
        pachyderm.repo("history");
        String one = pachyderm.put("history", "/a", "1");
        String two = pachyderm.put("history", "/b", "2");
        Seen all = subscribe(to("history", CommitState.STARTED));
        Seen from = subscribe(to("history", CommitState.STARTED).setFrom(commit("history", one)));
        all.awaits(one, two);
        from.awaits(two);
        String three = pachyderm.put("history", "/c", "3");
        all.awaits(one, two, three);
        from.awaits(two, three);
        assertThat(all.commits.get(0).getFinished().getSeconds()).isPositive();
    }

    @Test
    void with_state_finished_an_open_commit_holds_back_what_is_behind_it() {
        pachyderm.repo("line");
        String open = start("line", "slow");
        String later = pachyderm.put("line", "/a", "1");
        Seen finished = subscribe(to("line", CommitState.FINISHED));
        Seen onMaster = subscribe(to("line", CommitState.FINISHED).setBranch("master"));
        onMaster.awaits(later);
        assertThat(finished.commits).isEmpty();
        finish("line", open);
        finished.awaits(open, later);
    }

    @Test
    void removing_a_finished_commit_ends_every_subscription_of_the_repo() throws Exception {
        pachyderm.repo("squashed");
        String one = pachyderm.put("squashed", "/a", "1");
        String two = pachyderm.put("squashed", "/b", "2");
        Seen seen = subscribe(to("squashed", CommitState.STARTED).setBranch("master"));
        seen.awaits(one, two);
        pachyderm
                .pfs()
                .squashCommit(SquashCommitRequest.newBuilder()
                        .setCommit(commit("squashed", one))
                        .build());
        assertThat(seen.ends())
                .startsWith("NOT_FOUND: get commit info from row: commit (int_id=")
                .endsWith("not found");
    }

    @Test
    void dropping_an_open_commit_ends_only_what_waits_for_it() throws Exception {
        pachyderm.repo("dropped");
        String open = start("dropped", "master");
        Seen started = subscribe(to("dropped", CommitState.STARTED));
        Seen finished = subscribe(to("dropped", CommitState.FINISHED));
        Seen waiting = new Seen();
        pachyderm
                .streaming()
                .inspectCommit(
                        InspectCommitRequest.newBuilder()
                                .setCommit(commit("dropped", open))
                                .setWait(CommitState.FINISHED)
                                .build(),
                        waiting);
        started.awaits(open);
        pachyderm
                .pfs()
                .dropCommit(DropCommitRequest.newBuilder()
                        .setCommit(commit("dropped", open))
                        .build());
        String deleted =
                "UNKNOWN: inspect finishing or finished commit: commit default/dropped@" + open + " was deleted";
        assertThat(finished.ends()).isEqualTo(deleted);
        assertThat(waiting.ends()).isEqualTo(deleted);
        String next = pachyderm.put("dropped", "/a", "1");
        Awaitility.await().untilAsserted(() -> assertThat(List.copyOf(started.commits))
                .extracting(info -> info.getCommit().getId())
                .endsWith(next));
        assertThat(started.end).isNotDone();
    }

    @Test
    void a_branch_filter_fails_on_history_of_a_branch_that_was_deleted() throws Exception {
        pachyderm.repo("branches");
        String old = start("branches", "old");
        finish("branches", old);
        pachyderm.finished("branches", old);
        pachyderm
                .pfs()
                .deleteBranch(DeleteBranchRequest.newBuilder()
                        .setBranch(branch("branches", "old"))
                        .build());
        assertThat(subscribe(to("branches", CommitState.STARTED).setBranch("master"))
                        .ends())
                .startsWith("ABORTED: panic:");
        subscribe(to("branches", CommitState.STARTED)).awaits(old);
    }

    @Test
    void a_subscriber_that_loses_its_role_is_refused_at_the_next_commit() throws Exception {
        pachyderm.repo("roles");
        pachyderm.grant("robot:watcher", "roles", "repoReader");
        Seen seen = new Seen();
        APIGrpc.newStub(pachyderm.channel())
                .withInterceptors(Pachyderm.token(pachyderm.robot("watcher")))
                .subscribeCommit(to("roles", CommitState.STARTED).build(), seen);
        String one = pachyderm.put("roles", "/a", "1");
        seen.awaits(one);
        pachyderm.grant("robot:watcher", "roles");
        pachyderm.put("roles", "/b", "2");
        assertThat(seen.ends()).startsWith("PERMISSION_DENIED: robot:watcher is not authorized");
    }

    @Test
    void what_is_missing_cannot_be_subscribed_to() throws Exception {
        assertThat(subscribe(to("nosuch", CommitState.STARTED)).ends())
                .isEqualTo("NOT_FOUND: get repo ID: repo (id=0, project=default, name=nosuch, type=user) not found");
    }

    @Test
    void a_thousand_notices_behind_a_blocked_commit_end_the_stream_once_it_is_sent() throws Exception {
        pachyderm.repo("flood");
        String open = start("flood", "slow");
        Seen seen = subscribe(to("flood", CommitState.FINISHED));
        String other = start("flood", "master");
        for (int i = 0; i < 1010; i++) {
            pachyderm.modify(into(commit("flood", other)), add("/f", "x"));
        }
        finish("flood", open);
        assertThat(seen.ends()).isEqualTo("UNKNOWN: failed to send event, watcher default/flood is blocked");
        seen.awaits(open);
    }

    @Test
    void waiting_for_a_commit_ends_when_it_is_finished() throws Exception {
        pachyderm.repo("waited");
        String open = start("waited", "master");
        Seen waiting = new Seen();
        pachyderm
                .streaming()
                .inspectCommit(
                        InspectCommitRequest.newBuilder()
                                .setCommit(master("waited"))
                                .setWait(CommitState.FINISHED)
                                .build(),
                        waiting);
        assertThatThrownBy(() -> waiting.end.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(Exception.class);
        finish("waited", open);
        waiting.awaits(open);
        assertThat(waiting.commits.get(0).hasFinished()).isTrue();
    }

    private static String start(String repo, String branch) {
        return pachyderm
                .pfs()
                .startCommit(StartCommitRequest.newBuilder()
                        .setBranch(branch(repo, branch))
                        .build())
                .getId();
    }

    private static void finish(String repo, String id) {
        pachyderm
                .pfs()
                .finishCommit(FinishCommitRequest.newBuilder()
                        .setCommit(commit(repo, id))
                        .build());
    }
}
