package caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules for names, labels and annotations. */
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DNS_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL.pattern() + "(\\." + LABEL.pattern() + ")*");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final int ANNOTATIONS = 256 * 1024;

    private Names() {}

    static void check(Kind kind, ObjectNode metadata) {
        List<Refusal.Cause> causes = new ArrayList<>();
        String name = metadata.path("name").asText("");
        if (name.isEmpty()) {
            causes.add(new Refusal.Cause(
                    "FieldValueRequired", "Required value: name or generateName is required", "metadata.name"));
        } else {
            checkName(kind, name, causes);
        }
        metadata.path("labels").properties().forEach(e -> checkLabel(e, causes));
        long size = metadata.path("annotations").properties().stream()
                .mapToLong(
                        e -> e.getKey().length() + (long) e.getValue().asText().length())
                .sum();
        if (size > ANNOTATIONS) {
            causes.add(new Refusal.Cause(
                    "FieldValueTooLong",
                    "Too long: may not be more than " + ANNOTATIONS + " bytes",
                    "metadata.annotations"));
        }
        if (!causes.isEmpty()) {
            throw Refusal.invalid(kind, name, causes);
        }
    }

    private static void checkName(Kind kind, String name, List<Refusal.Cause> causes) {
        if (kind.equals(Kinds.SERVICE)) {
            require(name, DNS_1035, 63, DNS_1035_TEXT, causes);
        } else if (kind.equals(Kinds.NAMESPACE)) {
            require(name, LABEL, 63, LABEL_TEXT, causes);
        } else if (!kind.group().equals("rbac.authorization.k8s.io")) {
            require(name, SUBDOMAIN, 253, SUBDOMAIN_TEXT, causes);
        }
    }

    private static final String DNS_1035_TEXT =
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                    + " character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for"
                    + " validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    static final String LABEL_TEXT =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end"
                    + " with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private static final String SUBDOMAIN_TEXT =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start"
                    + " and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                    + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String VALUE_TEXT =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start"
                    + " and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for"
                    + " validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String PART_TEXT =
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                    + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                    + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private static void require(String name, Pattern pattern, int length, String text, List<Refusal.Cause> causes) {
        if (name.length() > length) {
            causes.add(invalid("metadata.name", name, "must be no more than " + length + " characters"));
        }
        if (!pattern.matcher(name).matches()) {
            causes.add(invalid("metadata.name", name, text));
        }
    }

    private static void checkLabel(
            Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> label, List<Refusal.Cause> causes) {
        String key = label.getKey().substring(label.getKey().indexOf('/') + 1);
        String value = label.getValue().asText();
        if (key.length() > 63) {
            causes.add(invalid("metadata.labels", label.getKey(), "name part must be no more than 63 characters"));
        } else if (!PART.matcher(key).matches()) {
            causes.add(invalid("metadata.labels", label.getKey(), PART_TEXT));
        }
        if (value.length() > 63) {
            causes.add(invalid("metadata.labels", value, "must be no more than 63 characters"));
        } else if (!value.isEmpty() && !PART.matcher(value).matches()) {
            causes.add(invalid("metadata.labels", value, VALUE_TEXT));
        }
    }

    private static Refusal.Cause invalid(String field, String value, String why) {
        return new Refusal.Cause("FieldValueInvalid", "Invalid value: \"" + value + "\": " + why, field);
    }
}
