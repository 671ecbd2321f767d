package dev.vigil.engine.command;

import dev.vigil.config.Value;

import java.util.Optional;
import java.util.stream.Collectors;

/// One value as `-display` shows it: of an attribute, on one system or for all.
///
/// @param system empty when one value holds for the whole cluster
record Cell(String attribute, Optional<String> system, Value value) {

    static Cell global(String attribute, Value value) {
        return new Cell(attribute, Optional.empty(), value);
    }

    static Cell global(String attribute, Object scalar) {
        return global(attribute, Value.of(String.valueOf(scalar)));
    }

    static Cell local(String attribute, String system, Value value) {
        return new Cell(attribute, Optional.of(system), value);
    }

    /// What stands in the System column.
    String where() {
        return system.orElse("global");
    }

    /// The value in a `-display` table: words apart by tabs.
    String displayed() {
        return String.join("\t", value.asList());
    }

    /// The value alone, as `-value` prints it: words apart by tabs, but a key and its value by a blank.
    String printed() {
        return value instanceof Value.Association association
                ? association.entries().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining("\t"))
                : displayed();
    }

    /// Whether the value is what an operator waits or looks for. A state's flags may stand in any order and without
    /// their bars: `|OFFLINE|FAULTED|` is `FAULTED|OFFLINE`.
    boolean is(String text) {
        return printed().equals(text)
                || displayed().equals(text)
                || value.text().equals(text)
                || (attribute.equals("State") && flags(printed()).equals(flags(text)));
    }

    /// Whether `part` occurs in the value.
    boolean contains(String part) {
        return printed().contains(part) || displayed().contains(part);
    }

    private static java.util.Set<String> flags(String state) {
        return java.util.Arrays.stream(state.split("\\|"))
                .filter(flag -> !flag.isBlank())
                .collect(Collectors.toSet());
    }
}
