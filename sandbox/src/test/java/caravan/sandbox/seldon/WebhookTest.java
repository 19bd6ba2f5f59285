package caravan.sandbox.seldon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.sandbox.kubernetes.Refusal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTest {
    private static final String PREFIX = "admission webhook \"v1.vseldondeployment.kb.io\" denied the request: "
            + "SeldonDeployment.machinelearing.seldon.io \"\" is invalid: ";
    private static final String GOOD =
            "graph: {name: m}, componentSpecs: [{spec: {containers: [{name: m, image: i}]}}]";

    private final BadDay badDay = new BadDay();

    private void review(String spec) throws Exception {
        ObjectNode object = (ObjectNode) new YAMLMapper()
                .readTree("{metadata: {name: x, namespace: n}, spec: " + spec.replace("GOOD", GOOD) + "}");
        new Webhook(badDay).review(object, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{protocol: bogus, predictors: [{name: a, GOOD}]} | spec: Invalid value: \"bogus\": Invalid protocol",
                "{transport: x, predictors: [{name: a, GOOD}]} | spec: Invalid value: \"x\": Invalid transport",
                "{predictors: []} | spec: Invalid value: \"\": Graph contains no predictors",
                "{predictors: [{name: a, shadow: true, GOOD}]} | spec: Invalid value: \"a\": Shadow can not exist as only predictor",
                "{predictors: [{name: a, traffic: 50, GOOD}, {name: a, traffic: 50, GOOD}]} | spec.predictors[1]: Invalid value: \"a\": Duplicate predictor name",
                "{predictors: [{name: a, traffic: 50, GOOD}, {name: b, traffic: 40, GOOD}]} | spec: Invalid value: \"a\": Traffic must sum to 100 for multiple predictors",
                "{predictors: [{name: a, traffic: 50, GOOD}]} | spec: Invalid value: \"a\": Traffic must sum be 100 for a single predictor when set",
                "{predictors: [{name: a, graph: {name: m, children: [{name: ch}]}, componentSpecs: [{spec: {containers: [{name: m, image: i}]}}]}]} | spec.predictors[0].graph[0]: Invalid value: \"ch\": Can't find container for Predictive Unit",
                "{predictors: [{name: a, graph: {name: m, logger: {url: u}}, componentSpecs: [{spec: {containers: [{name: m, image: i}]}}]}]} | spec.predictors[0].graph: Invalid value: \"\": No logger mode specified",
                "{predictors: [{name: a, graph: {name: m, implementation: FOO_SERVER, modelUri: u}}]} | spec.predictors[0].graph: Invalid value: \"m\": No entry in predictors map for FOO_SERVER",
            })
    void a_wrong_manifest_is_denied_in_the_operators_words(String spec, String message) {
        assertThatThrownBy(() -> review(spec)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(422);
            assertThat(refusal.reason()).hasValue("Invalid");
            assertThat(refusal).hasMessage(PREFIX + message);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{predictors: [{name: a, GOOD}]}",
                "{predictors: [{name: a, traffic: 150, GOOD}]}",
                "{predictors: [{name: a, traffic: 0, GOOD}, {name: b, traffic: 100, GOOD}]}",
                "{predictors: [{name: a, traffic: 0, GOOD}, {name: b, shadow: true, traffic: 50, GOOD}]}",
            })
    void what_the_real_webhook_lets_pass_passes(String spec) {
        assertThatCode(() -> review(spec)).doesNotThrowAnyException();
    }

    @Test
    void several_faults_are_told_together() {
        assertThatThrownBy(() -> review("{protocol: bogus, transport: x, predictors: []}"))
                .hasMessage(PREFIX + "[spec: Invalid value: \"bogus\": Invalid protocol, spec: Invalid value: \"x\":"
                        + " Invalid transport, spec: Invalid value: \"\": Graph contains no predictors]");
    }

    @Test
    void an_operator_that_is_away_is_an_internal_error_that_may_be_tried_again() {
        badDay.operatorDown(true);
        assertThatThrownBy(() -> review("{predictors: [{name: a, GOOD}]}"))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(500);
                    assertThat(refusal.reason()).hasValue("InternalError");
                });
    }
}
