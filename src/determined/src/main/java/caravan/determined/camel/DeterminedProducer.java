package caravan.determined.camel;

import caravan.loop.ExperimentRequest;
import caravan.loop.VersionRequest;
import caravan.loop.port.TrainingPort;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.SynchronizationAdapter;

/** One call of the port for each message. */
final class DeterminedProducer extends DefaultProducer {
    private final DeterminedEndpoint endpoint;

    DeterminedProducer(DeterminedEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        TrainingPort port = endpoint.port();
        Message message = exchange.getMessage();
        switch (endpoint.getOperation()) {
            case experiment ->
                message.setBody(port.experiment(experiment(message)).orElse(null));
            case list -> message.setBody(port.experiments(endpoint.labelSet()));
            case create -> created(message, port.create(message.getMandatoryBody(ExperimentRequest.class)));
            case fork -> created(message, port.create(fork(message)));
            case activate -> port.activate(experiment(message));
            case kill -> port.kill(experiment(message));
            case archive -> port.archive(experiment(message));
            case checkpoint ->
                message.setBody(port.checkpoint(experiment(message)).orElse(null));
            case report -> message.setBody(port.report(experiment(message)).orElse(null));
            case logs -> message.setBody(port.lastLogLines(experiment(message), endpoint.getLines()));
            case download -> download(exchange, port.download(message.getMandatoryBody(String.class)));
            case versions -> message.setBody(port.versions(model(message)));
            case register -> message.setBody(port.register(message.getMandatoryBody(VersionRequest.class)));
            case experiments -> throw new IllegalStateException("no producer's operation");
        }
    }

    private int experiment(Message message) {
        Integer id = message.getHeader(DeterminedHeaders.EXPERIMENT, endpoint.getExperiment(), Integer.class);
        if (id == null) {
            throw missing("experiment", DeterminedHeaders.EXPERIMENT);
        }
        return id;
    }

    private String model(Message message) {
        String model = message.getHeader(DeterminedHeaders.MODEL, endpoint.getModel(), String.class);
        if (model == null) {
            throw missing("model", DeterminedHeaders.MODEL);
        }
        return model;
    }

    private IllegalArgumentException missing(String option, String header) {
        return new IllegalArgumentException(
                endpoint.getEndpointUri() + " needs the option '" + option + "' or the header " + header);
    }

    private ExperimentRequest fork(Message message) throws InvalidPayloadException {
        ExperimentRequest request = message.getMandatoryBody(ExperimentRequest.class);
        return request.parent().isPresent()
                ? request
                : new ExperimentRequest(request.config(), request.code(), Optional.of(experiment(message)));
    }

    private static void created(Message message, int id) {
        message.setHeader(DeterminedHeaders.EXPERIMENT, id);
        message.setBody(id);
    }

    private static void download(Exchange exchange, InputStream tar) {
        exchange.getMessage().setBody(tar);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                try {
                    tar.close();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException("the download cannot be closed", e);
                }
            }
        });
    }
}
