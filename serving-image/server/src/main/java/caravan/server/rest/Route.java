package caravan.server.rest;

import caravan.server.RequestException;

/**
 * What answers a path.
 *
 * @param protocol for the metrics
 * @param method for the metrics: predict, feedback, ...
 * @param work whether it goes through the workers' queue; the others answer on the event loop and never block
 */
record Route(String protocol, String method, boolean work, Handler handler) {

    /** From request to answer. */
    interface Handler {
        RestAnswer answer(RestRequest request) throws RequestException;
    }

    /** The answer that tells a caller of this path what is wrong. */
    RestAnswer refusal(RequestException e) {
        return Refusals.of(protocol, e);
    }
}
