package caravan.sandbox.pachyderm.metadata;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One thing that is known; a row with the same key takes its place. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "row")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ProjectRow.class, name = "project"),
    @JsonSubTypes.Type(value = RepoRow.class, name = "repo"),
    @JsonSubTypes.Type(value = BranchRow.class, name = "branch"),
    @JsonSubTypes.Type(value = CommitRow.class, name = "commit"),
    @JsonSubTypes.Type(value = BindingRow.class, name = "binding"),
    @JsonSubTypes.Type(value = TokenRow.class, name = "token")
})
public sealed interface Row permits ProjectRow, RepoRow, BranchRow, CommitRow, BindingRow, TokenRow {
    /** Unique among all rows. */
    String key();
}
