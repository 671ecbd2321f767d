package dev.vigil.config;

import java.util.regex.Pattern;

/// Writes words so that they are read back as they are.
final class Quoting {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private Quoting() {}

    /// A value, with quotes if it needs them: if it is empty, or holds anything but letters, digits, `_` and `-`, or
    /// begins with `-` and is not a number of a numeric attribute.
    static String value(ValueType type, String text) {
        boolean number = type != ValueType.STRING && NUMBER.matcher(text).matches();
        return number ? text : word(text);
    }

    /// A name or key, with quotes if it needs them.
    static String word(String text) {
        return BARE.matcher(text).matches() ? text : quoted(text);
    }

    /// A word in quotes.
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
