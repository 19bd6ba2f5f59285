package caravan.cli;

import caravan.dataset.Datasets;
import caravan.dataset.DrawnPets;
import caravan.dataset.ForeignPictures;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan dataset}. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        description = "Gets the example's photos into the cache, each checked by its SHA-256, and prints the folder;"
                + " or draws pictures.")
final class DatasetCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @ArgGroup(exclusive = true)
    private Draw draw;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "A folder with data/ and delta/ to copy them from; default $CARAVAN_DATASET, else the public"
                    + " git repository.")
    private Path from;

    @Option(names = "--count", paramLabel = "N", defaultValue = "40", description = "How many to draw; default 40.")
    private int count;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "What to draw from; default 1.")
    private long seed;

    /** What to draw. */
    static final class Draw {
        @Option(names = "--draw-pets", paramLabel = "DIR", description = "Draw cats and dogs into this folder instead.")
        private Path pets;

        @Option(
                names = "--draw-foreign",
                paramLabel = "DIR",
                description = "Draw pictures without animals into this folder instead.")
        private Path foreign;
    }

    @Override
    public Integer call() {
        Console console = Console.system();
        if (draw != null && draw.pets != null) {
            new DrawnPets(seed).write(draw.pets, 0, count);
            console.result(draw.pets.toString());
        } else if (draw != null) {
            new ForeignPictures(seed).write(draw.foreign, count);
            console.result(draw.foreign.toString());
        } else {
            Datasets datasets = new Datasets(Installation.cache(), System.getenv());
            String named = System.getenv().getOrDefault(Datasets.VARIABLE, "");
            Path source = from == null && !named.isBlank() ? Path.of(named) : from;
            Path photos = source == null ? datasets.fetched(console::note) : datasets.keep(source);
            console.result(photos.toString());
        }
        return 0;
    }
}
