package caravan.seldon.camel;

import org.apache.camel.spi.Metadata;

/** Headers of the component's messages. The consumer sets them, and for a producer they win over the endpoint's options. */
public final class SeldonHeaders {
    @Metadata(description = "The deployment's namespace", javaType = "String")
    public static final String NAMESPACE = "CamelSeldonNamespace";

    @Metadata(description = "The deployment's name", javaType = "String")
    public static final String NAME = "CamelSeldonName";

    @Metadata(
            label = "producer",
            description = "The version that was observed (apply): another one in between is a conflict",
            javaType = "String")
    public static final String RESOURCE_VERSION = "CamelSeldonResourceVersion";

    @Metadata(label = "consumer", description = "Why the key was named: start, change or resync", javaType = "String")
    public static final String REASON = "CamelSeldonReason";

    private SeldonHeaders() {}
}
