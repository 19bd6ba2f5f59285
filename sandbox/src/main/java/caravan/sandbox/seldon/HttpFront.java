package caravan.sandbox.seldon;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request on the wire to a predictor's executor, and to its shadow. */
final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final long LARGEST = 256L << 20;

    private HttpFront() {}

    static HttpServerOptions options() {
        return new HttpServerOptions().setMaxHeaderSize(1 << 16).setMaxInitialLineLength(1 << 16);
    }

    /**
     * Answers a request.
     *
     * @param path without the gateway's prefix
     * @param shadow gets a copy, whose answer nobody sees
     */
    static void handle(HttpServerRequest request, String path, Front front, Optional<Front> shadow) {
        StreamedBody body = new StreamedBody(request, LARGEST);
        RestCall call = new RestCall(request.method(), path, request.query(), request.headers(), body);
        if (request.method() == HttpMethod.POST) {
            shadow.ifPresent(s -> body.onCopied(copy -> copy.ifPresent(b -> mirror(call, b, s))));
        }
        front.rest().answer(call).onComplete(done -> {
            if (done.succeeded()) {
                done.result().writeTo(request.response());
            } else {
                LOG.error("{} {} of {} failed", request.method(), path, front.predictor(), done.cause());
                RestReply.failure(500, String.valueOf(done.cause().getMessage()))
                        .writeTo(request.response());
            }
            if (!request.isEnded()) {
                request.resume();
            }
        });
    }

    private static void mirror(RestCall call, Buffer body, Front shadow) {
        RestCall copy = new RestCall(call.method(), call.path(), call.query(), call.headers(), RequestBody.of(body));
        shadow.rest()
                .answer(copy)
                .onFailure(e -> LOG.warn("the shadow {} did not answer: {}", shadow.predictor(), e.getMessage()));
    }
}
