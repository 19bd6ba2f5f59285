package caravan.determined.camel;

import caravan.loop.Experiment;
import caravan.loop.port.TrainingPort;
import caravan.loop.watch.SystemWatch;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Tell which experiments of Determined reached a state, and create, fork and register. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "determined",
        title = "Determined",
        syntax = "determined:operation",
        remote = true,
        category = {Category.AI},
        headersClass = DeterminedHeaders.class)
public class DeterminedEndpoint extends DefaultEndpoint {
    @UriPath(description = "What the endpoint does; experiments is the consumer's")
    @Metadata(required = true)
    private DeterminedOperation operation;

    @UriParam(
            label = "consumer",
            defaultValue = "terminal",
            enums = "terminal,paused,active,stopping,completed,canceled,error,deleted",
            description = "The state that experiments are to reach; terminal is any of the last four")
    private String state = "terminal";

    @UriParam(defaultValue = "caravan", description = "Labels that experiments must carry, separated by commas")
    private String labels = "caravan";

    @UriParam(
            label = "consumer",
            description = "Bean that says which use cases to look at; without it, every experiment with the labels is"
                    + " told of, under its label use-case or else its name")
    private Watched watched;

    @UriParam(
            label = "consumer",
            defaultValue = "1000",
            javaType = "java.time.Duration",
            description = "Time between two looks at the newest experiments")
    private long delay = 1000;

    @UriParam(
            label = "consumer",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description = "Every key is named this often, also when nothing seems to have happened")
    private long resync = 60_000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "10000",
            javaType = "java.time.Duration",
            description = "The longest pause between two tries while Determined is away")
    private long backOff = 10_000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "200",
            description = "How many of the newest experiments to look at; at least two for each use case are")
    private int newest = 200;

    @UriParam(label = "producer", description = "The experiment's id; for fork, the one to fork")
    private Integer experiment;

    @UriParam(label = "producer", description = "The model's name (versions)")
    private String model;

    @UriParam(label = "producer", defaultValue = "20", description = "How many lines to read (logs)")
    private int lines = 20;

    public DeterminedEndpoint() {}

    DeterminedEndpoint(String uri, DeterminedComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (operation == DeterminedOperation.experiments) {
            throw new IllegalArgumentException("determined:experiments begins a route; it cannot be sent to");
        }
        return new DeterminedProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != DeterminedOperation.experiments) {
            throw new IllegalArgumentException(
                    "determined:" + operation + " cannot begin a route; only determined:experiments can");
        }
        ExperimentsConsumer consumer = new ExperimentsConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    TrainingPort port() {
        return ((DeterminedComponent) getComponent()).port();
    }

    SystemWatch watch() {
        return ((DeterminedComponent) getComponent()).getWatch();
    }

    boolean reached(Experiment some) {
        return state.equals("terminal")
                ? some.state().terminal()
                : state.equals(some.state().name().toLowerCase(Locale.ROOT));
    }

    Set<String> labelSet() {
        Set<String> set = new TreeSet<>();
        for (String label : labels.split(",", -1)) {
            set.add(label.trim());
        }
        return set;
    }

    public DeterminedOperation getOperation() {
        return operation;
    }

    public void setOperation(DeterminedOperation operation) {
        this.operation = operation;
    }

    public String getState() {
        return state;
    }

    public void setState(String state) {
        this.state = state;
    }

    public String getLabels() {
        return labels;
    }

    public void setLabels(String labels) {
        this.labels = labels;
    }

    public Watched getWatched() {
        return watched;
    }

    public void setWatched(Watched watched) {
        this.watched = watched;
    }

    public long getDelay() {
        return delay;
    }

    public void setDelay(long delay) {
        this.delay = delay;
    }

    public long getResync() {
        return resync;
    }

    public void setResync(long resync) {
        this.resync = resync;
    }

    public long getBackOff() {
        return backOff;
    }

    public void setBackOff(long backOff) {
        this.backOff = backOff;
    }

    public int getNewest() {
        return newest;
    }

    public void setNewest(int newest) {
        this.newest = newest;
    }

    public Integer getExperiment() {
        return experiment;
    }

    public void setExperiment(Integer experiment) {
        this.experiment = experiment;
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public int getLines() {
        return lines;
    }

    public void setLines(int lines) {
        this.lines = lines;
    }
}
