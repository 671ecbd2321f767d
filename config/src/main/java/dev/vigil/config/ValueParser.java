package dev.vigil.config;

import dev.vigil.config.Syntax.Entry;
import dev.vigil.config.Syntax.RawValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parses what stands behind an `=`: a word, or words and pairs in braces.
final class ValueParser {
    private final TokenStream tokens;
    private final Findings findings;

    ValueParser(TokenStream tokens, Findings findings) {
        this.tokens = tokens;
        this.findings = findings;
    }

    /// The value for an attribute; empty if there is none, which has then been reported.
    Optional<RawValue> value(Token attribute) {
        Token first = tokens.peek();
        boolean nextLine = tokens.atAssignment() || tokens.atStatement() || tokens.atDeclaration();
        if (first.is("{")) return Optional.of(braces(attribute));
        if (first.isScalar() && !nextLine) return Optional.of(new Syntax.Single(tokens.next()));
        findings.error(
                attribute.position(),
                Umi.SYNTAX,
                "the value of " + attribute.text() + " is missing",
                "Write a value after '='; an empty one is \"\" or { }");
        tokens.skipToLine();
        return Optional.empty();
    }

    private RawValue braces(Token attribute) {
        Token open = tokens.next();
        List<Entry> entries = new ArrayList<>();
        while (!tokens.peek().is("}")) {
            if (!tokens.peek().isScalar()) {
                if (notAnEntry(open, attribute)) continue;
                return new Syntax.Braces(open, entries);
            }
            if (tokens.peek().startsLine() && !tokens.listCloses()) {
                notClosed(open, attribute);
                return new Syntax.Braces(open, entries);
            }
            entries.add(entry());
            if (isSeparator()) tokens.next();
            else if (tokens.peek().isScalar() && tokens.listCloses())
                unexpected(tokens.peek(), "Put ',' between the values of a list");
        }
        tokens.next();
        return new Syntax.Braces(open, entries);
    }

    private Entry entry() {
        Token key = tokens.next();
        if (!tokens.peek().is("=")) return new Entry(key, Optional.empty());
        tokens.next();
        if (tokens.peek().isScalar()) return new Entry(key, Optional.of(tokens.next()));
        unexpected(tokens.peek(), "Expected: a value for key " + key.text());
        return new Entry(key, Optional.empty());
    }

    /// Reports a token that cannot be in a list.
    ///
    /// @return whether the list goes on behind it
    private boolean notAnEntry(Token open, Token attribute) {
        Token found = tokens.peek();
        if (isSeparator()) {
            unexpected(found, "Expected: a value before it");
            tokens.next();
            return true;
        }
        if (found.is("{")) {
            unexpected(found, "A list cannot hold a list: remove it");
            tokens.next();
            while (!tokens.atEnd() && !tokens.peek().is("}") && !tokens.peek().startsLine())
                tokens.next();
            if (tokens.peek().is("}")) tokens.next();
            return true;
        }
        notClosed(open, attribute);
        return false;
    }

    private void notClosed(Token open, Token attribute) {
        findings.error(
                open.position(),
                Umi.SYNTAX,
                "the list of " + attribute.text() + " that begins here is not closed",
                "Write '}' before "
                        + tokens.peek().shown()
                        + " in line "
                        + tokens.peek().position().line());
        tokens.skipToLine();
    }

    private boolean isSeparator() {
        return tokens.peek().is(",") || tokens.peek().is(";");
    }

    private void unexpected(Token found, String remedy) {
        findings.error(found.position(), Umi.SYNTAX, "unexpected " + found.shown(), remedy);
    }
}
