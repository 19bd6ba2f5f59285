package caravan.sandbox.seldon;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.function.Consumer;

/** The body of a request, which is sent on once and may be copied for the log and the shadow. */
interface RequestBody {

    /** Sends it on. */
    Future<HttpClientResponse> sendTo(HttpClientRequest request);

    /** Tells the whole body when it has passed, or nothing where it is larger than what is copied. */
    void onCopied(Consumer<Optional<Buffer>> listener);

    /** The whole body, for a graph that has to send it to several nodes. */
    Future<Buffer> whole();

    /** A body that is already here. */
    static RequestBody of(Buffer buffer) {
        return new RequestBody() {
            @Override
            public Future<HttpClientResponse> sendTo(HttpClientRequest request) {
                return request.send(buffer);
            }

            @Override
            public void onCopied(Consumer<Optional<Buffer>> listener) {
                listener.accept(Optional.of(buffer));
            }

            @Override
            public Future<Buffer> whole() {
                return Future.succeededFuture(buffer);
            }
        };
    }
}
