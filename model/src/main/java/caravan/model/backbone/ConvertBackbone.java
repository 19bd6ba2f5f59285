package caravan.model.backbone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Converts EfficientNet-lite0's PyTorch weights to the ONNX graph that trials and versions are built on. */
public final class ConvertBackbone {
    private ConvertBackbone() {}

    /** {@code ConvertBackbone WEIGHTS ONNX}; exit code 1 with a message where that fails, 2 on wrong usage. */
    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: ConvertBackbone <efficientnet-lite0.pth> <backbone.onnx>");
            System.exit(2);
        }
        try {
            convert(Path.of(args[0]), Path.of(args[1]));
        } catch (IOException e) {
            System.err.println("cannot convert " + args[0] + ": " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Reads the weights and writes the graph, whole or not at all. The same weights give the same bytes.
     *
     * @throws IOException where the weights cannot be read or are another network's, or the graph cannot be written
     */
    public static void convert(Path weights, Path onnx) throws IOException {
        byte[] graph = EfficientNetLite0.graph(TorchFile.read(weights));
        Path folder = onnx.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = folder.resolve(
                onnx.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(part, graph);
            Files.move(part, onnx, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
