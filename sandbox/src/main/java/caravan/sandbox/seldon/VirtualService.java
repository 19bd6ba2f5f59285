package caravan.sandbox.seldon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How traffic is split, as the Istio object that the operator writes once every pod is ready. */
final class VirtualService {
    private VirtualService() {}

    static ObjectNode of(Spec spec, Traffic traffic, ObjectNode metadata) {
        ObjectNode object = spec.json().objectNode();
        object.set("metadata", metadata);
        ObjectNode wanted = object.putObject("spec");
        wanted.putArray("hosts").add("*");
        wanted.putArray("gateways").add("istio-system/seldon-gateway");
        ObjectNode http = wanted.putArray("http").addObject();
        http.putArray("match")
                .addObject()
                .putObject("uri")
                .put(
                        "prefix",
                        "/seldon/" + spec.meta().namespace() + "/" + spec.meta().name() + "/");
        http.putObject("rewrite").put("uri", "/");
        ArrayNode route = http.putArray("route");
        for (Traffic.Share share : traffic.shares()) {
            ObjectNode one = route.addObject();
            one.set("destination", destination(spec, share));
            one.put("weight", share.weight());
        }
        traffic.shadow().ifPresent(shadow -> {
            http.set("mirror", destination(spec, shadow));
            http.putObject("mirrorPercentage").put("value", shadow.weight());
        });
        return object;
    }

    private static ObjectNode destination(Spec spec, Traffic.Share share) {
        ObjectNode destination = spec.json().objectNode();
        destination.put(
                "host",
                Names.service(spec.meta().name(), share.predictor()) + "."
                        + spec.meta().namespace() + ".svc.cluster.local");
        destination.put("subset", share.predictor());
        destination.putObject("port").put("number", 8000);
        return destination;
    }

    static Traffic traffic(JsonNode object) {
        JsonNode http = object.path("spec").path("http").path(0);
        List<Traffic.Share> shares = new ArrayList<>();
        http.path("route")
                .forEach(r -> shares.add(new Traffic.Share(
                        r.path("destination").path("subset").asText(),
                        r.path("weight").asInt())));
        return new Traffic(
                shares,
                http.has("mirror")
                        ? Optional.of(new Traffic.Share(
                                http.path("mirror").path("subset").asText(),
                                http.path("mirrorPercentage").path("value").asInt()))
                        : Optional.empty());
    }
}
