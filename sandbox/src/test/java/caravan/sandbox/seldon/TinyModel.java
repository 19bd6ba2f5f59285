package caravan.sandbox.seldon;

import caravan.proto.seldon.Feedback;
import caravan.proto.seldon.ModelGrpc;
import caravan.proto.seldon.SeldonMessage;
import caravan.proto.seldon.SeldonModelMetadata;
import com.google.protobuf.Empty;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A model server of the tests' own: says who it is, echoes, fails or ends as it is asked to. */
public final class TinyModel {
    private static final String HOST = System.getenv("CARAVAN_HOST");
    private static final String NAME = System.getenv().getOrDefault("ANSWER", "none");

    private TinyModel() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("tiny model " + NAME + " starts");
        if (System.getenv().containsKey("CRASH")) {
            System.err.println("no such model");
            System.exit(3);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(HOST, port("HTTP")), 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", TinyModel::answer);
        server.start();
        Server grpc = System.getenv().containsKey("GRPC")
                ? NettyServerBuilder.forAddress(new InetSocketAddress(HOST, port("GRPC")))
                        .addService(new Model())
                        .build()
                        .start()
                : null;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.stop(2);
            if (grpc != null) {
                grpc.shutdown();
            }
        }));
        System.out.println("tiny model " + NAME + " serves");
    }

    private static int port(String kind) {
        return Integer.parseInt(System.getenv("PREDICTIVE_UNIT_" + kind + "_SERVICE_PORT"));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(1 << 16);
            long bytes = body.length + exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            String text = new String(body, StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/env")) {
                send(exchange, 200, System.getenv(exchange.getRequestURI().getQuery()));
            } else if (path.equals("/ready")) {
                send(exchange, System.getenv().containsKey("NEVER_READY") ? 503 : 200, "");
            } else if (path.equals("/metadata")) {
                send(
                        exchange,
                        200,
                        "{\"name\":\"tiny\",\"versions\":[\"1\"],\"platform\":\"\",\"inputs\":[],\"outputs\":[]}");
            } else if (text.contains("\"die\"")) {
                Runtime.getRuntime().halt(9);
            } else if (text.contains("\"fail\"")) {
                send(exchange, 400, "{\"status\":{\"info\":\"<bad>\"}}");
            } else if (text.contains("\"file\"")) {
                send(exchange, 200, "{\"strData\":\"" + Files.readString(Path.of(System.getenv("FILE"))) + "\"}");
            } else {
                if (text.contains("\"slow\"")) {
                    pause();
                }
                send(
                        exchange,
                        200,
                        "{\"strData\":\"" + NAME + "\",\"meta\":{\"tags\":{\"path\":\"" + path + "\",\"bytes\":"
                                + bytes + ",\"puid\":\""
                                + exchange.getRequestHeaders().getFirst("Seldon-Puid") + "\"}}}");
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static final class Model extends ModelGrpc.ModelImplBase {
        @Override
        public void predict(SeldonMessage request, StreamObserver<SeldonMessage> to) {
            if (request.getStrData().equals("fail")) {
                to.onError(Status.UNKNOWN
                        .withDescription("Exception calling application: bad")
                        .asException());
                return;
            }
            to.onNext(SeldonMessage.newBuilder().setStrData(NAME).build());
            to.onCompleted();
        }

        @Override
        public void sendFeedback(Feedback request, StreamObserver<SeldonMessage> to) {
            to.onNext(SeldonMessage.newBuilder().setStrData("thanks").build());
            to.onCompleted();
        }

        @Override
        public void metadata(Empty request, StreamObserver<SeldonModelMetadata> to) {
            to.onNext(SeldonModelMetadata.newBuilder().setName("tiny").build());
            to.onCompleted();
        }
    }
}
