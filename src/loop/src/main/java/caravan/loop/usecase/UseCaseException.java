package caravan.loop.usecase;

import java.util.List;

/** A use case's file is wrong; each problem reads {@code file:line: what, and the nearest right one}. */
public final class UseCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> problems;

    /** All problems of one or more files. */
    public UseCaseException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each. */
    public List<String> problems() {
        return problems;
    }
}
