package caravan.app.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
    /** Stands for a step's bean. */
    public static final class Training {
        public String observe(String key) {
            return key;
        }

        public String decide(String state) {
            return state;
        }
    }

    @TempDir
    Path routes;

    private final Lint lint = new Lint(
            Map.of("training", Training.class, "dataBranches", Object.class), Set.of("caravan.poll", "caravan.resync"));

    private static final String GOOD =
            """
            - route:
                id: training-commits
                from:
                  uri: pachyderm:commits
                  parameters:
                    watched: "#dataBranches"
                    delay: "{{caravan.poll}}"
                  steps:
                    - to: seda:train
            - route:
                id: training
                from:
                  uri: seda:train?concurrentConsumers=4
                  steps:
                    - bean: {ref: training, method: observe}
                    - choice:
                        when:
                          - simple: "${header.step} == 'create'"
                            steps:
                              - to: {uri: "seda:next", parameters: {waitForTaskToComplete: Never}}
                        otherwise:
                          steps:
                            - log: {loggingLevel: DEBUG, message: "${body}: nothing"}
                    - split:
                        method: {ref: training, method: decide}
                        streaming: true
                        steps:
                          - stop: {}
            - routeConfiguration:
                onException:
                  - onException:
                      exception: [java.lang.Exception]
                      handled: {constant: "true"}
                      redeliveryPolicy: {maximumRedeliveries: 2, redeliveryDelay: 50}
                      steps:
                        - log: "failed: ${exception.message}"
            """;

    @BeforeEach
    void anEmptyFolder() throws IOException {
        Files.createDirectories(routes.resolve("kamelets"));
    }

    private List<String> found(String yaml) throws IOException {
        return found("training.camel.yaml", yaml);
    }

    private List<String> found(String file, String text) throws IOException {
        Files.writeString(routes.resolve(file), text);
        return lint.check(routes).stream()
                .map(f -> routes.relativize(f.file()) + ":" + f.line() + ": " + f.what())
                .toList();
    }

    private List<String> changed(String from, String to) throws IOException {
        assertThat(GOOD).contains(from);
        return found(GOOD.replace(from, to));
    }

    @Test
    void good_routes_have_no_finding() throws IOException {
        assertThat(found(GOOD)).isEmpty();
    }

    @Test
    void an_unknown_step_is_found_with_the_nearest_right_one() throws IOException {
        assertThat(changed("- stop: {}", "- stopp: {}"))
                .containsExactly("training.camel.yaml:28: unknown step 'stopp'; did you mean 'stop'?");
    }

    @Test
    void an_unknown_key_is_found_with_the_nearest_right_one() throws IOException {
        assertThat(changed("streaming: true", "streamin: true"))
                .containsExactly("training.camel.yaml:26: unknown key 'streamin'; did you mean 'streaming'?");
    }

    @Test
    void two_steps_in_one_entry_are_found() throws IOException {
        assertThat(changed("- to: seda:train\n", "- to: seda:train\n          log: again\n"))
                .containsExactly("training.camel.yaml:9: one step a list entry: 'to' and 'log' stand in one; begin the"
                        + " next with '- '");
    }

    @Test
    void a_missing_key_and_a_wrong_value_are_found() throws IOException {
        assertThat(changed("      steps:\n        - to: seda:train\n", ""))
                .contains("training.camel.yaml:4: 'from' lacks 'steps'");
        assertThat(changed("loggingLevel: DEBUG", "loggingLevel: DEBUGG"))
                .containsExactly(
                        "training.camel.yaml:23: unknown value of 'loggingLevel': 'DEBUGG'; did you mean 'DEBUG'?");
        assertThat(changed("streaming: true", "streaming: sometimes"))
                .containsExactly("training.camel.yaml:26: 'streaming' is sometimes, must be true or false");
    }

    @Test
    void an_unknown_or_wrong_endpoint_option_is_found() throws IOException {
        assertThat(changed("concurrentConsumers=4", "concurentConsumers=4"))
                .containsExactly("training.camel.yaml:13: unknown option of seda: 'concurentConsumers'; did you mean"
                        + " 'concurrentConsumers'?");
        assertThat(changed("concurrentConsumers=4", "concurrentConsumers=many"))
                .containsExactly("training.camel.yaml:13: 'concurrentConsumers' is many, must be a whole number");
        assertThat(changed("waitForTaskToComplete: Never", "waitForTaskToComplete: Nevr"))
                .containsExactly("training.camel.yaml:20: unknown value of 'waitForTaskToComplete': 'Nevr'; did you"
                        + " mean 'Never'?");
        assertThat(changed("{{caravan.poll}}", "soon"))
                .containsExactly("training.camel.yaml:7: 'delay' is soon, must be a duration such as 500 or 10s");
    }

    @Test
    void our_own_components_are_known() throws IOException {
        assertThat(changed("delay:", "dely:"))
                .containsExactly("training.camel.yaml:7: unknown option of pachyderm: 'dely'; did you mean 'delay'?");
        assertThat(changed("pachyderm:commits", "pachyderm:comits"))
                .containsExactly("training.camel.yaml:4: unknown operation of pachyderm: 'comits'; did you mean"
                        + " 'commits'?");
        assertThat(changed("seda:next", "determined:create?experimnt=1"))
                .contains("training.camel.yaml:20: unknown option of determined: 'experimnt'; did you mean"
                        + " 'experiment'?");
    }

    @Test
    void an_unknown_component_and_a_missing_option_are_found() throws IOException {
        assertThat(changed("- to: seda:train", "- to: sedaa:train"))
                .containsExactly("training.camel.yaml:9: unknown component 'sedaa'; did you mean 'seda'?");
        assertThat(changed("- to: seda:train", "- to: seda"))
                .containsExactly("training.camel.yaml:9: 'seda' lacks the option 'name' of seda");
        assertThat(changed("- to: seda:train", "- to: kafka:train").get(0))
                .contains("component 'kafka' is not installed: put camel-kafka-");
    }

    @Test
    void a_bad_expression_is_found() throws IOException {
        assertThat(changed("${header.step} == 'create'", "${header.step == 'create'")
                        .get(0))
                .startsWith("training.camel.yaml:18: bad condition: ");
        assertThat(changed("${header.step} == 'create'", "${headr.step} == 'create'"))
                .containsExactly("training.camel.yaml:18: bad condition: unknown function 'headr.step' in"
                        + " \"${headr.step} == 'create'\"; did you mean 'header'?");
        assertThat(changed("${body}: nothing", "${bodi}: nothing").get(0))
                .startsWith("training.camel.yaml:23: bad expression: unknown function 'bodi'")
                .endsWith("did you mean 'body'?");
        assertThat(changed("- simple: \"${header.step} == 'create'\"\n                steps:", "- steps:"))
                .contains("training.camel.yaml:18: 'when' lacks an expression, such as simple: \"${header.step} =="
                        + " 'create'\"");
    }

    @Test
    void a_route_without_an_id_and_an_id_used_twice_are_found() throws IOException {
        assertThat(changed("    id: training\n", "").get(0)).startsWith("training.camel.yaml:11: the route has no id");
        assertThat(found("again.camel.yaml", GOOD.replace("id: training\n", "id: training-commits\n")))
                .contains("again.camel.yaml:11: another route has the id 'training-commits' already, at"
                        + " again.camel.yaml:2");
    }

    @Test
    void an_unknown_bean_method_and_setting_are_found() throws IOException {
        assertThat(changed("ref: training, method: observe", "ref: trainin, method: observe"))
                .containsExactly("training.camel.yaml:15: unknown bean 'trainin'; did you mean 'training'?");
        assertThat(changed("method: observe", "method: obsrve"))
                .containsExactly(
                        "training.camel.yaml:15: unknown method of Training: 'obsrve'; did you mean 'observe'?");
        assertThat(changed("#dataBranches", "#dataBranch"))
                .containsExactly("training.camel.yaml:6: unknown bean 'dataBranch'; did you mean 'dataBranches'?");
        assertThat(changed("caravan.poll", "caravan.pol"))
                .containsExactly("training.camel.yaml:7: unknown setting 'caravan.pol'; did you mean 'caravan.poll'?");
    }

    @Test
    void a_file_that_is_no_yaml_is_found() throws IOException {
        assertThat(changed("    - to: seda:train", "   - to: seda:train\n        x")
                        .get(0))
                .startsWith("training.camel.yaml:")
                .contains("no YAML");
    }

    @Test
    void a_kamelet_is_held_to_the_conventions_and_its_uses_to_its_parameters() throws IOException {
        String kamelet =
                """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: post-alert-sink
                  annotations:
                    camel.apache.org/kamelet.support.level: "Preview"
                    camel.apache.org/provider: "Caravan"
                    camel.apache.org/kamelet.group: "Alerts"
                  labels:
                    camel.apache.org/kamelet.type: sink
                spec:
                  definition:
                    title: Post Alert Sink
                    description: Posts an alert.
                    type: object
                    required: [url]
                    properties:
                      url: {title: URL, description: Where to, type: string}
                  dependencies: ["camel:http"]
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - to: "{{url}}"
                """;
        String use = GOOD.replace(
                "seda:next\", parameters: {waitForTaskToComplete: Never}",
                "kamelet:post-alert-sink\", parameters: {url: \"http:x\"}");
        String file = "kamelets/post-alert-sink.kamelet.yaml";
        assertThat(found(file, kamelet)).isEmpty();
        assertThat(found(use)).isEmpty();
        assertThat(found(use.replace("{url: ", "{ulr: ")))
                .containsExactlyInAnyOrder(
                        "training.camel.yaml:20: kamelet 'post-alert-sink' lacks the parameter 'url'",
                        "training.camel.yaml:20: unknown parameter of kamelet post-alert-sink: 'ulr'; did you mean"
                                + " 'url'?");
        assertThat(found(use)).isEmpty();
        assertThat(found(file, kamelet.replace("{{url}}", "{{ulr}}")))
                .containsExactly(
                        file + ":18: property 'url' is not used",
                        file + ":24: unknown property 'ulr'; did you mean 'url'?");
        assertThat(found(file, kamelet.replace("type: sink", "type: source")))
                .hasSize(3)
                .anyMatch(f -> f.contains("a kamelet of type source has a name that ends in '-source'"));
        assertThat(found(file, kamelet.replace("- to: ", "- too: ")))
                .containsExactly(file + ":24: unknown step 'too'; did you mean 'to'?");
    }

    @Test
    void the_exit_code_says_whether_anything_was_found() throws IOException {
        StringWriter out = new StringWriter();
        Files.writeString(routes.resolve("a.camel.yaml"), GOOD);
        assertThat(lint.run(routes, new PrintWriter(out))).isZero();
        Files.writeString(routes.resolve("a.camel.yaml"), GOOD.replace("- stop: {}", "- stopp: {}"));
        assertThat(lint.run(routes, new PrintWriter(out))).isEqualTo(1);
        assertThat(out.toString())
                .contains("a.camel.yaml:28: unknown step 'stopp'")
                .contains("1 finding");
    }
}
