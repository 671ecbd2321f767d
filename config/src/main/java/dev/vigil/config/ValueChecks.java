package dev.vigil.config;

import java.util.List;
import java.util.Locale;

/// Checks that a value is one that its attribute's definition allows and that a text can hold.
///
/// The reader has found all this out while it read; what commands have set is looked at here. Whatever passes can be
/// written and is read back equal, which engines rely on when they send each other a configuration.
final class ValueChecks {
    private final Findings findings;

    ValueChecks(Findings findings) {
        this.findings = findings;
    }

    /// Reports what is wrong with a value.
    ///
    /// @param owner for messages: `attribute Device of resource web_nic`
    void check(Position at, String owner, AttributeDefinition definition, Value value) {
        if (value.dimension() != definition.dimension()) {
            findings.error(
                    at,
                    Umi.DIMENSION,
                    "incorrect dimension for " + owner,
                    "It takes a "
                            + definition.dimension().name().toLowerCase(Locale.ROOT)
                            + ", not a "
                            + value.dimension().name().toLowerCase(Locale.ROOT));
            return;
        }
        for (String word : typed(value))
            if (!definition.type().accepts(word))
                findings.error(
                        at,
                        Umi.INVALID_VALUE,
                        "invalid value '" + word + "' for " + owner,
                        "Expected: " + ValueReader.expected(definition.type()));
        if (value.asList().stream().anyMatch(ValueChecks::breaksLine))
            findings.error(
                    at,
                    Umi.INVALID_VALUE,
                    "a value of " + owner + " has a line break",
                    "Values stand on one line");
        if (value instanceof Value.Keylist(var items)
                && items.stream().distinct().count() < items.size())
            findings.error(
                    at, Umi.DUPLICATE_KEY, "duplicate key in " + owner, "Remove one of them");
    }

    static boolean breaksLine(String word) {
        return word.indexOf('\n') >= 0 || word.indexOf('\r') >= 0;
    }

    /// The words that have to be of the attribute's type: of an association the values, not the keys.
    private static List<String> typed(Value value) {
        return switch (value) {
            case Value.Scalar(var text) -> List.of(text);
            case Value.Vector(var items) -> items;
            case Value.Keylist(var items) -> items;
            case Value.Association(var entries) -> List.copyOf(entries.values());
        };
    }
}
