package caravan.pachyderm.version;

import java.io.IOException;

/** A version's file is another than its hash says. */
public final class ChangedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedFileException(String path, String got, String wanted) {
        super(path + " of the version has SHA-256 " + got + " but must have " + wanted
                + ": it was changed after the training");
    }
}
