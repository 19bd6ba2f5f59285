package caravan.app;

import caravan.app.lint.Finding;
import caravan.app.lint.Lint;
import caravan.loop.usecase.UseCaseException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that is wrong with a folder of routes and its use cases, one line each. */
record Check(Settings settings, Path routes) {

    /** The findings: {@code file:line: what, and the nearest right one}. */
    List<String> findings() {
        List<String> found = new ArrayList<>(new Lint(Beans.TYPES, Beans.placeholders(settings))
                .check(routes).stream().map(Finding::toString).toList());
        Path useCases = routes.resolve("use-cases");
        if (Files.isDirectory(useCases)) {
            try {
                UseCases.read(useCases, this::value);
            } catch (UseCaseException e) {
                found.addAll(e.problems());
            }
        }
        return found;
    }

    /** A placeholder is right where it is a setting, whether or not this machine sets it. */
    private Optional<String> value(String key) {
        return Beans.placeholders(settings).contains(key) ? Optional.of("set") : Optional.empty();
    }

    /** Writes them; the exit code is 1 where there are any. */
    int run(PrintWriter out) {
        List<String> found = findings();
        found.forEach(out::println);
        out.println(
                found.isEmpty()
                        ? routes + ": nothing wrong"
                        : found.size() + (found.size() == 1 ? " finding" : " findings"));
        out.flush();
        return found.isEmpty() ? 0 : 1;
    }
}
