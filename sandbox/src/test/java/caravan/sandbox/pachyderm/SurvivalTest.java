package caravan.sandbox.pachyderm;

import static caravan.sandbox.pachyderm.Pachyderm.add;
import static caravan.sandbox.pachyderm.Pachyderm.commit;
import static caravan.sandbox.pachyderm.Pachyderm.into;
import static caravan.sandbox.pachyderm.Pachyderm.master;
import static caravan.sandbox.pachyderm.Pachyderm.named;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.proto.pfs.APIGrpc;
import caravan.proto.pfs.CommitInfo;
import caravan.proto.pfs.CommitState;
import caravan.proto.pfs.CreateRepoRequest;
import caravan.proto.pfs.DiffFileRequest;
import caravan.proto.pfs.FileType;
import caravan.proto.pfs.GetFileRequest;
import caravan.proto.pfs.InspectCommitRequest;
import caravan.proto.pfs.ListCommitRequest;
import caravan.proto.pfs.ListFileRequest;
import caravan.proto.pfs.ModifyFileRequest;
import caravan.sandbox.SandboxProcess;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process with a small heap that is killed and overloaded. */
class SurvivalTest {
    private static final int BLOCK = 2 << 20;

    @TempDir
    Path home;

    static boolean longer() {
        return Boolean.getBoolean("caravan.longer") || "true".equals(System.getenv("CI"));
    }

    private record Client(ManagedChannel channel, String token) implements AutoCloseable {
        static Client of(SandboxProcess sandbox, Path home) throws Exception {
            URI address = URI.create(sandbox.addresses().path("pachyderm").asText());
            return new Client(
                    NettyChannelBuilder.forAddress("127.0.0.1", address.getPort())
                            .usePlaintext()
                            .maxInboundMessageSize(20 << 20)
                            .build(),
                    Files.readString(home.resolve("credentials/pachyderm-root-token"))
                            .strip());
        }

        APIGrpc.APIBlockingStub pfs() {
            return APIGrpc.newBlockingStub(channel)
                    .withInterceptors(Pachyderm.token(token))
                    .withDeadlineAfter(10, TimeUnit.MINUTES);
        }

        /** Sends the messages no faster than the server reads. */
        CompletableFuture<Void> modify(Iterator<ModifyFileRequest> requests) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            APIGrpc.newStub(channel)
                    .withInterceptors(Pachyderm.token(token))
                    .modifyFile(new ClientResponseObserver<ModifyFileRequest, Empty>() {
                        @Override
                        public void beforeStart(ClientCallStreamObserver<ModifyFileRequest> out) {
                            out.setOnReadyHandler(() -> {
                                while (out.isReady() && !answer.isDone() && requests.hasNext()) {
                                    out.onNext(requests.next());
                                    if (!requests.hasNext()) {
                                        out.onCompleted();
                                    }
                                }
                            });
                        }

                        @Override
                        public void onNext(Empty value) {}

                        @Override
                        public void onError(Throwable error) {
                            answer.completeExceptionally(error);
                        }

                        @Override
                        public void onCompleted() {
                            answer.complete(null);
                        }
                    });
            return answer;
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    @Test
    void a_kill_leaves_all_of_a_stream_or_nothing_and_every_answered_commit() throws Exception {
        Random random = new Random(7);
        AtomicInteger answered = new AtomicInteger();
        for (int round = 0; round < 4; round++) {
            try (SandboxProcess sandbox = SandboxProcess.start(home);
                    Client client = Client.of(sandbox, home)) {
                if (round == 0) {
                    client.pfs()
                            .createRepo(CreateRepoRequest.newBuilder()
                                    .setRepo(named("pets"))
                                    .build());
                }
                assertWhole(client, answered.get());
                Semaphore underway = new Semaphore(0);
                Thread writer = new Thread(() -> {
                    try {
                        while (true) {
                            List<ModifyFileRequest> requests = new ArrayList<>();
                            requests.add(into(master("pets")));
                            for (int i = 0; i < 10; i++) {
                                requests.add(add("/" + answered.get() + "/f" + i, "content " + answered.get() + i));
                            }
                            underway.release();
                            client.modify(requests.iterator()).join();
                            answered.incrementAndGet();
                        }
                    } catch (RuntimeException e) {
                        underway.release(1000);
                    }
                });
                writer.start();
                underway.acquire(5);
                Thread.sleep(random.nextInt(60));
                sandbox.kill();
                writer.join();
            }
        }
        try (SandboxProcess sandbox = SandboxProcess.start(home);
                Client client = Client.of(sandbox, home)) {
            assertWhole(client, answered.get());
        }
    }

