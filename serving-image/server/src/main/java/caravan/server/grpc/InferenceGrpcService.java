package caravan.server.grpc;

import caravan.proto.inference.GRPCInferenceServiceGrpc;
import caravan.proto.inference.InferParameter;
import caravan.proto.inference.InferTensorContents;
import caravan.proto.inference.ModelInferRequest;
import caravan.proto.inference.ModelInferRequest.InferInputTensor;
import caravan.proto.inference.ModelInferRequest.InferRequestedOutputTensor;
import caravan.proto.inference.ModelInferResponse;
import caravan.proto.inference.ModelMetadataRequest;
import caravan.proto.inference.ModelMetadataResponse;
import caravan.proto.inference.ModelMetadataResponse.TensorMetadata;
import caravan.proto.inference.ModelReadyRequest;
import caravan.proto.inference.ModelReadyResponse;
import caravan.proto.inference.ServerLiveRequest;
import caravan.proto.inference.ServerLiveResponse;
import caravan.proto.inference.ServerMetadataRequest;
import caravan.proto.inference.ServerMetadataResponse;
import caravan.proto.inference.ServerReadyRequest;
import caravan.proto.inference.ServerReadyResponse;
import caravan.server.RequestException;
import caravan.server.Service;
import caravan.server.VersionMetadata;
import caravan.server.scoring.Prediction;
import caravan.server.v2.V2Input;
import caravan.server.v2.V2Metadata;
import caravan.server.v2.V2Output;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code inference.GRPCInferenceService}; tensors come and go raw or as typed contents, the answer as the request. */
final class InferenceGrpcService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Calls calls;
    private final Service service;

    InferenceGrpcService(Calls calls, Service service) {
        this.calls = calls;
        this.service = service;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> to) {
        calls.quick(to, () -> ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> to) {
        calls.quick(to, () -> ServerReadyResponse.newBuilder()
                .setReady(service.lifecycle().ready())
                .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> to) {
        calls.quick(to, () -> {
            V2Metadata.check(service, request.getName(), request.getVersion());
            return ModelReadyResponse.newBuilder()
                    .setReady(service.lifecycle().ready())
                    .build();
        });
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> to) {
        calls.quick(to, () -> ServerMetadataResponse.newBuilder()
                .setName(V2Metadata.SERVER)
                .setVersion(V2Metadata.version())
                .build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> to) {
        calls.quick(to, () -> {
            V2Metadata.check(service, request.getName(), request.getVersion());
            VersionMetadata metadata = VersionMetadata.of(service);
            ModelMetadataResponse.Builder answer = ModelMetadataResponse.newBuilder()
                    .setName(request.getName())
                    .addVersions(metadata.version())
                    .setPlatform("onnxruntime");
            V2Metadata.INPUTS.forEach(tensor -> answer.addInputs(described(tensor)));
            V2Metadata.outputs(metadata).forEach(tensor -> answer.addOutputs(described(tensor)));
            return answer.build();
        });
    }

    private static TensorMetadata described(V2Metadata.Tensor tensor) {
        return TensorMetadata.newBuilder()
                .setName(tensor.name())
                .setDatatype(tensor.datatype())
                .addAllShape(tensor.shape())
                .build();
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> to) {
        calls.queued(Calls.V2, "predict", to, () -> infer(request));
    }

    private ModelInferResponse infer(ModelInferRequest request) throws RequestException {
        V2Metadata.check(service, request.getModelName(), request.getModelVersion());
        Prediction prediction = service.predictor().predict(V2Input.pictures(inputs(request)));
        service.metrics().prediction(prediction);
        ModelInferResponse.Builder answer = ModelInferResponse.newBuilder()
                .setModelName(
                        request.getModelName().isEmpty()
                                ? service.settings().unit().id()
                                : request.getModelName())
                .setModelVersion(prediction.version().name())
                .setId(request.getId());
        for (Map.Entry<String, Object> tag :
                V2Output.parameters(prediction, InferenceGrpcService::json).entrySet()) {
            answer.putParameters(tag.getKey(), parameter(tag.getValue()));
        }
        List<String> names = request.getOutputsList().stream()
                .map(InferRequestedOutputTensor::getName)
                .toList();
        boolean raw = request.getRawInputContentsCount() > 0;
        for (V2Output output : V2Output.of(prediction, names)) {
            ModelInferResponse.InferOutputTensor.Builder tensor = ModelInferResponse.InferOutputTensor.newBuilder()
                    .setName(output.name())
                    .setDatatype(output.datatype())
                    .addAllShape(output.shape());
            if (raw) {
                answer.addRawOutputContents(UnsafeByteOperations.unsafeWrap(output.raw()));
            } else {
                tensor.setContents(contents(output));
            }
            answer.addOutputs(tensor);
        }
        return answer.build();
    }

    private static List<V2Input> inputs(ModelInferRequest request) throws RequestException {
        int raw = request.getRawInputContentsCount();
        if (raw > 0 && raw != request.getInputsCount()) {
            throw RequestException.badData("there are " + request.getInputsCount() + " inputs but " + raw
                    + " raw_input_contents; send one for each");
        }
        List<V2Input> inputs = new ArrayList<>();
        for (int i = 0; i < request.getInputsCount(); i++) {
            InferInputTensor input = request.getInputs(i);
            inputs.add(
                    raw == 0
                            ? typed(input)
                            : V2Input.ofRaw(
                                    input.getName(),
                                    input.getDatatype(),
                                    input.getShapeList(),
                                    request.getRawInputContents(i).asReadOnlyByteBuffer()));
        }
        return inputs;
    }

    private static V2Input typed(InferInputTensor input) throws RequestException {
        InferTensorContents contents = input.getContents();
        switch (input.getDatatype()) {
            case "FP32" -> {
                float[] values = new float[contents.getFp32ContentsCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = contents.getFp32Contents(i);
                }
                return new V2Input.Numbers(values, input.getShapeList());
            }
            case "BYTES" -> {
                List<byte[]> files = contents.getBytesContentsList().stream()
                        .map(ByteString::toByteArray)
                        .toList();
                return V2Input.ofFiles(input.getName(), input.getShapeList(), files);
            }
            default -> throw V2Input.unknownType(input.getName(), input.getDatatype());
        }
    }

    private static InferTensorContents contents(V2Output output) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (Object value : output.data()) {
            if (value instanceof Float number) {
                contents.addFp32Contents(number);
            } else if (value instanceof Boolean bool) {
                contents.addBoolContents(bool);
            } else {
                contents.addBytesContents(ByteString.copyFrom(value.toString(), StandardCharsets.UTF_8));
            }
        }
        return contents.build();
    }

    /** There is no parameter type for fractions: they come as text. */
    private static InferParameter parameter(Object value) {
        return value instanceof Boolean bool
                ? InferParameter.newBuilder().setBoolParam(bool).build()
                : InferParameter.newBuilder().setStringParam(value.toString()).build();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
