package caravan.sandbox.seldon;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A body that flows through without being gathered; a copy is kept only where somebody asked for one. */
final class StreamedBody implements RequestBody, ReadStream<Buffer> {
    private static final int COPIED_AT_MOST = 32 << 20;

    private final HttpServerRequest request;
    private final List<Consumer<Optional<Buffer>>> listeners = new ArrayList<>();
    private final long atMost;
    private Buffer copy = Buffer.buffer();
    private long seen;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;

    /** Pauses the request, until its body is sent on. */
    StreamedBody(HttpServerRequest request, long atMost) {
        this.request = request;
        this.atMost = atMost;
        request.pause();
    }

    /** More bytes came than are taken. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge(long atMost) {
            super("the body is larger than " + atMost + " bytes");
        }
    }

    @Override
    public Future<HttpClientResponse> sendTo(HttpClientRequest to) {
        return to.send(this);
    }

    @Override
    public void onCopied(Consumer<Optional<Buffer>> listener) {
        listeners.add(listener);
    }

    @Override
    public Future<Buffer> whole() {
        Future<Buffer> body = request.body().onSuccess(whole -> listeners.forEach(l -> l.accept(Optional.of(whole))));
        request.resume();
        return body;
    }

    private void chunk(Buffer chunk) {
        seen += chunk.length();
        if (seen > atMost) {
            request.pause();
            if (exceptionHandler != null) {
                exceptionHandler.handle(new TooLarge(atMost));
            }
            return;
        }
        if (!listeners.isEmpty() && copy != null) {
            copy = seen > COPIED_AT_MOST ? null : copy.appendBuffer(chunk);
        }
        if (handler != null) {
            handler.handle(chunk);
        }
    }

    private void end() {
        listeners.forEach(l -> l.accept(Optional.ofNullable(copy)));
        copy = null;
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> to) {
        handler = to;
        request.handler(to == null ? null : this::chunk);
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> to) {
        endHandler = to;
        request.endHandler(to == null ? null : v -> end());
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> to) {
        exceptionHandler = to;
        request.exceptionHandler(to);
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        request.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        request.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        request.fetch(amount);
        return this;
    }
}
