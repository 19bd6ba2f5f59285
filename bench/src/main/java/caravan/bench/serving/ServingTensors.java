package caravan.bench.serving;

import caravan.bench.Scratch;
import caravan.engine.PictureTensor;
import caravan.engine.VersionModel;
import caravan.proto.inference.GRPCInferenceServiceGrpc;
import caravan.proto.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import caravan.proto.inference.ModelInferRequest;
import caravan.proto.inference.ModelInferRequest.InferInputTensor;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tensors, raw over gRPC and as JSON over REST. */
@Command(
        name = "serving-tensors",
        description = "Raw tensors (v2 over gRPC): the server's pictures per CPU second over ONNX Runtime's (>= 0.80); "
                + "JSON tensors without a bound")
public final class ServingTensors implements Callable<Integer> {
    private static final double BOUND = 0.80;

    @Mixin
    private ServingOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch()) {
            return measure(scratch.folder());
        }
    }

    private int measure(Path work) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ServedVersion version = options.version(work);
        List<float[]> tensors = new ArrayList<>();
        for (byte[] jpeg : options.jpegs()) {
            tensors.add(PictureTensor.of(jpeg));
        }
        ManagedChannel channel = null;
        try (VersionModel model = VersionModel.open(version.model());
                ServerProcess server = ServerProcess.start(version, work)) {
            channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpc())
                    .usePlaintext()
                    .build();
            GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
            List<ModelInferRequest> raw =
                    tensors.stream().map(ServingTensors::raw).toList();
            List<byte[]> json =
                    tensors.stream().limit(8).map(ServingTensors::json).toList();
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            URI uri = URI.create("http://127.0.0.1:" + server.http() + "/api/v1.0/predictions");
            Rounds rounds = rounds(out)
                    .side(
                            "server, raw tensors over gRPC",
                            options.serverWarmUp(),
                            i -> stub.modelInfer(raw.get(i % raw.size())),
                            server::cpuSeconds)
                    .side(
                            "ONNX Runtime",
                            options.ownWarmUp(),
                            i -> model.score(tensors.get(i % tensors.size())),
                            ServingOptions::ownCpuSeconds);
            rounds.run();
            Rounds text = rounds(out)
                    .side(
                            "server, JSON tensors over REST",
                            options.ownWarmUp(),
                            i -> ServingJpeg.post(client, uri, json.get(i % json.size())),
                            server::cpuSeconds)
                    .side(
                            "ONNX Runtime",
                            options.ownWarmUp(),
                            i -> model.score(tensors.get(i % tensors.size())),
                            ServingOptions::ownCpuSeconds);
            text.run();
            double ratio = rounds.ratio(0, 1);
            out.printf(
                    Locale.ROOT,
                    "serving-tensors: %.3f of ONNX Runtime in process (bound: at least %.2f); JSON tensors %.3f; %.0f MB resident%n",
                    ratio,
                    BOUND,
                    text.ratio(0, 1),
                    server.residentMegabytes());
            return ratio >= BOUND ? 0 : 1;
        } finally {
            if (channel != null) {
                channel.shutdownNow();
            }
        }
    }

    private Rounds rounds(PrintWriter out) {
        return new Rounds(options.rounds(), options.count(), out);
    }

    private static ModelInferRequest raw(float[] tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor);
        return ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder()
                        .setName("picture")
                        .setDatatype("FP32")
                        .addAllShape(List.of(1L, 3L, (long) PictureTensor.SIDE, (long) PictureTensor.SIDE)))
                .addRawInputContents(ByteString.copyFrom(bytes.array()))
                .build();
    }

    private static byte[] json(float[] tensor) {
        return ("{\"data\":{\"tensor\":{\"shape\":[1,3,224,224],\"values\":" + Arrays.toString(tensor) + "}}}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
