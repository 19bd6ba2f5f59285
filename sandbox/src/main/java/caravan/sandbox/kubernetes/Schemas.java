package caravan.sandbox.kubernetes;

import caravan.sandbox.kubernetes.schema.Type;
import caravan.sandbox.kubernetes.schema.Types;

/** The types of the served kinds. */
public final class Schemas {
    private Schemas() {}

    /** The type of a kind's objects. */
    public static Type of(Kind kind) {
        return isCustom(kind) ? Types.custom(kind.name()) : Types.served(kind.name());
    }

    /** Whether a CustomResourceDefinition defines the kind, whose rules differ. */
    public static boolean isCustom(Kind kind) {
        return kind.equals(Kinds.SELDON_DEPLOYMENT) || kind.equals(Kinds.VIRTUAL_SERVICE);
    }
}
