package dev.vigil.config;

import dev.vigil.config.AttributeDefinition.Kind;
import dev.vigil.config.Syntax.RawValue;
import dev.vigil.config.Syntax.TypeItem;

import java.util.Optional;

/// Parses the declarations in a type's block: `static keylist SupportedActions = { checkudid }`.
final class TypeItemParser {
    private final TokenStream tokens;
    private final ValueParser values;
    private final Findings findings;

    TypeItemParser(TokenStream tokens, ValueParser values, Findings findings) {
        this.tokens = tokens;
        this.values = values;
        this.findings = findings;
    }

    /// The next declaration; empty if there is none, which has then been reported.
    Optional<TypeItem> item() {
        Kind kind = kind();
        Token base = tokens.next();
        Optional<ValueType> type = type(base);
        if (type.isEmpty()) {
            findings.error(
                    base.position(),
                    Umi.SYNTAX,
                    "unexpected " + base.shown(),
                    "Expected: [static|temp] str|int|boolean|keylist and a name, or ')'");
            skip();
            return Optional.empty();
        }
        Token name = tokens.peek();
        if (name.kind() == Token.Kind.WORD && !name.startsLine()) tokens.next();
        else {
            findings.error(
                    name.position(),
                    Umi.SYNTAX,
                    "unexpected " + name.shown(),
                    "Expected: an attribute's name after " + base.text());
            skip();
            return Optional.empty();
        }
        Optional<Dimension> dimension = dimension();
        if (dimension.isEmpty()) return Optional.empty();
        Dimension declared = base.isWord("keylist") ? Dimension.KEYLIST : dimension.orElseThrow();
        if (!tokens.peek().is("="))
            return Optional.of(
                    new TypeItem(name, kind, type.orElseThrow(), declared, Optional.empty()));
        tokens.next();
        Optional<RawValue> initial = values.value(name);
        return Optional.of(new TypeItem(name, kind, type.orElseThrow(), declared, initial));
    }

    private Kind kind() {
        if (tokens.peek().isWord("static")) {
            tokens.next();
            return Kind.STATIC;
        }
        if (tokens.peek().isWord("temp")) {
            tokens.next();
            return Kind.TEMP;
        }
        return Kind.REGULAR;
    }

    private static Optional<ValueType> type(Token base) {
        if (base.kind() != Token.Kind.WORD) return Optional.empty();
        return switch (base.text()) {
            case "str", "i18nstr", "keylist" -> Optional.of(ValueType.STRING);
            case "int" -> Optional.of(ValueType.INTEGER);
            case "boolean", "bool" -> Optional.of(ValueType.BOOLEAN);
            case "float" -> Optional.of(ValueType.FLOAT);
            default -> Optional.empty();
        };
    }

    private Optional<Dimension> dimension() {
        Token open = tokens.peek();
        if (!open.is("[") && !open.is("{")) return Optional.of(Dimension.SCALAR);
        tokens.next();
        String close = open.is("[") ? "]" : "}";
        if (!tokens.peek().is(close)) {
            findings.error(
                    tokens.peek().position(),
                    Umi.SYNTAX,
                    "unexpected " + tokens.peek().shown(),
                    "Expected: '" + close + "', as in '[]' for a vector, '{}' for an association");
            skip();
            return Optional.empty();
        }
        tokens.next();
        return Optional.of(open.is("[") ? Dimension.VECTOR : Dimension.ASSOCIATION);
    }

    private void skip() {
        tokens.skipToLine();
    }
}
