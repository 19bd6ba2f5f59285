package caravan.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.loop.SetAside;
import caravan.model.data.Seen.Known;
import caravan.model.data.Seen.Unusable;
import caravan.model.data.Seen.Usable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeltaTest {
    private static final String TRAINED = "0000000000000001" + "0".repeat(48);
    private static final String HELD_OUT = "0000000000000004" + "0".repeat(48);

    private static Usable picture(String path, String label, String sha256) {
        return new Usable(path, "h" + path, null, label, sha256, 1, new float[] {1}, new float[] {1});
    }

    @Test
    void held_out_pictures_are_kept_from_training() {
        Delta delta = Delta.of(
                List.of(picture("/cat.1.jpg", "cat", TRAINED), picture("/cat.2.jpg", "cat", HELD_OUT)),
                List.of(),
                Map.of());
        assertThat(delta.trained()).extracting(Usable::path).containsExactly("/cat.1.jpg");
        assertThat(delta.heldOut()).extracting(Usable::path).containsExactly("/cat.2.jpg");
        assertThat(delta.files()).isEqualTo(2);
    }

    @Test
    void the_same_content_under_two_names_is_used_once() {
        Delta delta = Delta.of(
                List.of(picture("/cat.1.jpg", "cat", TRAINED), picture("/cat/copy.jpg", "cat", TRAINED)),
                List.of(),
                Map.of());
        assertThat(delta.files()).isEqualTo(1);
        assertThat(delta.setAside()).isEmpty();
        assertThat(delta.used())
                .containsExactly(
                        new SetAside("/cat/copy.jpg", "h/cat/copy.jpg", "the same content as /cat.1.jpg: used once"));
    }

    @Test
    void one_content_with_two_labels_is_not_used_at_all() {
        Delta delta = Delta.of(
                List.of(picture("/cat.1.jpg", "cat", TRAINED), picture("/dog.1.jpg", "dog", TRAINED)),
                List.of(),
                Map.of());
        assertThat(delta.files()).isZero();
        assertThat(delta.setAside()).extracting(SetAside::path).containsExactly("/cat.1.jpg", "/dog.1.jpg");
    }

    @Test
    void what_an_ancestor_has_seen_is_not_new() {
        Delta delta = Delta.of(
                List.of(new Known("/cat.9.jpg", "h", "cat", TRAINED), new Known("/dog.9.jpg", "h2", "dog", TRAINED)),
                List.of(),
                Map.of(TRAINED, "cat"));
        assertThat(delta.files()).isZero();
        assertThat(delta.used()).extracting(SetAside::path).containsExactly("/cat.9.jpg");
        assertThat(delta.setAside())
                .extracting(SetAside::reason)
                .containsExactly("labelled dog, but an earlier version has used the same content as cat");
    }

    @Test
    void unusable_files_are_listed_with_those_known_by_metadata() {
        SetAside one = new SetAside("/readme", "h1", "no label");
        SetAside two = new SetAside("/cat.1.jpg", "h2", "empty");
        Delta delta = Delta.of(List.of(new Unusable(two)), List.of(one), Map.of());
        assertThat(delta.setAside()).containsExactly(one, two);
    }
}
