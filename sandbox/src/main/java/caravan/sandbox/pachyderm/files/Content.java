package caravan.sandbox.pachyderm.files;

import java.util.List;

/**
 * What a file holds.
 *
 * @param hash of the chunks' hashes, in hex
 * @param chunks their hashes in order; all but the last are of full size
 */
public record Content(long size, String hash, List<String> chunks) {
    public Content {
        chunks = List.copyOf(chunks);
    }

    static Content of(long size, List<String> chunks) {
        Blake2b hash = new Blake2b();
        chunks.forEach(hash::add);
        return new Content(size, hash.hex(), chunks);
    }
}
