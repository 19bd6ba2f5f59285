package caravan.model.version;

import caravan.loop.LineageFile;
import caravan.model.head.Head;
import caravan.model.head.Projection;
import caravan.model.head.Row;
import caravan.model.head.Standard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that becomes a version's files.
 *
 * @param commit the data commit that was trained
 * @param parentName the parent version's name, null for a first version
 * @param backbone the backbone's ONNX file
 * @param backboneSha256 its hash
 * @param standard the first version's standardisation
 * @param outlierThreshold on the left-over norm
 * @param detectors file name to content, below {@code detectors/}
 * @param holdout rows that parent and child are scored on
 * @param reference rows that the next version's detectors are fitted on, beside its own
 * @param golden held-out pictures, in their order
 * @param parentLineage file that holds the ancestors' lines, if there are any
 * @param lineage the pictures that came with this version
 */
public record Version(
        String commit,
        String parentName,
        Path backbone,
        String backboneSha256,
        Standard standard,
        Head head,
        Projection projection,
        double outlierThreshold,
        Map<String, byte[]> detectors,
        List<Row> holdout,
        List<Row> reference,
        List<GoldenFile> golden,
        Optional<Path> parentLineage,
        List<LineageFile> lineage) {

    /**
     * A held-out picture's original bytes.
     *
     * @param sha256 hex
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record GoldenFile(String sha256, String label, byte[] content) {}
}
