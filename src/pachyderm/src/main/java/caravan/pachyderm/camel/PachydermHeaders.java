package caravan.pachyderm.camel;

import org.apache.camel.spi.Metadata;

/** Headers of the component's messages. The consumer sets them, and for a producer they win over the endpoint's options. */
public final class PachydermHeaders {
    @Metadata(description = "The project", javaType = "String")
    public static final String PROJECT = "CamelPachydermProject";

    @Metadata(description = "The repo", javaType = "String")
    public static final String REPO = "CamelPachydermRepo";

    @Metadata(description = "The branch", javaType = "String")
    public static final String BRANCH = "CamelPachydermBranch";

    @Metadata(
            description = "The commit's id; the consumer leaves it out where no commit is the reason",
            javaType = "String")
    public static final String COMMIT = "CamelPachydermCommit";

    @Metadata(label = "producer", description = "The older commit to compare with (diff)", javaType = "String")
    public static final String BEFORE = "CamelPachydermBefore";

    @Metadata(label = "producer", description = "The file or directory (read, put, walk)", javaType = "String")
    public static final String PATH = "CamelPachydermPath";

    @Metadata(
            label = "consumer",
            description = "Why the key was named: start, head (its branch moved) or resync",
            javaType = "String")
    public static final String REASON = "CamelPachydermReason";

    private PachydermHeaders() {}
}
