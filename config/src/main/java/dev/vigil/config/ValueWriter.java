package dev.vigil.config;

import java.util.ArrayList;
import java.util.List;

/// Writes `name = value` in the layout of a dump.
final class ValueWriter {
    /// A line that would be longer is broken between the items of its list.
    private static final int WIDTH = 80;

    private static final int TAB = 8;

    private ValueWriter() {}

    /// The assignment, without a line break at its end.
    ///
    /// @param indent the tabs before it; continuation lines have two more
    /// @param name what stands before the `=`: `Device @sysA`, `static int IMF{}`
    static String assignment(String indent, String name, ValueType type, Value value) {
        String head = indent + name + " = ";
        return switch (value) {
            case Value.Scalar(var text) -> head + Quoting.value(type, text);
            case Value.Vector(var items) -> list(indent, head, quoted(type, items));
            case Value.Keylist(var items) -> list(indent, head, quoted(type, items));
            case Value.Association association -> list(indent, head, pairs(type, association));
        };
    }

    private static List<String> quoted(ValueType type, List<String> items) {
        return items.stream().map(item -> Quoting.value(type, item)).toList();
    }

    private static List<String> pairs(ValueType type, Value.Association association) {
        List<String> pairs = new ArrayList<>();
        association
                .entries()
                .forEach(
                        (key, value) ->
                                pairs.add(Quoting.word(key) + " = " + Quoting.value(type, value)));
        return pairs;
    }

    private static String list(String indent, String head, List<String> items) {
        if (items.isEmpty()) return head + "{}";
        StringBuilder text = new StringBuilder(head).append("{ ");
        int column = head.length() + indent.length() * (TAB - 1) + 2;
        boolean first = true;
        for (String item : items) {
            // ", " before it, and " }" or "," behind it.
            if (!first && column + item.length() + 4 > WIDTH) {
                text.append(",\n").append(indent).append("\t\t");
                column = (indent.length() + 2) * TAB;
            } else if (!first) {
                text.append(", ");
                column += 2;
            }
            text.append(item);
            column += item.length();
            first = false;
        }
        return text.append(" }").toString();
    }
}
