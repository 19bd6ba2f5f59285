package caravan.app.steps;

import java.util.ArrayList;
import java.util.List;

/** How a new version did on its golden pictures, collected while they are asked one by one. */
final class Proof {
    private final List<String> wrong = new ArrayList<>();
    private Exception unanswered;

    /** An answer that is not the known one. */
    synchronized void wrong(String what) {
        wrong.add(what);
    }

    /** No answer. */
    synchronized void unanswered(Exception failure) {
        unanswered = failure;
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    synchronized Exception unanswered() {
        return unanswered;
    }
}
