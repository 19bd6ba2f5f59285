package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @Test
    void a_table_has_columns_as_wide_as_their_widest_cell() {
        assertThat(new Table("a", "bb").row("längste", "x").row("y", "z"))
                .hasToString("a        bb\nlängste  x\ny        z");
    }

    @Test
    void a_row_must_have_all_cells() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("a", "b").row("only one"));
    }

    @Test
    void ids_are_cut_short_wherever_they_stand() {
        assertThat(Names.brief("serves " + ID + ".2 at 10 %")).isEqualTo("serves 0123456789ab.2 at 10 %");
    }

    @Test
    void what_is_no_id_stays_whole() {
        assertThat(Names.brief(ID + ID)).isEqualTo(ID + ID);
        assertThat(Names.brief("cat")).isEqualTo("cat");
        assertThat(Names.brief(null)).isNull();
    }
}
