package caravan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.engine.PictureTensor;
import caravan.proto.inference.GRPCInferenceServiceGrpc;
import caravan.proto.inference.InferTensorContents;
import caravan.proto.inference.ModelInferRequest;
import caravan.proto.inference.ModelInferRequest.InferInputTensor;
import caravan.proto.inference.ModelInferResponse;
import caravan.proto.inference.ModelMetadataRequest;
import caravan.proto.inference.ModelReadyRequest;
import caravan.proto.inference.ServerReadyRequest;
import caravan.proto.seldon.DefaultData;
import caravan.proto.seldon.Feedback;
import caravan.proto.seldon.GenericGrpc;
import caravan.proto.seldon.Meta;
import caravan.proto.seldon.ModelGrpc;
import caravan.proto.seldon.SeldonGrpc;
import caravan.proto.seldon.SeldonMessage;
import caravan.proto.seldon.SeldonModelMetadata;
import caravan.proto.seldon.Tensor;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.awt.Color;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GrpcTest {
    @TempDir
    private static Path folder;

    private static TinyVersion version;
    private static ModelServer server;
    private static ManagedChannel channel;

    @BeforeAll
    static void serve() throws Exception {
        version = TinyVersion.in(folder.resolve("version"));
        server = ModelServer.start(Settings.of(version.environment(folder.resolve("cache"))));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterAll
    static void end() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void every_predicting_service_scores_a_picture() throws Exception {
        byte[] blue = TinyVersion.picture(Color.BLUE, "jpg");
        SeldonMessage request = SeldonMessage.newBuilder()
                .setBinData(ByteString.copyFrom(blue))
                .setMeta(Meta.newBuilder().setPuid("P1").putTags("x", text("1")).putTags("version", text("forged")))
                .build();

        for (SeldonMessage answer : List.of(
                ModelGrpc.newBlockingStub(channel).predict(request),
                SeldonGrpc.newBlockingStub(channel).predict(request))) {
            assertThat(answer.getData().getNamesList()).containsExactly("cat", "dog");
            assertThat(answer.getData().getTensor().getShapeList()).containsExactly(1, 2);
            assertThat((float) answer.getData().getTensor().getValues(1))
                    .isEqualTo(version.scores(blue).probabilities()[1]);
            assertThat(answer.getMeta().getPuid()).isEqualTo("P1");
            assertThat(answer.getMeta().getTagsOrThrow("x").getStringValue()).isEqualTo("1");
            assertThat(answer.getMeta().getTagsOrThrow("version").getStringValue())
                    .isEqualTo("v1");
            assertThat(answer.getMeta().getTagsOrThrow("label").getStringValue())
                    .isEqualTo("dog");
            assertThat(answer.getMeta().getTagsOrThrow("outlier").hasBoolValue())
                    .isTrue();
            assertThat(answer.getMeta().getTagsMap()).doesNotContainKey("projection");
            assertThat(answer.getMeta().getRequestPathOrThrow("model-a")).isEqualTo("caravan/server:0.1");
        }
    }

    @Test
    void tensors_beyond_four_mebibytes_are_taken() throws Exception {
        float[] red = PictureTensor.of(TinyVersion.picture(Color.RED, "png"));
        Tensor.Builder tensor = Tensor.newBuilder().addAllShape(List.of(8, 3, 224, 224));
        for (int i = 0; i < 8 * red.length; i++) {
            tensor.addValues(red[i % red.length]);
        }

        SeldonMessage answer = ModelGrpc.newBlockingStub(channel)
                .predict(SeldonMessage.newBuilder()
                        .setData(DefaultData.newBuilder().setTensor(tensor))
                        .build());

        assertThat(answer.getData().getTensor().getShapeList()).containsExactly(8, 2);
        assertThat(answer.getMeta().getTagsOrThrow("label").getListValue().getValuesCount())
                .isEqualTo(8);
    }

    @Test
    void an_ndarray_is_answered_by_an_ndarray() throws Exception {
        float[] red = PictureTensor.of(TinyVersion.picture(Color.RED, "png"));
        ListValue.Builder channels = ListValue.newBuilder();
        int at = 0;
        for (int c = 0; c < 3; c++) {
            ListValue.Builder rows = ListValue.newBuilder();
            for (int y = 0; y < PictureTensor.SIDE; y++) {
                ListValue.Builder row = ListValue.newBuilder();
                for (int x = 0; x < PictureTensor.SIDE; x++) {
                    row.addValues(Value.newBuilder().setNumberValue(red[at++]));
                }
                rows.addValues(Value.newBuilder().setListValue(row));
            }
            channels.addValues(Value.newBuilder().setListValue(rows));
        }
        String blue = Base64.getEncoder().encodeToString(TinyVersion.picture(Color.BLUE, "png"));

        assertThat(label(DefaultData.newBuilder().setNdarray(channels))).isEqualTo("cat");
        assertThat(label(DefaultData.newBuilder()
                        .setNdarray(ListValue.newBuilder().addValues(text(blue)))))
                .isEqualTo("dog");
    }

    private static String label(DefaultData.Builder data) {
        SeldonMessage answer = ModelGrpc.newBlockingStub(channel)
                .predict(SeldonMessage.newBuilder().setData(data).build());
        assertThat(answer.getData().getNdarray().getValues(0).getListValue().getValuesCount())
                .isEqualTo(2);
        return answer.getMeta().getTagsOrThrow("label").getStringValue();
    }

    @Test
    void feedback_and_metadata_are_answered() {
        SeldonMessage answer = SeldonGrpc.newBlockingStub(channel)
                .sendFeedback(Feedback.newBuilder().setReward(1).build());
        SeldonModelMetadata metadata = ModelGrpc.newBlockingStub(channel).metadata(Empty.getDefaultInstance());

        assertThat(answer.getData().getTensor().getShapeList()).containsExactly(0);
        assertThat(metadata.getName()).isEqualTo("caravan/server");
        assertThat(metadata.getVersionsList()).containsExactly("v1");
        assertThat(metadata.getCustomOrThrow("sha256")).isEqualTo(version.sha256());
        assertThat(SeldonGrpc.newBlockingStub(channel)
                        .graphMetadata(Empty.getDefaultInstance())
                        .getModelsMap())
                .containsKey("model-a");
    }

    @Test
    void what_is_no_picture_is_an_invalid_argument_with_its_reason() {
        SeldonMessage text = SeldonMessage.newBuilder()
                .setBinData(ByteString.copyFromUtf8("hello"))
                .build();
        SeldonMessage notANumber = SeldonMessage.newBuilder()
                .setData(DefaultData.newBuilder()
                        .setTensor(Tensor.newBuilder().addShape(1).addValues(Double.NaN)))
                .build();

        refused(() -> ModelGrpc.newBlockingStub(channel).predict(text), Status.Code.INVALID_ARGUMENT, "not a JPEG");
        refused(
                () -> ModelGrpc.newBlockingStub(channel).predict(notANumber),
                Status.Code.INVALID_ARGUMENT,
                "shape is [1]");
        refused(
                () -> ModelGrpc.newBlockingStub(channel).predict(SeldonMessage.getDefaultInstance()),
                Status.Code.INVALID_ARGUMENT,
                "Invalid request data type");
        refused(
                () -> GenericGrpc.newBlockingStub(channel).route(text),
                Status.Code.INVALID_ARGUMENT,
                "Route not defined");
    }

    @Test
    void raw_tensors_are_answered_raw() throws Exception {
        byte[] blue = TinyVersion.picture(Color.BLUE, "png");
        float[] values = PictureTensor.of(blue);
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);

        ModelInferResponse answer = infer(ModelInferRequest.newBuilder()
                .setModelName("model-a")
                .setId("9")
                .addInputs(input("FP32", 1, 3, 224, 224))
                .addRawInputContents(ByteString.copyFrom(raw.array())));

        assertThat(answer.getId()).isEqualTo("9");
        assertThat(answer.getOutputs(0).getShapeList()).containsExactly(1L, 2L);
        assertThat(answer.getRawOutputContents(0)
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat())
                .isEqualTo(version.scores(blue).probabilities()[0]);
        assertThat(answer.getRawOutputContents(1).substring(4).toStringUtf8()).isEqualTo("dog");
        assertThat(answer.getParametersOrThrow("version").getStringParam()).isEqualTo("v1");
        assertThat(answer.getParametersOrThrow("outlier").hasBoolParam()).isTrue();
    }

    @Test
    void typed_contents_are_answered_typed() throws Exception {
        ByteString red = ByteString.copyFrom(TinyVersion.picture(Color.RED, "jpg"));

        ModelInferResponse answer = infer(ModelInferRequest.newBuilder()
                .setModelName("dogcat-deploy")
                .addInputs(input("BYTES", 1)
                        .setContents(InferTensorContents.newBuilder().addBytesContents(red))));

        assertThat(answer.getOutputs(0).getContents().getFp32Contents(0)).isGreaterThan(0.5f);
        assertThat(answer.getOutputs(1).getContents().getBytesContents(0).toStringUtf8())
                .isEqualTo("cat");
    }

    @Test
    void inference_health_metadata_and_refusals_are_answered() {
        GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
                GRPCInferenceServiceGrpc.newBlockingStub(channel);

        assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
        assertThat(stub.modelReady(ModelReadyRequest.newBuilder()
                                .setName("model-a")
                                .build())
                        .getReady())
                .isTrue();
        assertThat(stub.modelMetadata(ModelMetadataRequest.newBuilder()
                                .setName("model-a")
                                .build())
                        .getInputs(0)
                        .getShapeList())
                .containsExactly(-1L, 3L, 224L, 224L);
        refused(
                () -> stub.modelReady(
                        ModelReadyRequest.newBuilder().setName("x").build()),
                Status.Code.NOT_FOUND,
                "no such model");
        refused(
                () -> infer(ModelInferRequest.newBuilder()
                        .addInputs(input("FP32", 1, 3, 224, 224))
                        .addRawInputContents(ByteString.copyFrom(new byte[6]))),
                Status.Code.INVALID_ARGUMENT,
                "no whole FP32 values");
    }

    @Test
    void reflection_lists_the_services() throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asked = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse value) {
                        answer.complete(value);
                    }

                    @Override
                    public void onError(Throwable t) {
                        answer.completeExceptionally(t);
                    }

                    @Override
                    public void onCompleted() {}
                });
        asked.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

        assertThat(answer.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("seldon.protos.Model", "seldon.protos.Seldon", "seldon.protos.Generic")
                .contains("inference.GRPCInferenceService");
        asked.onCompleted();
    }

    private static ModelInferResponse infer(ModelInferRequest.Builder request) {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel).modelInfer(request.build());
    }

    private static InferInputTensor.Builder input(String datatype, long... shape) {
        InferInputTensor.Builder input =
                InferInputTensor.newBuilder().setName("x").setDatatype(datatype);
        for (long length : shape) {
            input.addShape(length);
        }
        return input;
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static void refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Status.Code code, String reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(e.getStatus().getDescription()).contains(reason);
        });
    }
}
