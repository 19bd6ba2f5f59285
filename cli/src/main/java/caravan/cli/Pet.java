package caravan.cli;

import caravan.dataset.Folders;
import caravan.dataset.Sha256;
import caravan.loop.usecase.LabelRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A picture with its label, which nobody has trained on. */
@SuppressWarnings("ArrayRecordComponent")
record Pet(Path file, byte[] picture, String label) {

    /** The held-out pictures of some folders, by the rule that the trial follows, each content once. */
    static List<Pet> heldOut(LabelRule labels, Path... folders) {
        List<Pet> pets = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Path folder : folders) {
            for (Path file : Folders.pictures(folder)) {
                Optional<String> label =
                        labels.label(file.toAbsolutePath().toString().replace(java.io.File.separatorChar, '/'));
                byte[] picture = read(file);
                if (label.isPresent() && Sha256.heldOut(picture) && seen.add(Sha256.of(picture))) {
                    pets.add(new Pet(file, picture, label.get()));
                }
            }
        }
        return pets;
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
