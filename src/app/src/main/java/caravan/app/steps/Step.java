package caravan.app.steps;

import caravan.app.UseCases;
import caravan.loop.usecase.UseCase;
import org.apache.camel.Exchange;

/** What the steps' beans have in common: the names of headers, and whose turn it is. */
public final class Step {
    /** Header: the use case's name, the key of every message. */
    public static final String USE_CASE = "useCase";
    /** Header: the decision's name, by which routes branch. */
    public static final String STEP = "step";
    /** Header: the decision in words, where it has some. */
    public static final String REASON = "reason";
    /** Header: the data commit that a decision is about. */
    public static final String COMMIT = "commit";
    /** Header: Determined's number of an experiment. */
    public static final String EXPERIMENT = "experiment";

    private Step() {}

    /** The key that a message carries: its header, else its body. */
    static String key(Exchange exchange) {
        String key = exchange.getMessage().getHeader(USE_CASE, String.class);
        return key == null ? exchange.getMessage().getBody(String.class) : key;
    }

    /**
     * The use case that a message is about; noted in its header.
     *
     * @throws IllegalStateException where there is none of that name (any more)
     */
    static UseCase useCase(UseCases useCases, Exchange exchange) {
        String key = key(exchange);
        UseCase useCase = useCases.named(key)
                .orElseThrow(() -> new IllegalStateException("there is no use case '" + key + "' (any more)"));
        exchange.getMessage().setHeader(USE_CASE, useCase.name());
        return useCase;
    }

    /** Makes a decision the message's body and its name the header that routes branch on. */
    static void decided(Exchange exchange, Object decision, String name, String reason) {
        exchange.getMessage().setBody(decision);
        exchange.getMessage().setHeader(STEP, name);
        exchange.getMessage().setHeader(REASON, reason);
    }
}
