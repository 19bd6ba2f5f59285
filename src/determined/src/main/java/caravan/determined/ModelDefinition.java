package caravan.determined;

import caravan.loop.ModelCode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The training program's files as Determined's model definition: tar type flags and modes, directories first. */
final class ModelDefinition {
    private static final int FILE = '0';
    private static final int DIRECTORY = '5';

    private ModelDefinition() {}

    static List<Map<String, Object>> of(ModelCode code) {
        TreeMap<String, Map<String, Object>> entries = new TreeMap<>();
        for (ModelCode.CodeFile file : code.files()) {
            for (int slash = file.path().indexOf('/');
                    slash > 0;
                    slash = file.path().indexOf('/', slash + 1)) {
                entries.putIfAbsent(
                        file.path().substring(0, slash),
                        entry(file.path().substring(0, slash), DIRECTORY, "", 0040755));
            }
            entries.put(
                    file.path(),
                    entry(
                            file.path(),
                            FILE,
                            Base64.getEncoder().encodeToString(file.content()),
                            file.executable() ? 0100755 : 0100644));
        }
        return new ArrayList<>(entries.values());
    }

    private static Map<String, Object> entry(String path, int type, String content, int mode) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", path);
        entry.put("type", type);
        entry.put("content", content);
        entry.put("mtime", "0");
        entry.put("mode", mode);
        entry.put("uid", 0);
        entry.put("gid", 0);
        return entry;
    }
}
