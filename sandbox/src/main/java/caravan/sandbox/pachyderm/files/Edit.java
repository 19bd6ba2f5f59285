package caravan.sandbox.pachyderm.files;

/** What becomes of one name in a directory. */
sealed interface Edit permits Edit.Removed, Edit.Written, EditedDirectory {

    /** The file is not there any more. */
    record Removed() implements Edit {}

    /** The file holds this, or has it behind what it holds. */
    record Written(Content content, boolean append) implements Edit {}
}
