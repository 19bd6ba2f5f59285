package caravan.model.head;

import ai.djl.engine.Engine;

/** Unpacks PyTorch's libraries into {@code DJL_CACHE_DIR}, so that an image carries them ready to use. */
public final class UnpackPyTorch {
    private UnpackPyTorch() {}

    /** Unpacks and loads them; says which. */
    public static void main(String[] args) {
        Engine engine = Engine.getEngine("PyTorch");
        System.out.println(engine.getEngineName() + " " + engine.getVersion());
    }
}
