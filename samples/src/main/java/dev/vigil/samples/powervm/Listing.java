package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.HmcCommand.Refusal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Records on their way to print, in the grammar of the console's `ls…` commands.
///
/// Without `-F` each record is a line of `attr=value` pairs; a pair whose value holds a comma is quoted
/// as a whole. With `-F` only values are printed, joined by whatever stood between the names; the comma brings
/// quotes with it, other delimiters do not.
///
/// Source: HMC command reference, `lssyscfg`, "-F" and "--header".
final class Listing {

    /// Names and values of one object, in the console's order.
    record Item(Map<String, String> attributes) {
        Item {
            attributes = new LinkedHashMap<>(attributes);
        }
    }

    private final List<String> names;
    private final String delimiter;
    private final boolean valuesOnly;
    private final boolean header;
    private final List<Item> items = new ArrayList<>();

    private Listing(List<String> names, String delimiter, boolean valuesOnly, boolean header) {
        this.names = names;
        this.delimiter = delimiter;
        this.valuesOnly = valuesOnly;
        this.header = header;
    }

    /// A listing as `-F` and `--header` ask for it.
    ///
    /// @param valid the names that `-F` may hold
    /// @throws Refusal for a name that it may not hold
    static Listing asked(Arguments arguments, Set<String> valid) throws Refusal {
        var fields = arguments.value("-F");
        boolean header = arguments.has("--header");
        if (fields.isEmpty()) {
            if (header) {
                throw new Refusal(HmcMessage.MISSING_PARAMETER.with("-F"));
            }
            return new Listing(List.of(), ",", false, false);
        }
        var delimiter = delimiter(fields.get());
        var names =
                fields.get().isEmpty()
                        ? List.<String>of()
                        : List.of(fields.get().split("\\Q" + delimiter + "\\E", -1));
        for (var name : names) {
            if (!valid.contains(name)) {
                throw new Refusal(HmcMessage.INVALID_ATTRIBUTE.with(name));
            }
        }
        return new Listing(names, delimiter, true, header);
    }

    private static String delimiter(String fields) {
        return fields.codePoints()
                .filter(c -> !Character.isLetterOrDigit(c) && c != '_')
                .mapToObj(Character::toString)
                .findFirst()
                .orElse(",");
    }

    /// Adds a record.
    void add(Map<String, String> attributes) {
        items.add(new Item(attributes));
    }

    /// Whether it holds no record.
    boolean isEmpty() {
        return items.isEmpty();
    }

    /// The lines.
    String text() {
        var lines = new StringBuilder();
        if (header) {
            var titles =
                    names.isEmpty() && !items.isEmpty()
                            ? items.getFirst().attributes().keySet()
                            : names;
            lines.append(String.join(delimiter, titles)).append('\n');
        }
        for (var item : items) {
            lines.append(valuesOnly ? values(item) : pairs(item)).append('\n');
        }
        return lines.toString();
    }

    private static String pairs(Item item) {
        var pairs = new ArrayList<String>();
        item.attributes().forEach((name, value) -> pairs.add(Csv.quote(name + "=" + value)));
        return String.join(",", pairs);
    }

    private String values(Item item) {
        var values = new ArrayList<String>();
        for (var name : names.isEmpty() ? item.attributes().keySet() : names) {
            var value = item.attributes().getOrDefault(name, "null");
            values.add(delimiter.equals(",") ? Csv.quote(value) : value);
        }
        return String.join(delimiter, values);
    }
}
