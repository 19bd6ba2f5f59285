package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final String TWO =
            """
            {"data": {"names": ["cat", "dog"], "tensor": {"shape": [2, 2], "values": [0.9, 0.1, 0.25, 0.75]}},
             "meta": {"tags": {"version": "v1", "label": ["cat", "dog"], "outlier": [false, true]}}}""";
    private static final String ONE =
            """
            {"data": {"names": ["cat", "dog"], "ndarray": [[0.2, 0.8]]},
             "meta": {"tags": {"version": "v1", "label": "dog", "outlier": true}}}""";

    @Test
    void each_picture_of_a_request_gets_its_own_answer() throws Exception {
        assertThat(Gateway.read(Json.tree(TWO), 2))
                .isEqualTo(List.of(new Answer("cat", 0.9, "v1", false), new Answer("dog", 0.75, "v1", true)));
    }

    @Test
    void a_single_pictures_tags_are_no_lists() throws Exception {
        assertThat(Gateway.read(Json.tree(ONE), 1)).containsExactly(new Answer("dog", 0.8, "v1", true));
    }

    @Test
    void a_version_without_scores_says_nothing_of_outliers() throws Exception {
        String plain = ONE.replace(", \"outlier\": true", "");
        assertThat(Gateway.read(Json.tree(plain), 1)).containsExactly(new Answer("dog", 0.8, "v1", null));
    }

    @Test
    void an_answer_on_another_number_of_pictures_is_an_error() {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> Gateway.read(Json.tree(TWO), 3))
                .withMessageContaining("4 numbers for 3 pictures");
    }
}
