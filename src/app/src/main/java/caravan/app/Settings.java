package caravan.app;

import caravan.loop.usecase.Nearest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The integration's settings: the environment over {@code application.properties} over what is usual.
 *
 * @param values of every {@link Setting}
 * @param others lines that Caravan does not know but Camel may: {@code camel.*}, and what users' routes name
 */
public record Settings(Map<Setting, String> values, Map<String, String> others) {

    /**
     * Reads them.
     *
     * @param file {@code application.properties}; absent for the environment alone
     * @throws SettingsException naming file and key of a line that cannot be meant
     */
    public static Settings read(Optional<Path> file, Map<String, String> environment) {
        Properties lines = new Properties();
        file.ifPresent(f -> load(f, lines));
        Map<Setting, String> values = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            String inFile = lines.getProperty(setting.key(), setting.otherwise());
            values.put(
                    setting,
                    environment.getOrDefault(setting.variable(), inFile).trim());
        }
        Map<String, String> others = new TreeMap<>();
        for (String key : lines.stringPropertyNames()) {
            if (Setting.of(key).isEmpty()) {
                if (key.startsWith("caravan.")) {
                    throw new SettingsException(
                            file.map(Path::toString).orElse("") + ": unknown setting '" + key + "'" + nearest(key));
                }
                others.put(key, lines.getProperty(key));
            }
        }
        return new Settings(values, others);
    }

    private static void load(Path file, Properties into) {
        try (Reader reader = Files.newBufferedReader(file)) {
            into.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("the settings in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String nearest(String key) {
        return Nearest.to(key, Arrays.stream(Setting.values()).map(Setting::key).toList())
                .map(n -> "; did you mean '" + n + "'?")
                .orElse("");
    }

    /** A value that must be there. */
    public String text(Setting setting) {
        return optional(setting)
                .orElseThrow(() -> new SettingsException("set " + setting.key() + " (or the variable "
                        + setting.variable() + "): " + setting.meaning()));
    }

    /** A value that may be blank. */
    public Optional<String> optional(Setting setting) {
        return Optional.of(values.get(setting)).filter(v -> !v.isBlank());
    }

    /** A file or folder. */
    public Optional<Path> path(Setting setting) {
        return optional(setting).map(Path::of);
    }

    /** A whole number. */
    public int number(Setting setting) {
        try {
            return Integer.parseInt(text(setting));
        } catch (NumberFormatException e) {
            throw new SettingsException(setting.key() + " is '" + text(setting) + "', must be a whole number", e);
        }
    }

    /** A duration such as {@code 500ms}, {@code 10s}, {@code 5m}. */
    public Duration duration(Setting setting) {
        String value = text(setting);
        try {
            return value.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(
                            value.substring(0, value.length() - 2).trim()))
                    : Duration.parse("PT" + value);
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new SettingsException(
                    setting.key() + " is '" + value + "', must be a duration such as 500ms, 10s or 5m", e);
        }
    }

    /** Yes or no. */
    public boolean flag(Setting setting) {
        String value = text(setting);
        if (!value.equals("true") && !value.equals("false")) {
            throw new SettingsException(setting.key() + " is '" + value + "', must be true or false");
        }
        return value.equals("true");
    }

    /** The file's content without surrounding white space. */
    public String secret(Setting setting) {
        Path file = Path.of(text(setting));
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new SettingsException(setting.key() + ": the file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
