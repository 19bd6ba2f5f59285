package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.loop.deploy.DeploymentStep;
import caravan.loop.register.RegistrationStep;
import caravan.loop.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What a pure function may decide, the routes branch on: one {@code when} for each permitted step, and none for another. */
class StepBranchesTest {
    private static final Path ROUTES = Path.of("../../routes");
    private static final Pattern STEP = Pattern.compile("\\$\\{header\\.step} == '([a-z]+)'");

    static List<Arguments> steps() {
        return List.of(
                Arguments.of("training", TrainingStep.class, TrainingStep.names()),
                Arguments.of("registration", RegistrationStep.class, RegistrationStep.names()),
                Arguments.of("deployment", DeploymentStep.class, DeploymentStep.names()));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void every_permitted_step_has_a_name(String route, Class<?> step, List<String> names) {
        assertThat(Arrays.stream(step.getPermittedSubclasses())
                        .map(c -> c.getSimpleName().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void the_route_has_one_when_for_each_step(String route, Class<?> step, List<String> names) throws IOException {
        Object file = new Yaml().load(Files.readString(ROUTES.resolve(route + ".camel.yaml")));
        List<String> branches = new ArrayList<>();
        conditions(file, branches);
        assertThat(branches).containsExactlyInAnyOrderElementsOf(names);
    }

    private static void conditions(Object node, List<String> branches) {
        if (node instanceof List<?> list) {
            list.forEach(item -> conditions(item, branches));
        } else if (node instanceof java.util.Map<?, ?> map) {
            if (map.get("when") instanceof List<?> whens) {
                for (Object when : whens) {
                    Matcher matcher = STEP.matcher(String.valueOf(((java.util.Map<?, ?>) when).get("simple")));
                    if (matcher.matches()) {
                        branches.add(matcher.group(1));
                    }
                }
            }
            map.values().forEach(value -> conditions(value, branches));
        }
    }
}
