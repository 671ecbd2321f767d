package dev.vigil.config;

import dev.vigil.config.Syntax.Braces;
import dev.vigil.config.Syntax.Entry;
import dev.vigil.config.Syntax.RawValue;
import dev.vigil.config.Syntax.Single;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Turns what stands behind an `=` into the value that the attribute's definition asks for.
final class ValueReader {
    /// Attributes whose values are priorities, which are counted up where they are not given.
    private static final Set<String> NUMBERED = Set.of("SystemList", "ClusterList");

    private final Findings findings;

    ValueReader(Findings findings) {
        this.findings = findings;
    }

    /// The value; empty if it is not one that the attribute can have, which has then been reported.
    ///
    /// @param owner whose attribute it is, for messages: `group websg`
    Optional<Value> read(String owner, AttributeDefinition definition, RawValue raw) {
        return switch (raw) {
            case Single(var token) -> single(owner, definition, token);
            case Braces braces ->
                    switch (definition.dimension()) {
                        case SCALAR -> wrongDimension(owner, definition, raw);
                        case VECTOR, KEYLIST -> list(owner, definition, braces);
                        case ASSOCIATION -> association(owner, definition, braces);
                    };
        };
    }

    private Optional<Value> single(String owner, AttributeDefinition definition, Token token) {
        if (definition.dimension() == Dimension.SCALAR)
            return check(owner, definition, token).map(Value.Scalar::new);
        if (definition.dimension() == Dimension.ASSOCIATION
                && definition.type() == ValueType.FLOAT) {
            // Loads and capacities were one number before they became an association.
            SequencedMap<String, String> units = new LinkedHashMap<>();
            Optional<String> number = check(owner, definition, token);
            number.ifPresent(value -> units.put("Units", value));
            return number.map(_ -> new Value.Association(units));
        }
        return wrongDimension(owner, definition, new Single(token));
    }

    private Optional<Value> list(String owner, AttributeDefinition definition, Braces braces) {
        List<String> items = new ArrayList<>();
        for (Entry entry : braces.entries()) {
            if (entry.value().isPresent()) return wrongDimension(owner, definition, braces);
            Optional<String> item = check(owner, definition, entry.key());
            if (item.isEmpty()) return Optional.empty();
            boolean keylist = definition.dimension() == Dimension.KEYLIST;
            if (keylist && items.contains(item.orElseThrow())) {
                duplicate(owner, definition, entry.key());
                return Optional.empty();
            }
            items.add(item.orElseThrow());
        }
        return Optional.of(
                definition.dimension() == Dimension.KEYLIST
                        ? new Value.Keylist(items)
                        : new Value.Vector(items));
    }

    private Optional<Value> association(
            String owner, AttributeDefinition definition, Braces braces) {
        SequencedMap<String, String> entries = new LinkedHashMap<>();
        int following = 0;
        for (Entry entry : braces.entries()) {
            String key = entry.key().text();
            Optional<String> value;
            if (entry.value().isPresent())
                value = check(owner, definition, entry.value().orElseThrow());
            else if (NUMBERED.contains(definition.name()))
                value = Optional.of(Integer.toString(following));
            else value = absent(owner, definition, entry.key());
            if (value.isEmpty()) return Optional.empty();
            if (entries.put(key, value.orElseThrow()) != null) {
                duplicate(owner, definition, entry.key());
                return Optional.empty();
            }
            if (NUMBERED.contains(definition.name()))
                following = Integer.parseInt(value.orElseThrow()) + 1;
        }
        return Optional.of(new Value.Association(entries));
    }

    private Optional<String> absent(String owner, AttributeDefinition definition, Token key) {
        if (definition.type() == ValueType.STRING) return Optional.of("");
        findings.error(
                key.position(),
                Umi.INVALID_VALUE,
                name(owner, definition) + ": key " + key.text() + " has no value",
                "Write " + key.text() + " = " + example(definition.type()));
        return Optional.empty();
    }

    private Optional<String> check(String owner, AttributeDefinition definition, Token token) {
        if (definition.type().accepts(token.text())) return Optional.of(token.text());
        findings.error(
                token.position(),
                Umi.INVALID_VALUE,
                "invalid value " + token.shown() + " for " + name(owner, definition),
                "Expected: " + expected(definition.type()));
        return Optional.empty();
    }

    static String expected(ValueType type) {
        return switch (type) {
            case STRING -> "a text";
            case INTEGER -> "a whole number from -2147483648 to 2147483647";
            case BOOLEAN -> "0 or 1";
            case FLOAT -> "a number";
        };
    }

    private static String example(ValueType type) {
        return type == ValueType.STRING ? "text" : "1";
    }

    private Optional<Value> wrongDimension(
            String owner, AttributeDefinition definition, RawValue raw) {
        String remedy =
                switch (definition.dimension()) {
                    case SCALAR -> "It takes one value: " + definition.name() + " = value";
                    case VECTOR, KEYLIST ->
                            "It takes a list: " + definition.name() + " = { value, value }";
                    case ASSOCIATION ->
                            "It takes keys with values: "
                                    + definition.name()
                                    + " = { key = value }";
                };
        findings.error(
                raw.position(),
                Umi.DIMENSION,
                "incorrect dimension for " + name(owner, definition),
                remedy);
        return Optional.empty();
    }

    private void duplicate(String owner, AttributeDefinition definition, Token key) {
        findings.error(
                key.position(),
                Umi.DUPLICATE_KEY,
                "duplicate key " + key.text() + " in " + name(owner, definition),
                "Remove one of them");
    }

    private static String name(String owner, AttributeDefinition definition) {
        return "attribute " + definition.name() + " of " + owner;
    }
}
