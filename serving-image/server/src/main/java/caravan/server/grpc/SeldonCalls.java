package caravan.server.grpc;

import caravan.engine.Scores;
import caravan.proto.seldon.DefaultData;
import caravan.proto.seldon.Feedback;
import caravan.proto.seldon.Meta;
import caravan.proto.seldon.SeldonMessage;
import caravan.proto.seldon.SeldonMessageMetadata;
import caravan.proto.seldon.SeldonModelMetadata;
import caravan.proto.seldon.Tensor;
import caravan.server.RequestException;
import caravan.server.Service;
import caravan.server.Unit;
import caravan.server.VersionMetadata;
import caravan.server.scoring.Prediction;
import com.google.protobuf.ListValue;
import com.google.protobuf.Value;
import java.util.List;
import java.util.Map;

/** What the three services of Seldon's protocol answer. */
final class SeldonCalls {
    private final Service service;

    SeldonCalls(Service service) {
        this.service = service;
    }

    SeldonMessage predict(SeldonMessage request) throws RequestException {
        Prediction prediction = service.predictor().predict(SeldonInputs.of(request));
        service.metrics().prediction(prediction);
        DefaultData.Builder data = DefaultData.newBuilder().addAllNames(prediction.labels());
        if (request.getData().hasNdarray()) {
            ListValue.Builder rows = ListValue.newBuilder();
            prediction
                    .scores()
                    .forEach(scores ->
                            rows.addValues(Value.newBuilder().setListValue(Values.row(scores.probabilities()))));
            data.setNdarray(rows);
        } else {
            data.setTensor(tensor(prediction));
        }
        return SeldonMessage.newBuilder()
                .setData(data)
                .setMeta(meta(request.getMeta(), prediction.tags()))
                .build();
    }

    private static Tensor tensor(Prediction prediction) {
        Tensor.Builder tensor = Tensor.newBuilder()
                .addShape(prediction.scores().size())
                .addShape(prediction.labels().size());
        for (Scores scores : prediction.scores()) {
            for (float probability : scores.probabilities()) {
                tensor.addValues(probability);
            }
        }
        return tensor.build();
    }

    SeldonMessage feedback(Feedback feedback) {
        service.metrics().feedback(feedback.getReward());
        DefaultData.Builder data = DefaultData.newBuilder();
        if (feedback.getRequest().getData().hasNdarray()) {
            data.setNdarray(ListValue.getDefaultInstance());
        } else {
            data.setTensor(Tensor.newBuilder().addShape(0));
        }
        return SeldonMessage.newBuilder()
                .setData(data)
                .setMeta(meta(feedback.getRequest().getMeta(), Map.of()))
                .build();
    }

    /** A model does not transform: the message passes with our mark on its path. */
    SeldonMessage echo(SeldonMessage message) {
        return message.toBuilder().setMeta(meta(message.getMeta(), Map.of())).build();
    }

    SeldonModelMetadata metadata() {
        VersionMetadata metadata = VersionMetadata.of(service);
        return SeldonModelMetadata.newBuilder()
                .setName(metadata.name())
                .addVersions(metadata.version())
                .setPlatform("onnxruntime")
                .addInputs(SeldonMessageMetadata.newBuilder()
                        .setMessagetype("tensor")
                        .setSchema(Values.of(Map.of("names", List.of(), "shape", VersionMetadata.shape()))))
                .addInputs(SeldonMessageMetadata.newBuilder().setMessagetype("binData"))
                .addOutputs(SeldonMessageMetadata.newBuilder()
                        .setMessagetype("tensor")
                        .setSchema(Values.of(Map.of(
                                "names",
                                metadata.labels(),
                                "shape",
                                List.of(metadata.labels().size())))))
                .putAllCustom(metadata.custom())
                .build();
    }

    /** The name under which this node is known in its graph. */
    String node() {
        return service.settings().unit().id();
    }

    private Meta meta(Meta request, Map<String, Object> tags) {
        Unit unit = service.settings().unit();
        Meta.Builder meta = Meta.newBuilder()
                .setPuid(request.getPuid())
                .putAllTags(request.getTagsMap())
                .putAllRequestPath(request.getRequestPathMap())
                .addAllMetrics(request.getMetricsList());
        tags.forEach((name, value) -> meta.putTags(name, Values.of(value)));
        if (!unit.image().isEmpty()) {
            meta.putRequestPath(unit.id(), unit.image());
        }
        return meta.build();
    }
}
