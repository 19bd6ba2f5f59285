package caravan.seldon.camel;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** One call of the port for each message. */
final class SeldonProducer extends DefaultProducer {
    private final SeldonEndpoint endpoint;

    SeldonProducer(SeldonEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        switch (endpoint.getOperation()) {
            case observe ->
                message.setBody(endpoint.port()
                        .observe(namespace(message), name(message))
                        .orElse(null));
            case apply ->
                endpoint.port()
                        .apply(
                                message.getMandatoryBody(String.class),
                                Optional.ofNullable(message.getHeader(SeldonHeaders.RESOURCE_VERSION, String.class)));
            case logs ->
                message.setBody(endpoint.port().lastLogLines(namespace(message), name(message), endpoint.getLines()));
            case deployments -> throw new IllegalStateException("no producer's operation");
        }
    }

    private String namespace(Message message) {
        return message.getHeader(SeldonHeaders.NAMESPACE, endpoint.getNamespace(), String.class);
    }

    private String name(Message message) {
        String name = message.getHeader(SeldonHeaders.NAME, endpoint.getName(), String.class);
        if (name == null) {
            throw new IllegalArgumentException(
                    endpoint.getEndpointUri() + " needs the option 'name' or the header " + SeldonHeaders.NAME);
        }
        return name;
    }
}
