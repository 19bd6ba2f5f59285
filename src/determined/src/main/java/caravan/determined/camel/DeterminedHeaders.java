package caravan.determined.camel;

import org.apache.camel.spi.Metadata;

/** Headers of the component's messages. The consumer sets them, and for a producer they win over the endpoint's options. */
public final class DeterminedHeaders {
    @Metadata(
            description = "The experiment's id; the consumer leaves it out where no experiment is the reason",
            javaType = "Integer")
    public static final String EXPERIMENT = "CamelDeterminedExperiment";

    @Metadata(label = "consumer", description = "The experiment's state, such as COMPLETED", javaType = "String")
    public static final String STATE = "CamelDeterminedState";

    @Metadata(
            label = "consumer",
            description = "Why the key was named: start, state (an experiment reached it) or resync",
            javaType = "String")
    public static final String REASON = "CamelDeterminedReason";

    @Metadata(label = "producer", description = "The model's name (versions)", javaType = "String")
    public static final String MODEL = "CamelDeterminedModel";

    private DeterminedHeaders() {}
}
