package caravan.app.lint;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.SimpleExpressionParser;
import org.apache.camel.language.simple.SimplePredicateParser;
import org.apache.camel.language.simple.types.SimpleParserException;
import org.yaml.snakeyaml.nodes.Node;

/** Checks expressions in the simple language with its own parser. */
final class Expressions {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");
    private static final Pattern FUNCTION = Pattern.compile("Unknown function: ([^\\s]+)");

    private final CamelContext context = new DefaultCamelContext(false);
    private Set<String> functions;

    void expression(Findings findings, Node at, String text) {
        parse(findings, at, text, "expression", filled -> new SimpleExpressionParser(context, filled, true, null)
                .parseExpression());
    }

    void predicate(Findings findings, Node at, String text) {
        parse(findings, at, text, "condition", filled -> new SimplePredicateParser(context, filled, true, null)
                .parsePredicate());
    }

    private interface Parser {
        Object parse(String text);
    }

    private void parse(Findings findings, Node at, String text, String what, Parser parser) {
        try {
            Object ignored = parser.parse(PLACEHOLDER.matcher(text).replaceAll("0"));
        } catch (SimpleParserException e) {
            findings.add(at, "bad " + what + ": " + said(e.getMessage(), text));
        } catch (RuntimeException e) {
            findings.add(at, "bad " + what + ": " + said(String.valueOf(e.getMessage()), text));
        }
    }

    private String said(String message, String text) {
        String first = message.lines().findFirst().orElse(message).replaceFirst(" at location \\d+$", "");
        Matcher function = FUNCTION.matcher(first);
        if (function.find()) {
            String name = function.group(1).split("[.(:\\[?]", 2)[0];
            return "unknown function '" + function.group(1) + "' in \"" + text.strip() + "\""
                    + Findings.hint(name, functions());
        }
        return first + " in \"" + text.strip() + "\"";
    }

    private Set<String> functions() {
        if (functions == null) {
            functions = new TreeSet<>();
            new DefaultCamelCatalog()
                    .languageModel("simple")
                    .getFunctions()
                    .forEach(f -> functions.add(f.getName().split("[.(:\\[]", 2)[0]));
        }
        return functions;
    }
}
