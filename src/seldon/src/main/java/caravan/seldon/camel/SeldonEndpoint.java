package caravan.seldon.camel;

import caravan.loop.port.DeploymentFeed;
import caravan.loop.port.ServingPort;
import caravan.loop.watch.SystemWatch;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Tell which deployments of Seldon Core changed, and apply them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "seldon",
        title = "Seldon",
        syntax = "seldon:operation",
        remote = true,
        category = {Category.AI, Category.CONTAINER},
        headersClass = SeldonHeaders.class)
public class SeldonEndpoint extends DefaultEndpoint {
    @UriPath(description = "What the endpoint does; deployments is the consumer's")
    @Metadata(required = true)
    private SeldonOperation operation;

    @UriParam(defaultValue = "default", description = "The deployment's namespace")
    private String namespace = "default";

    @UriParam(description = "The deployment's name (producers, and a consumer without 'watched', whose key it then is)")
    private String name;

    @UriParam(label = "consumer", description = "Bean that says which deployments to look at, and the key of each")
    private Watched watched;

    @UriParam(
            label = "consumer",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description = "Every key is named this often, also when nothing seems to have happened")
    private long resync = 60_000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "5000",
            javaType = "java.time.Duration",
            description = "Time between two checks that the deployments can be seen; changes are told of at once")
    private long delay = 5000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "10000",
            javaType = "java.time.Duration",
            description = "The longest pause between two tries while Kubernetes is away")
    private long backOff = 10_000;

    @UriParam(label = "producer", defaultValue = "20", description = "How many lines of each pod to read (logs)")
    private int lines = 20;

    public SeldonEndpoint() {}

    SeldonEndpoint(String uri, SeldonComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (operation == SeldonOperation.deployments) {
            throw new IllegalArgumentException("seldon:deployments begins a route; it cannot be sent to");
        }
        return new SeldonProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != SeldonOperation.deployments) {
            throw new IllegalArgumentException(
                    "seldon:" + operation + " cannot begin a route; only seldon:deployments can");
        }
        if (watched == null && name == null) {
            throw new IllegalArgumentException("seldon:deployments needs the option 'watched' or 'name'");
        }
        if (!(port() instanceof DeploymentFeed)) {
            throw new IllegalArgumentException("seldon:deployments: this client does not tell of changes");
        }
        DeploymentsConsumer consumer = new DeploymentsConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    ServingPort port() {
        return ((SeldonComponent) getComponent()).port();
    }

    SystemWatch watch() {
        return ((SeldonComponent) getComponent()).getWatch();
    }

    Map<String, DeploymentName> deployments() {
        return watched == null ? Map.of(name, new DeploymentName(namespace, name)) : watched.deployments();
    }

    public SeldonOperation getOperation() {
        return operation;
    }

    public void setOperation(SeldonOperation operation) {
        this.operation = operation;
    }

    public String getNamespace() {
        return namespace;
    }

    public void setNamespace(String namespace) {
        this.namespace = namespace;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public Watched getWatched() {
        return watched;
    }

    public void setWatched(Watched watched) {
        this.watched = watched;
    }

    public long getResync() {
        return resync;
    }

    public void setResync(long resync) {
        this.resync = resync;
    }

    public long getDelay() {
        return delay;
    }

    public void setDelay(long delay) {
        this.delay = delay;
    }

    public long getBackOff() {
        return backOff;
    }

    public void setBackOff(long backOff) {
        this.backOff = backOff;
    }

    public int getLines() {
        return lines;
    }

    public void setLines(int lines) {
        this.lines = lines;
    }
}
