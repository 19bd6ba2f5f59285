package caravan.app.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.app.lint.Lint;
import caravan.loop.usecase.UseCaseException;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReloadTest {
    private static final String GREETING =
            """
            - route:
                id: greeting
                from:
                  uri: direct:greeting
                  steps:
                    - setBody: {constant: hello}
            - route:
                id: other
                from:
                  uri: direct:other
                  steps:
                    - throwException: {exceptionType: java.lang.IllegalStateException, message: no}
            """;
    private static final String ERRORS =
            """
            - routeConfiguration:
                onException:
                  - onException:
                      exception: [java.lang.Exception]
                      handled: {constant: "true"}
                      steps:
                        - setBody: {constant: sorry}
            """;

    @TempDir
    Path routes;

    private final Main main = new Main();
    private final AtomicInteger useCases = new AtomicInteger();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private Reload reload;

    @BeforeEach
    void running() throws Exception {
        Files.createDirectories(routes.resolve("use-cases"));
        save("greeting.camel.yaml", GREETING);
        save("errors.camel.yaml", ERRORS);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                logged.add(event.getLevel() + " " + event.getFormattedMessage());
            }
        };
        appender.start();
        ((Logger) LoggerFactory.getLogger("caravan.app.reload")).addAppender(appender);
        reload = new Reload(routes, routes.resolve("use-cases"), new Lint(Map.of(), Set.of())::check, () -> {
            if (useCases.incrementAndGet() == 2) {
                throw new UseCaseException(List.of("cats.yaml:1: unknown key 'nam'"));
            }
        });
        main.addInitialProperty("camel.main.routes-include-pattern", "file:" + routes + "/*.camel.yaml");
        main.start();
        reload.start(main.getCamelContext(), 50);
    }

    @AfterEach
    void stopped() {
        reload.close();
        main.stop();
    }

    private void save(String file, String text) throws IOException {
        Files.writeString(routes.resolve(file), text);
    }

    private String answer(String endpoint) throws Exception {
        return main.getCamelTemplate().requestBody(endpoint, null, String.class);
    }

    private void said(String part) {
        await().untilAsserted(() -> assertThat(logged).anyMatch(l -> l.contains(part)));
    }

    @Test
    void a_saved_route_is_taken_over_and_others_go_on() throws Exception {
        assertThat(answer("direct:greeting")).isEqualTo("hello");
        save("greeting.camel.yaml", GREETING.replace("hello", "good day"));
        said("taken over: [greeting.camel.yaml]");
        assertThat(answer("direct:greeting")).isEqualTo("good day");
        assertThat(answer("direct:other")).isEqualTo("sorry");
        save("second.camel.yaml", GREETING.replace("greeting", "second").replace("other", "third"));
        said("taken over: [second.camel.yaml]");
        assertThat(answer("direct:second")).isEqualTo("hello");
    }

    @Test
    void a_save_with_a_finding_leaves_the_old_routes_and_says_so_once_and_the_next_good_one_is_taken_over()
            throws Exception {
        save("greeting.camel.yaml", GREETING.replace("setBody:", "setBodi:"));
        said("WARN the routes stay as they were: " + routes
                + "/greeting.camel.yaml:6: unknown step 'setBodi'; did you mean 'setBody'?");
        assertThat(answer("direct:greeting")).isEqualTo("hello");
        save("greeting.camel.yaml", GREETING.replace("hello", "good day"));
        said("taken over");
        assertThat(answer("direct:greeting")).isEqualTo("good day");
        assertThat(logged).filteredOn(l -> l.contains("stay as they were")).hasSize(1);
    }

    @Test
    void what_lint_cannot_see_but_camel_refuses_puts_the_old_routes_back() throws Exception {
        save(
                "greeting.camel.yaml",
                GREETING.replace("constant: hello", "simple: {expression: x, resultType: no.such.Class}"));
        said("the routes stay as they were");
        await().untilAsserted(() -> assertThat(answer("direct:greeting")).isEqualTo("hello"));
    }

    @Test
    void error_handling_for_all_routes_is_taken_over_by_all_of_them() throws Exception {
        assertThat(answer("direct:other")).isEqualTo("sorry");
        save("errors.camel.yaml", ERRORS.replace("sorry", "never mind"));
        said("taken over: [errors.camel.yaml]");
        assertThat(answer("direct:other")).isEqualTo("never mind");
    }

    @Test
    void a_deleted_file_is_named_with_its_routes_which_go_on() throws Exception {
        Files.delete(routes.resolve("greeting.camel.yaml"));
        said("greeting.camel.yaml is gone; its routes [greeting, other] go on until the integration is started again");
        assertThat(answer("direct:greeting")).isEqualTo("hello");
    }

    @Test
    void changed_use_cases_are_read_again_and_a_wrong_one_is_named() throws Exception {
        save("use-cases/cats.yaml", "name: cats");
        said("the use cases are read again: cats.yaml");
        save("use-cases/cats.yaml", "nam: cats");
        said("WARN the use cases stay as they were: cats.yaml:1: unknown key 'nam'");
        Files.delete(routes.resolve("use-cases/cats.yaml"));
        await().until(() -> useCases.get() == 3);
    }
}
