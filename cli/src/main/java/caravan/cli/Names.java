package caravan.cli;

import java.util.regex.Pattern;

/** Long ids as people read them. */
final class Names {
    private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{20}\\b");

    private Names() {}

    /** The text with every commit's id in it cut short: such ids are versions' names, too. Null stays null. */
    static String brief(String text) {
        return text == null ? null : ID.matcher(text).replaceAll("$1");
    }
}
