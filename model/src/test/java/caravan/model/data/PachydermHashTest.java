package caravan.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PachydermHashTest {

    @Test
    void blake2b_gives_the_published_values() {
        assertThat(HexFormat.of().formatHex(Blake2b.hash("abc".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
        assertThat(HexFormat.of().formatHex(Blake2b.hash(new byte[300])))
                .isEqualTo("3b7fa24c99516cfee0cc68a8670eae28e9f4636460b4a8c09feeef5409504bff");
    }

    @Test
    void a_small_files_hash_is_that_of_its_only_chunks_hash() {
        String hash = "a76538c4bbfc9fae4cb77133a200d817a05b3639a9b6bd862a9c3a8201cc20f6";
        assertThat(PachydermHash.matches("hello\n".getBytes(StandardCharsets.US_ASCII), hash))
                .isTrue();
        assertThat(PachydermHash.matches("hello!".getBytes(StandardCharsets.US_ASCII), hash))
                .isFalse();
    }

    @Test
    void a_large_files_hash_cannot_be_told() {
        assertThat(PachydermHash.matches(new byte[1_000_000], "00")).isTrue();
    }
}
