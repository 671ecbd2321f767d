package dev.vigil.samples.powervm;

import java.util.ArrayList;
import java.util.List;

/// The console's quoting: fields joined by commas, `"…"` around a field that needs it, `""` for a quote
/// in it. Records, lists in a record and filters all use it, one inside the other.
///
/// Source: HMC command reference, `lssyscfg` and `mksyscfg`.
final class Csv {

    /// Thrown when quotes do not pair up.
    static final class BadQuoting extends Exception {
        private static final long serialVersionUID = 1L;

        BadQuoting(String message) {
            super(message);
        }
    }

    private Csv() {}

    /// Quotes a field if it holds a comma or a quote.
    static String quote(String field) {
        return field.indexOf(',') < 0 && field.indexOf('"') < 0
                ? field
                : '"' + field.replace("\"", "\"\"") + '"';
    }

    /// The elements of a list we wrote ourselves; an empty text is an empty list.
    ///
    /// @throws IllegalArgumentException if its quotes do not pair up
    static List<String> split(String text) {
        try {
            return parse(text);
        } catch (BadQuoting bad) {
            throw new IllegalArgumentException(bad.getMessage() + ": " + text, bad);
        }
    }

    /// The elements of a list somebody typed; an empty text is an empty list.
    ///
    /// A quote opens only at the start of a field or right after the first `=` (the documented
    /// `"attr=v1,v2"` and the equally seen `attr="v1,v2"`), and must close at its end.
    static List<String> parse(String text) throws BadQuoting {
        var fields = new ArrayList<String>();
        if (text.isEmpty()) {
            return fields;
        }
        var field = new StringBuilder();
        boolean quoted = false;
        boolean closed = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                    closed = true;
                }
            } else if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
                closed = false;
            } else if (closed) {
                throw new BadQuoting("text after the closing quote at character " + (i + 1));
            } else if (c == ' ' && field.isEmpty()) {
                // Blanks after a comma are tolerated.
                continue;
            } else if (c == '"') {
                if (!field.isEmpty() && field.indexOf("=") != field.length() - 1) {
                    throw new BadQuoting("a quote inside a value at character " + (i + 1));
                }
                quoted = true;
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new BadQuoting("a quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
