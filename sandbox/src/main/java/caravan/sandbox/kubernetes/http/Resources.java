package caravan.sandbox.kubernetes.http;

import caravan.sandbox.kubernetes.ObjectStore;

/** Answers the requests for resources that have one answer. */
final class Resources {
    private final Reading reading;
    private final Writing writing;
    private final Patching patching;

    Resources(ObjectStore store) {
        reading = new Reading(store);
        writing = new Writing(store);
        patching = new Patching(store);
    }

    Answer answer(Call call) {
        return switch (call.verb()) {
            case GET -> reading.get(call);
            case LIST -> reading.list(call);
            case CREATE -> writing.create(call);
            case UPDATE -> writing.replace(call);
            case PATCH -> patching.patch(call);
            case DELETE -> writing.delete(call);
            case DELETECOLLECTION -> writing.deleteAll(call);
            case WATCH -> throw new IllegalArgumentException("a watch has no single answer");
        };
    }
}
