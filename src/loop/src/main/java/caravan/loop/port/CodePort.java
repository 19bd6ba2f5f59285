package caravan.loop.port;

import caravan.loop.CodeSource;
import caravan.loop.ModelCode;

/** Where the training program's code comes from: git. */
public interface CodePort {
    /** Reads the folder at the ref's newest commit. */
    ModelCode read(CodeSource source);
}
