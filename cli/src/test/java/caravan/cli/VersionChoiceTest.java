package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import caravan.loop.ModelVersion;
import caravan.loop.steps.Versions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionChoiceTest {
    private static final Versions VERSIONS =
            new Versions(List.of(version(1, "abcd1111"), version(2, "abcd2222"), version(3, "abcd2222.2")), Set.of());

    private static ModelVersion version(int number, String name) {
        return new ModelVersion("pets", number, name, "", Set.of(), Map.of(), "", number);
    }

    @Test
    void a_version_is_found_by_name_number_or_first_digits() {
        assertThat(VersionChoice.of("abcd2222", VERSIONS).number()).isEqualTo(2);
        assertThat(VersionChoice.of("3", VERSIONS).name()).isEqualTo("abcd2222.2");
        assertThat(VersionChoice.of("abcd1", VERSIONS).number()).isEqualTo(1);
    }

    @Test
    void digits_that_fit_several_are_refused_with_their_names() {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> VersionChoice.of("abcd", VERSIONS))
                .withMessageContaining("abcd1111")
                .withMessageContaining("more digits");
    }

    @Test
    void an_unknown_one_is_answered_with_those_there_are() {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> VersionChoice.of("9", VERSIONS))
                .withMessageContaining("2 (abcd2222)");
    }
}
