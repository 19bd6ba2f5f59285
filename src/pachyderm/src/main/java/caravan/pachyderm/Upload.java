package caravan.pachyderm;

import caravan.loop.port.FileEdit;
import caravan.proto.pfs.AddFile;
import caravan.proto.pfs.DeleteFile;
import caravan.proto.pfs.ModifyFileRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Empty;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One ModifyFile stream: it sends as fast as the server reads, and nothing counts before the server's answer. */
final class Upload implements ClientResponseObserver<ModifyFileRequest, Empty> {
    private static final int CHUNK = 2 << 20;

    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private final Object readiness = new Object();
    private ClientCallStreamObserver<ModifyFileRequest> requests;

    @Override
    public void beforeStart(ClientCallStreamObserver<ModifyFileRequest> stream) {
        requests = stream;
        stream.setOnReadyHandler(() -> {
            synchronized (readiness) {
                readiness.notifyAll();
            }
        });
    }

    @Override
    public void onNext(Empty value) {
        // the answer counts when the call is complete
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
        synchronized (readiness) {
            readiness.notifyAll();
        }
    }

    @Override
    public void onCompleted() {
        answer.complete(null);
        synchronized (readiness) {
            readiness.notifyAll();
        }
    }

    void send(ModifyFileRequest request) throws InterruptedException {
        synchronized (readiness) {
            while (!requests.isReady() && !answer.isDone()) {
                readiness.wait(1000);
            }
        }
        if (!answer.isDone()) {
            requests.onNext(request);
        }
    }

    void send(FileEdit edit) throws IOException, InterruptedException {
        send(ModifyFileRequest.newBuilder()
                .setDeleteFile(DeleteFile.newBuilder().setPath(edit.path()))
                .build());
        if (edit instanceof FileEdit.Put put) {
            try (InputStream in = put.content().open()) {
                byte[] chunk = in.readNBytes(CHUNK);
                if (chunk.length == 0) {
                    send(add(put.path(), null));
                }
                while (chunk.length > 0 && !answer.isDone()) {
                    send(add(put.path(), chunk));
                    chunk = in.readNBytes(CHUNK);
                }
            }
        }
    }

    private static ModifyFileRequest add(String path, byte[] chunk) {
        AddFile.Builder file = AddFile.newBuilder().setPath(path);
        if (chunk != null) {
            file.setRaw(BytesValue.of(ByteString.copyFrom(chunk)));
        }
        return ModifyFileRequest.newBuilder().setAddFile(file).build();
    }

    void finish(long seconds) throws InterruptedException, TimeoutException {
        if (!answer.isDone()) {
            requests.onCompleted();
        }
        try {
            answer.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    void cancel(Throwable why) {
        requests.cancel("the upload is given up", why);
    }
}
