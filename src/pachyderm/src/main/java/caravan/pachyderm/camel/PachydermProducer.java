package caravan.pachyderm.camel;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.Repo;
import caravan.loop.port.DataPort;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import caravan.loop.port.SystemException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.SynchronizationAdapter;

/** One call of the port for each message. Streams are handed on as they come and closed with the exchange. */
final class PachydermProducer extends DefaultProducer {
    private final PachydermEndpoint endpoint;

    PachydermProducer(PachydermEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        DataPort port = endpoint.port();
        Message message = exchange.getMessage();
        Repo repo = new Repo(
                header(message, PachydermHeaders.PROJECT, endpoint.getProject()).orElseThrow(),
                header(message, PachydermHeaders.REPO, endpoint.getRepo())
                        .orElseThrow(() -> new IllegalArgumentException(endpoint.getEndpointUri()
                                + " needs the option 'repo' or the header " + PachydermHeaders.REPO)));
        Branch branch = new Branch(
                repo,
                header(message, PachydermHeaders.BRANCH, endpoint.getBranch()).orElseThrow());
        String path = header(message, PachydermHeaders.PATH, endpoint.getPath()).orElseThrow();
        switch (endpoint.getOperation()) {
            case head -> message.setBody(port.head(branch).orElse(null));
            case commit ->
                message.setBody(port.commit(repo, commit(port, branch, message)).orElse(null));
            case diff ->
                stream(
                        exchange,
                        port.diff(
                                repo,
                                commit(port, branch, message),
                                header(message, PachydermHeaders.BEFORE, endpoint.getBefore())));
            case walk -> stream(exchange, port.walk(repo, commit(port, branch, message), path));
            case read -> stream(exchange, port.read(repo, commit(port, branch, message), path));
            case put -> port.edit(branch, edits(message, path));
            case commits -> throw new IllegalStateException("no producer's operation");
        }
    }

    private static Optional<String> header(Message message, String name, String otherwise) {
        return Optional.ofNullable(message.getHeader(name, otherwise, String.class));
    }

    private String commit(DataPort port, Branch branch, Message message) {
        return header(message, PachydermHeaders.COMMIT, endpoint.getCommit())
                .or(() -> port.head(branch).map(Commit::id))
                .orElseThrow(() -> new SystemException(
                        "pachyderm", SystemException.Kind.NOT_FOUND, "branch " + branch + " has no commit"));
    }

    private static void stream(Exchange exchange, AutoCloseable body) {
        exchange.getMessage().setBody(body);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                try {
                    body.close();
                } catch (Exception e) {
                    throw new IllegalStateException("a stream of Pachyderm cannot be closed", e);
                }
            }
        });
    }

    private static List<FileEdit> edits(Message message, String path) {
        if (message.getBody() instanceof Collection<?> many && many.stream().allMatch(FileEdit.class::isInstance)) {
            List<FileEdit> edits = new ArrayList<>();
            many.forEach(e -> edits.add((FileEdit) e));
            return edits;
        }
        if (path.endsWith("/")) {
            throw new IllegalArgumentException("pachyderm:put needs the option 'path' or the header "
                    + PachydermHeaders.PATH + ", the path of a file, or a list of FileEdit as the body");
        }
        if (message.getBody() instanceof Source source) {
            return List.of(new FileEdit.Put(path, source));
        }
        return List.of(new FileEdit.Put(path, () -> message.getBody(InputStream.class)));
    }
}
