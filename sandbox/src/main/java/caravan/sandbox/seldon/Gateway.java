package caravan.sandbox.seldon;

import caravan.sandbox.seldon.Fronts.DeploymentKey;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an Istio or Ambassador gateway does in front of Seldon: finds the deployment by the path's prefix or the call's
 * metadata, splits its traffic by weight, and copies it to the shadow.
 */
final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Pattern PREFIXED = Pattern.compile("/seldon/([^/]+)/([^/]+)(/.*)");
    private static final Pattern WITHOUT_NAMESPACE = Pattern.compile("/seldon/([^/]+)(/.*)");
    private static final Metadata.Key<String> SELDON = Metadata.Key.of("seldon", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("namespace", Metadata.ASCII_STRING_MARSHALLER);

    private final Fronts fronts;

    Gateway(Fronts fronts) {
        this.fronts = fronts;
    }

    private record Target(DeploymentKey deployment, String path) {}

    void handle(HttpServerRequest request) {
        Optional<Target> target = target(request.path());
        if (target.isEmpty()) {
            RestReply.failure(404, "no SeldonDeployment answers " + request.path())
                    .writeTo(request.response());
            return;
        }
        DeploymentKey deployment = target.get().deployment();
        Optional<Front> front = fronts.next(deployment);
        if (front.isEmpty()) {
            RestReply.failure(503, "no predictor of " + deployment.namespace() + "/" + deployment.name() + " is ready")
                    .writeTo(request.response());
            return;
        }
        HttpFront.handle(request, target.get().path(), front.get(), fronts.shadow(deployment));
    }

    private Optional<Target> target(String path) {
        Matcher full = PREFIXED.matcher(path);
        if (full.matches()) {
            DeploymentKey key = new DeploymentKey(full.group(1), full.group(2));
            if (fronts.knows(key)) {
                return Optional.of(new Target(key, full.group(3)));
            }
        }
        Matcher bare = WITHOUT_NAMESPACE.matcher(path);
        return bare.matches()
                ? fronts.only(bare.group(1)).map(key -> new Target(key, bare.group(2)))
                : Optional.empty();
    }

    CompletableFuture<GrpcReply> answer(GrpcCall call) {
        String name = call.headers().get(SELDON);
        String namespace = call.headers().get(NAMESPACE);
        Optional<DeploymentKey> deployment = name == null
                ? Optional.empty()
                : namespace == null
                        ? fronts.only(name)
                        : Optional.of(new DeploymentKey(namespace, name)).filter(fronts::knows);
        if (deployment.isEmpty()) {
            return done(Status.UNIMPLEMENTED.withDescription(
                    "no SeldonDeployment is named by the metadata seldon=" + name + " namespace=" + namespace));
        }
        Optional<Front> front = fronts.next(deployment.get());
        if (front.isEmpty()) {
            return done(Status.UNAVAILABLE.withDescription("no predictor of " + name + " is ready"));
        }
        fronts.shadow(deployment.get())
                .ifPresent(shadow -> Context.current().fork().run(() -> mirror(call, shadow)));
        return front.get().grpc().answer(call);
    }

    /** Apart from the caller's context, whose end would cut it off. */
    private static void mirror(GrpcCall call, Front shadow) {
        shadow.grpc().answer(call).thenAccept(reply -> {
            if (!reply.status().isOk()) {
                LOG.debug("the shadow {} did not answer: {}", shadow.predictor(), reply.status());
            }
        });
    }

    private static CompletableFuture<GrpcReply> done(Status status) {
        return CompletableFuture.completedFuture(GrpcReply.failure(status));
    }
}
