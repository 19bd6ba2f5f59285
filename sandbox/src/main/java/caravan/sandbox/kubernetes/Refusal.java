package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A request that the API server does not carry out, as the Status object that tells its client why. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * One of the reasons in a Status' details.
     *
     * @param reason its machine-readable reason
     * @param message what is wrong
     * @param field the path of the field
     */
    public record Cause(String reason, String message, String field) {}

    private final int code;
    private final transient ObjectNode status;

    private Refusal(int code, String message, ObjectNode status) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /** Any refusal. An empty reason is left out. */
    public static Refusal of(int code, String reason, String message) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        status.put("code", code);
        return new Refusal(code, message, status);
    }

    /** Says which object it is about. */
    public Refusal about(Kind kind, String name) {
        return about(kind.group(), kind.plural(), name);
    }

    private Refusal about(String group, String kind, String name) {
        ObjectNode details = details();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", kind);
        return this;
    }

    /** Adds the causes. */
    public Refusal because(List<Cause> causes) {
        var array = details().putArray("causes");
        causes.forEach(c -> array.addObject()
                .put("reason", c.reason())
                .put("message", c.message())
                .put("field", c.field()));
        return this;
    }

    /** Asks the client to come again after so many seconds. */
    public Refusal retryAfter(int seconds) {
        details().put("retryAfterSeconds", seconds);
        return this;
    }

    private ObjectNode details() {
        return status.withObject("/details");
    }

    /** No object of this name. */
    public static Refusal notFound(Kind kind, String name) {
        return of(404, "NotFound", kind.resource() + " \"" + name + "\" not found")
                .about(kind, name);
    }

    /** An object of this name exists. */
    public static Refusal alreadyExists(Kind kind, String name) {
        return of(409, "AlreadyExists", kind.resource() + " \"" + name + "\" already exists")
                .about(kind, name);
    }

    /** The object was changed by another. */
    public static Refusal modified(Kind kind, String name) {
        return conflict(
                kind,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** The object's state does not allow it. */
    public static Refusal conflict(Kind kind, String name, String why) {
        return of(409, "Conflict", "Operation cannot be fulfilled on " + kind.resource() + " \"" + name + "\": " + why)
                .about(kind, name);
    }

    /** The request makes no sense. */
    public static Refusal badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    /** The object breaks rules of its kind. */
    public static Refusal invalid(Kind kind, String name, List<Cause> causes) {
        List<String> texts =
                causes.stream().map(c -> c.field() + ": " + c.message()).toList();
        String text = texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
        Refusal refusal = of(422, "Invalid", kind.qualified() + " \"" + name + "\" is invalid: " + text);
        refusal.about(kind.group(), kind.name(), name);
        return refusal.because(causes);
    }

    /** The server's own failure, which the client may try again. */
    public static Refusal internal(String message) {
        return of(500, "InternalError", "Internal error occurred: " + message)
                .because(List.of(new Cause("", message, "")));
    }

    /** The version asked for is no longer known. */
    public static Refusal expired(String message) {
        return of(410, "Expired", message);
    }

    /** The HTTP status. */
    public int code() {
        return code;
    }

    /** The Status' reason, if it has one. */
    public Optional<String> reason() {
        return Optional.ofNullable(status.path("reason").textValue());
    }

    /** The Status object. */
    public ObjectNode status() {
        return status.deepCopy();
    }
}