    private static void assertWhole(Client client, int answered) {
        List<CommitInfo> commits = new ArrayList<>();
        client.pfs()
                .listCommit(
                        ListCommitRequest.newBuilder().setRepo(named("pets")).build())
                .forEachRemaining(commits::add);
        assertThat(commits.size()).isBetween(answered, answered + 4);
        for (CommitInfo info : commits) {
            CommitInfo done = client.pfs()
                    .inspectCommit(InspectCommitRequest.newBuilder()
                            .setCommit(commit("pets", info.getCommit().getId()))
                            .setWait(CommitState.FINISHED)
                            .build());
            assertThat(done.getError()).isEmpty();
            long files = count(client.pfs()
                    .diffFile(DiffFileRequest.newBuilder()
                            .setNewFile(Pachyderm.file(
                                    commit("pets", info.getCommit().getId()), "/"))
                            .build()));
            assertThat(files).isEqualTo(10);
        }
        if (!commits.isEmpty()) {
            client.pfs()
                    .getFileTAR(GetFileRequest.newBuilder()
                            .setFile(Pachyderm.file(master("pets"), "/"))
                            .build())
                    .forEachRemaining(
                            piece -> assertThat(piece.getValue().isEmpty()).isFalse());
        }
    }

    private static long count(Iterator<caravan.proto.pfs.DiffFileResponse> pairs) {
        long files = 0;
        while (pairs.hasNext()) {
            files += pairs.next().getNewFile().getFileType() == FileType.FILE ? 1 : 0;
        }
        return files;
    }

    @Test
    void a_delta_of_25000_files_is_compared_in_time() throws Exception {
        try (SandboxProcess sandbox = SandboxProcess.start(home);
                Client client = Client.of(sandbox, home)) {
            client.pfs()
                    .createRepo(CreateRepoRequest.newBuilder()
                            .setRepo(named("pets"))
                            .build());
            List<ModifyFileRequest> requests = new ArrayList<>();
            requests.add(into(master("pets")));
            for (int i = 0; i < 25_000; i++) {
                requests.add(add(String.format("/data/cat.%05d.jpg", i), "picture " + i));
            }
            client.modify(requests.iterator()).join();
            DiffFileRequest all = DiffFileRequest.newBuilder()
                    .setNewFile(Pachyderm.file(master("pets"), "/"))
                    .build();
            assertThat(count(client.pfs().diffFile(all))).isEqualTo(25_000);
            long begin = System.nanoTime();
            assertThat(count(client.pfs().diffFile(all))).isEqualTo(25_000);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin))
                    .isLessThan(20);
            assertThat(client.pfs()
                            .listFile(ListFileRequest.newBuilder()
                                    .setFile(Pachyderm.file(master("pets"), "/"))
                                    .build()))
                    .toIterable()
                    .hasSize(1);
        }
    }

    @Test
    @EnabledIf("longer")
    void a_file_of_two_gibibytes_passes_in_and_out() throws Exception {
        long size = 2L << 30;
        try (SandboxProcess sandbox = SandboxProcess.start(home);
                Client client = Client.of(sandbox, home)) {
            client.pfs()
                    .createRepo(CreateRepoRequest.newBuilder()
                            .setRepo(named("large"))
                            .build());
            CRC32 sent = new CRC32();
            client.modify(new Generated(size, sent)).join();
            CRC32 received = new CRC32();
            long length = 0;
            Iterator<BytesValue> pieces = client.pfs()
                    .getFile(GetFileRequest.newBuilder()
                            .setFile(Pachyderm.file(master("large"), "/huge"))
                            .build());
            while (pieces.hasNext()) {
                ByteString piece = pieces.next().getValue();
                length += piece.size();
                piece.asReadOnlyByteBufferList().forEach(received::update);
            }
            assertThat(length).isEqualTo(size);
            assertThat(received.getValue()).isEqualTo(sent.getValue());
        } catch (StatusRuntimeException e) {
            throw new AssertionError(Files.readString(home.resolve("log")), e);
        }
    }

    /** A file that nobody has in memory. */
    private static final class Generated implements Iterator<ModifyFileRequest> {
        private final Random random = new Random(1);
        private final CRC32 sum;
        private long left;
        private boolean begun;

        Generated(long size, CRC32 sum) {
            this.left = size;
            this.sum = sum;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public ModifyFileRequest next() {
            if (!begun) {
                begun = true;
                return into(master("large"));
            }
            byte[] block = new byte[(int) Math.min(BLOCK, left)];
            random.nextBytes(block);
            sum.update(block);
            left -= block.length;
            return add("/huge", ByteString.copyFrom(block));
        }
    }
}
