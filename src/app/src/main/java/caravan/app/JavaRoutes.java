package caravan.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.RoutesBuilder;

/** Finds users' compiled routes: every concrete {@link RoutesBuilder} in a folder's classes and jars. */
final class JavaRoutes {
    private static final String CLASS = ".class";

    private JavaRoutes() {}

    /**
     * The routes of a folder.
     *
     * @throws SettingsException where a class cannot be used
     */
    static List<RoutesBuilder> of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(folder + " is no folder: --libs names one with jars or classes");
        }
        try {
            List<URL> places = new ArrayList<>(List.of(folder.toUri().toURL()));
            List<String> names = new ArrayList<>(classes(folder));
            try (Stream<Path> files = Files.list(folder)) {
                for (Path jar : files.filter(f -> f.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    places.add(jar.toUri().toURL());
                    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
                        names.addAll(classes(zip.getPath("/")));
                    }
                }
            }
            return load(names, places);
        } catch (IOException e) {
            throw new SettingsException("the classes in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> classes(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(f -> root.relativize(f).toString().replace('\\', '/'))
                    .filter(f -> f.endsWith(CLASS) && !f.endsWith("module-info.class") && !f.startsWith("META-INF/"))
                    .map(f -> f.substring(0, f.length() - CLASS.length()).replace('/', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RoutesBuilder> load(List<String> names, List<URL> places) throws MalformedURLException {
        // open as long as the process: its routes are
        URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), JavaRoutes.class.getClassLoader());
        List<RoutesBuilder> found = new ArrayList<>();
        for (String name : names) {
            try {
                Class<?> type = Class.forName(name, false, loader);
                if (RoutesBuilder.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                    found.add((RoutesBuilder) type.getDeclaredConstructor().newInstance());
                }
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new SettingsException("the class " + name + " in --libs cannot be used: " + e, e);
            }
        }
        return found;
    }
}
