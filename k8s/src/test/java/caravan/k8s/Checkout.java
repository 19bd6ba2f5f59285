package caravan.k8s;

import java.nio.file.Path;

/** The folder that this module lies in. */
final class Checkout {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Checkout() {}
}
