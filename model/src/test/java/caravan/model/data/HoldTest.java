package caravan.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HoldTest {

    @Property
    void the_first_eight_bytes_unsigned_modulo_four_decide(@ForAll @Size(32) byte[] hash) {
        boolean out = new BigInteger(1, Arrays.copyOf(hash, 8))
                        .mod(BigInteger.valueOf(4))
                        .signum()
                == 0;
        assertThat(Hold.out(HexFormat.of().formatHex(hash))).isEqualTo(out);
    }

    @Property
    void the_half_is_told_by_a_bit_that_has_no_part_in_the_holdout(@ForAll @Size(32) byte[] hash) {
        assertThat(Hold.projects(HexFormat.of().formatHex(hash))).isEqualTo((hash[8] & 1) == 0);
    }

    @Test
    void a_quarter_is_held_out_whatever_the_content() {
        int out = 0;
        for (int i = 0; i < 4000; i++) {
            out += Hold.out(Sha256.hex(BigInteger.valueOf(i).toByteArray())) ? 1 : 0;
        }
        assertThat(out).isBetween(900, 1100);
    }
}
