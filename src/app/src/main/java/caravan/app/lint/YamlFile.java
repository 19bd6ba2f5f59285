package caravan.app.lint;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** A YAML file that could be parsed. */
record YamlFile(Node root, Findings findings) {
    static Optional<YamlFile> read(Path file, List<Finding> all) {
        Findings findings = new Findings(file, all);
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            Node root = new Yaml(options).compose(new StringReader(Files.readString(file)));
            if (root == null) {
                findings.add(1, "the file is empty");
            }
            return Optional.ofNullable(root).map(r -> new YamlFile(r, findings));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            findings.add(line, "no YAML: " + e.getProblem());
        } catch (IOException e) {
            findings.add(1, "the file cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }
}
