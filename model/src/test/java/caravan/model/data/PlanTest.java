package caravan.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.loop.PlannedFile;
import caravan.loop.Repo;
import caravan.loop.usecase.LabelRule;
import caravan.model.LocalData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final String LINES =
            """
            {"path":"/cat.1.jpg","hash":"aa","size":3,"label":"cat","later":1}
            {"path":"/a.zip","hash":"bb","size":4,"label":null}
            """;

    @Test
    void a_plans_place_is_a_repo_a_commit_and_a_path() {
        assertThat(Plan.Location.parse("p/out@c1:/caravan/plans/x-root.jsonl.gz"))
                .isEqualTo(new Plan.Location(new Repo("p", "out"), "c1", "/caravan/plans/x-root.jsonl.gz"));
        assertThat(Plan.Location.parse("out@c1:/x").repo()).isEqualTo(new Repo("default", "out"));
        assertThatThrownBy(() -> Plan.Location.parse("out:/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("out:/x");
    }

    @Test
    void a_plan_is_read_if_it_is_the_one_that_was_meant() throws Exception {
        byte[] gzip = ArchiveTest.gzip(LINES.getBytes(StandardCharsets.UTF_8));
        LocalData data = new LocalData().commit("c1", Map.of("/x", gzip));
        Plan.Location location = new Plan.Location(new Repo("p", "out"), "c1", "/x");
        assertThat(Plan.fetch(data, location, Sha256.hex(gzip)).files())
                .containsExactly(
                        new PlannedFile("/cat.1.jpg", "aa", 3, "cat"), new PlannedFile("/a.zip", "bb", 4, null));
        assertThatThrownBy(() -> Plan.fetch(data, location, "00"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("p/out@c1:/x")
                .hasMessageContaining("the experiment names 00");
    }

    @Test
    void without_a_plan_the_diff_is_taken_by_the_label_rule() {
        LocalData data = new LocalData()
                .commit("c1", Map.of("/cat.1.jpg", new byte[] {1}))
                .commit("c2", Map.of("/cat.1.jpg", new byte[] {1}, "/dog.1.jpg", new byte[] {2}, "/x", new byte[] {3}));
        Plan plan =
                Plan.ofDiff(data, new Repo("p", "r"), "c2", Optional.of("c1"), new LabelRule(List.of("cat", "dog")));
        assertThat(plan.files()).extracting(PlannedFile::path).containsExactly("/dog.1.jpg");
        assertThat(plan.setAside()).extracting(f -> f.path()).containsExactly("/x");
    }
}
