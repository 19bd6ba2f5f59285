package caravan.sandbox.process;

import caravan.sandbox.Images.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to start.
 *
 * @param name what the child is called in messages
 * @param arguments program, looked for in the environment's PATH, and its arguments
 * @param environment all variables that the process gets
 * @param directory working directory, made where it is missing
 */
public record Command(String name, List<String> arguments, Map<String, String> environment, Path directory) {

    /** The variables of the sandbox's own environment that its children get. */
    static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME");

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException(name + " has no command");
        }
    }

    /**
     * What a container of this image would run: the image's command and then the arguments. The environment is the
     * allow-listed part of our own, then the image's, then the given variables.
     */
    public static Command of(
            String name, Image image, List<String> arguments, Map<String, String> variables, Path directory) {
        Map<String, String> environment = new TreeMap<>(inherited(System.getenv()));
        environment.putAll(image.environment());
        environment.putAll(variables);
        if (!image.path().isEmpty()) {
            environment.merge("PATH", String.join(":", image.path()), (path, front) -> front + ":" + path);
        }
        List<String> all = new ArrayList<>(image.command());
        all.addAll(arguments);
        return new Command(name, all, environment, directory);
    }

    static Map<String, String> inherited(Map<String, String> ours) {
        Map<String, String> inherited = new LinkedHashMap<>();
        INHERITED.stream().filter(ours::containsKey).forEach(variable -> inherited.put(variable, ours.get(variable)));
        return inherited;
    }

    /** Without the environment, which may hold tokens. */
    @Override
    public String toString() {
        return name + " " + arguments;
    }
}
