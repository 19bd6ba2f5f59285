package caravan.server.rest;

import caravan.server.RequestException;
import caravan.server.RequestException.Kind;
import caravan.server.Service;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way: reading on the event loop, work on a worker, writing on the event loop again. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    /** How much of a refused body is read on and thrown away, so that its sender gets to the answer. */
    private static final long DISCARDED = 256L << 20;

    private final Service service;
    private final Budget budget;
    private final HttpServerRequest request;
    private final Context context;
    private Route route;
    private Body body;
    private long taken;
    private boolean entered;
    private boolean answered;
    private boolean continued;
    private volatile boolean gone;
    private long discarded;
    private long started = System.nanoTime();

    Exchange(Service service, Budget budget, Vertx vertx, HttpServerRequest request) {
        this.service = service;
        this.budget = budget;
        this.request = request;
        this.context = vertx.getOrCreateContext();
    }

    void begin(Routes routes) {
        request.handler(this::part);
        request.endHandler(end -> complete());
        request.exceptionHandler(e -> over());
        request.response().closeHandler(closed -> over());
        try {
            if (request.method().name().equals("OPTIONS")) {
                write(RestAnswer.of("text/plain", ""));
                return;
            }
            route = routes.find(request.method().name(), request.path() == null ? "" : request.path());
            if (route.work()) {
                service.lifecycle().enter();
                entered = true;
                expect();
            }
        } catch (RequestException e) {
            refuse(e);
        }
    }

    private void expect() throws RequestException {
        long expected = 0;
        String length = request.getHeader("Content-Length");
        if (length != null) {
            expected = Long.parseUnsignedLong(length.trim());
        }
        int most = service.settings().maxBody();
        if (expected > most) {
            throw tooLarge();
        }
        take(expected);
        body = new Body((int) expected);
        if (expectsContinue()) {
            continued = true;
            request.response().writeContinue();
        }
    }

    private void take(long bytes) throws RequestException {
        if (!budget.take(bytes)) {
            throw new RequestException(Kind.OVERLOADED, "too many large requests at once; try again later");
        }
        taken += bytes;
    }

    private RequestException tooLarge() {
        return new RequestException(
                Kind.TOO_LARGE,
                "the request is larger than " + (service.settings().maxBody() >> 20)
                        + " MiB; send fewer or smaller pictures (CARAVAN_MAX_BODY_MB)");
    }

    private void part(Buffer part) {
        if (answered || body == null) {
            discarded += part.length();
            if (discarded > DISCARDED) {
                request.connection().close();
            }
            return;
        }
        try {
            long length = (long) body.length() + part.length();
            if (length > service.settings().maxBody()) {
                throw tooLarge();
            }
            if (length > taken) {
                take(length - taken);
            }
            body.add(part);
        } catch (RequestException e) {
            refuse(e);
        }
    }

    private void complete() {
        if (answered || route == null) {
            return;
        }
        started = System.nanoTime();
        RestRequest complete = new RestRequest(
                request.method().name(),
                request.uri(),
                request.headers(),
                body == null ? new byte[0] : body.bytes(),
                body == null ? 0 : body.length());
        if (!route.work()) {
            answer(complete, this::write);
            return;
        }
        try {
            service.workers().submit(() -> {
                if (gone) {
                    context.runOnContext(v -> over());
                } else {
                    answer(complete, answer -> context.runOnContext(v -> write(answer)));
                }
            });
        } catch (RequestException e) {
            refuse(e);
        }
    }

    private void answer(RestRequest complete, java.util.function.Consumer<RestAnswer> to) {
        RestAnswer answer;
        try {
            answer = route.handler().answer(complete);
        } catch (RequestException e) {
            answer = route.refusal(e);
        } catch (OutOfMemoryError e) {
            LOG.error("a request on {} needed more memory than there is", request.path());
            answer = route.refusal(new RequestException(Kind.TOO_LARGE, "the request needs more memory than there is"));
        } catch (RuntimeException e) {
            LOG.error("a request on {} failed", request.path(), e);
            answer = route.refusal(new RequestException(Kind.INTERNAL, "the server failed; its log says why"));
        }
        to.accept(answer);
    }

    private void refuse(RequestException e) {
        String path = request.path() == null ? "" : request.path();
        String protocol = route != null ? route.protocol() : path.startsWith("/v2") ? Refusals.V2 : Refusals.SELDON;
        write(Refusals.of(protocol, e));
    }

    private void write(RestAnswer answer) {
        if (answered) {
            return;
        }
        answered = true;
        body = null;
        if (route != null && route.work()) {
            service.metrics()
                    .request(
                            route.protocol(),
                            route.method(),
                            String.valueOf(answer.status()),
                            Duration.ofNanos(System.nanoTime() - started));
        }
        if (gone) {
            over();
            return;
        }
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
        answer.headers().forEach(response::putHeader);
        cors(response);
        if (answer.status() == 503) {
            response.putHeader("Retry-After", "1");
        }
        boolean last = !service.lifecycle().ready() || (!continued && expectsContinue());
        if (last) {
            response.putHeader("Connection", "close");
        }
        Buffer bytes = Buffer.buffer(io.netty.buffer.Unpooled.wrappedBuffer(answer.body()));
        if (request.method().name().equals("HEAD")) {
            response.putHeader("Content-Length", String.valueOf(answer.body().length));
            response.end().onComplete(done -> written(last));
        } else {
            response.end(bytes).onComplete(done -> written(last));
        }
    }

    private void written(boolean last) {
        over();
        if (last) {
            request.connection().close();
        }
    }

    private boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    }

    private void cors(HttpServerResponse response) {
        String origin = request.getHeader("Origin");
        response.putHeader("Access-Control-Allow-Origin", origin == null ? "*" : origin);
        if (origin != null) {
            response.putHeader("Vary", "Origin");
        }
        if (request.method().name().equals("OPTIONS")) {
            response.putHeader("Allow", "GET, HEAD, OPTIONS, POST");
            response.putHeader("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, POST");
            response.putHeader("Access-Control-Allow-Headers", "*");
        }
    }

    /** Whatever ended it: what it held is given back, once. */
    private void over() {
        gone = true;
        budget.give(taken);
        taken = 0;
        if (entered) {
            entered = false;
            service.lifecycle().leave();
        }
    }
}
