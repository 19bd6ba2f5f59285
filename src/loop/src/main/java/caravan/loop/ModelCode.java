package caravan.loop;

import java.util.List;

/**
 * The training program's folder at one commit of its git repository.
 *
 * @param commit the git commit that was read
 * @param tree git's hash of the folder's tree: the code's identity
 * @param files every file of the folder
 */
public record ModelCode(String commit, String tree, List<CodeFile> files) {

    /**
     * One file of the folder.
     *
     * @param path relative to the folder, with {@code /}
     * @param executable git's mode 100755
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record CodeFile(String path, byte[] content, boolean executable) {}
}
