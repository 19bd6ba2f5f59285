package caravan.determined.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.loop.Experiment;
import caravan.loop.ExperimentRequest;
import caravan.loop.ExperimentState;
import caravan.loop.ModelCode;
import caravan.loop.ModelVersion;
import caravan.loop.VersionRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

class DeterminedProducerTest extends CamelTestSupport {
    private final FakeTraining training = new FakeTraining();

    @Override
    protected org.apache.camel.CamelContext createCamelContext() throws Exception {
        org.apache.camel.CamelContext made = super.createCamelContext();
        made.getRegistry().bind("training", training);
        return made;
    }

    @Test
    void an_experiment_is_created_paused_forked_and_started() {
        ExperimentRequest request =
                new ExperimentRequest(Map.of("name", "x"), new ModelCode("c", "t", List.of()), Optional.empty());
        int first = template.requestBody("determined:create", request, Integer.class);
        int second = template.requestBody("determined:fork?experiment=" + first, request, Integer.class);
        template.sendBodyAndHeader("determined:activate", null, DeterminedHeaders.EXPERIMENT, second);
        assertThat(training.requests().get(0).parent()).isEmpty();
        assertThat(training.requests().get(1).parent()).contains(first);
        assertThat(template.requestBody("determined:experiment?experiment=" + second, null, Experiment.class)
                        .state())
                .isEqualTo(ExperimentState.ACTIVE);
    }

    @Test
    void a_version_is_registered_and_a_checkpoint_is_streamed() {
        ModelVersion version = template.requestBody(
                "determined:register",
                new VersionRequest("cats", "v1", "uuid", "notes", Set.of("caravan"), Map.of()),
                ModelVersion.class);
        assertThat(version.number()).isEqualTo(1);
        assertThat(template.requestBody("determined:versions?model=cats", null, List.class))
                .containsExactly(version);
        assertThat(template.requestBody("determined:download", "uuid", String.class))
                .isEqualTo("uuid");
    }

    @Test
    void a_missing_option_is_named() {
        assertThatThrownBy(() -> template.requestBody("determined:kill", (Object) null))
                .hasRootCauseMessage(
                        "determined://kill needs the option 'experiment' or the header CamelDeterminedExperiment");
    }
}
