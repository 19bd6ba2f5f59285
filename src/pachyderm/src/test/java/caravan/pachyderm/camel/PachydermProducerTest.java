package caravan.pachyderm.camel;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.FileChange;
import caravan.loop.Repo;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class PachydermProducerTest extends CamelTestSupport {
    private final FakeData data = new FakeData();
    private final List<String> split = new ArrayList<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        context.getRegistry().bind("data", data);
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:diff")
                        .to("pachyderm:diff?repo=cats")
                        .split(body())
                        .streaming()
                        .process(e -> split.add(
                                e.getMessage().getBody(FileChange.class).path()));
            }
        };
    }

    @Test
    void a_file_is_written_and_read() {
        data.put(new Branch(new Repo("default", "cats"), "master"), "c1");
        template.sendBody("pachyderm:put?repo=cats&path=/a.txt", "meow");
        assertThat(template.requestBody("pachyderm:read?repo=cats&path=/a.txt", null, String.class))
                .isEqualTo("meow");
        assertThat(template.requestBody("pachyderm:head?repo=cats", null, Commit.class)
                        .id())
                .isEqualTo("c1");
    }

    @Test
    void a_diff_is_streamed_and_closed_and_headers_win_over_options() {
        data.edit(
                new Branch(new Repo("default", "cats"), "master"),
                List.of(
                        new FileEdit.Put("/a", Source.of("1".getBytes(StandardCharsets.UTF_8))),
                        new FileEdit.Put("/b", Source.of("2".getBytes(StandardCharsets.UTF_8)))));
        template.sendBodyAndHeaders(
                "direct:diff", null, Map.of(PachydermHeaders.COMMIT, "c2", PachydermHeaders.BEFORE, "c1"));
        assertThat(split).containsExactly("/a", "/b");
        assertThat(data.closed()).isEqualTo(1);
    }

    @Test
    void a_missing_repo_and_a_misused_endpoint_are_named() {
        Assertions.assertThatThrownBy(() -> template.requestBody("pachyderm:head", (Object) null))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("pachyderm://head needs the option 'repo' or the header CamelPachydermRepo");
        Assertions.assertThatThrownBy(
                        () -> context.getEndpoint("pachyderm:head?repo=cats").createConsumer(e -> {}))
                .hasMessageContaining("cannot begin a route");
    }
}
