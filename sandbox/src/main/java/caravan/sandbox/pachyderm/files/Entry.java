package caravan.sandbox.pachyderm.files;

/** One name in a directory. */
public sealed interface Entry {
    /** Without slashes; empty for a commit's root. */
    String name();

    /** In bytes; of a directory, of all that it holds. */
    long size();

    /** Pachyderm's hash, in hex. */
    String hash();

    /** What entries are sorted by: the name, of a directory with a slash behind it. */
    String key();

    /** A file. */
    record FileEntry(String name, Content content) implements Entry {
        @Override
        public long size() {
            return content.size();
        }

        @Override
        public String hash() {
            return content.hash();
        }

        @Override
        public String key() {
            return name;
        }
    }

    /**
     * A directory that holds at least one file.
     *
     * @param hash of the hashes of what it holds, without names: what clients see
     * @param tree names the directory with everything in it
     */
    record DirectoryEntry(String name, long size, String hash, String tree) implements Entry {
        @Override
        public String key() {
            return name + "/";
        }

        DirectoryEntry named(String other) {
            return new DirectoryEntry(other, size, hash, tree);
        }
    }
}
