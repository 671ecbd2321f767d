package dev.vigil.engine.command;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition of a `-list` verb: `Parallel=1`, `State!=|ONLINE|`, `SystemList=~sys2`.
///
/// @param attribute the attribute it is about
/// @param wanted what the value is compared to
record Condition(String attribute, Comparison comparison, String wanted) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9_]*)(!=|=~|=)(.*)");

    /// How a value is compared.
    enum Comparison {
        /// `=`
        EQUAL,
        /// `!=`
        DIFFERENT,
        /// `=~`: occurs in it
        CONTAINS
    }

    static List<Condition> parse(List<String> words) {
        return words.stream().map(Condition::parse).toList();
    }

    private static Condition parse(String word) {
        Matcher matcher = FORM.matcher(word);
        if (!matcher.matches()) {
            throw Refusal.misused(List.of(), Umi.BAD_CONDITION, word);
        }
        var comparison =
                switch (matcher.group(2)) {
                    case "!=" -> Comparison.DIFFERENT;
                    case "=~" -> Comparison.CONTAINS;
                    default -> Comparison.EQUAL;
                };
        return new Condition(matcher.group(1), comparison, matcher.group(3));
    }

    /// Whether one of `cells` meets the condition; for `!=`, whether all do.
    boolean holds(Collection<Cell> cells) {
        return switch (comparison) {
            case EQUAL -> cells.stream().anyMatch(cell -> cell.is(wanted));
            case DIFFERENT -> cells.stream().noneMatch(cell -> cell.is(wanted));
            case CONTAINS -> cells.stream().anyMatch(cell -> cell.contains(wanted));
        };
    }
}
