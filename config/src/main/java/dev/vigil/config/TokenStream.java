package dev.vigil.config;

import java.util.List;
import java.util.Set;

/// The tokens of a text with a place in them, and the rules by which a parser finds its feet again after a mistake.
final class TokenStream {
    private static final Set<String> KEYWORDS =
            Set.of(
                    "include",
                    "cluster",
                    "remotecluster",
                    "heartbeat",
                    "system",
                    "site",
                    "group",
                    "type",
                    "requires");

    private static final Set<String> DECLARATION =
            Set.of("static", "temp", "str", "i18nstr", "int", "boolean", "keylist");

    private final List<Token> tokens;
    private int at;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    /// The next token, and past it; at the end, the end again.
    Token next() {
        Token token = peek();
        if (at < tokens.size() - 1) at++;
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /// Whether a line begins here that can only be a statement of the top level, and not an assignment.
    boolean atStatement() {
        boolean resource = peek(1).isScalar() && peek(2).is("(");
        boolean link = peek(1).isWord("requires") && peek(2).isScalar();
        return atObject() || peek().startsLine() && peek().isScalar() && (resource || link);
    }

    /// Whether a line begins here with a keyword and a name. In a type definition, where `str Name` and the like
    /// abound, nothing else is a sure sign of a new statement.
    boolean atObject() {
        return peek().startsLine()
                && peek().kind() == Token.Kind.WORD
                && KEYWORDS.contains(peek().text())
                && peek(1).isScalar();
    }

    /// On to the next statement or the end.
    void skipToStatement() {
        while (!atEnd() && !atStatement()) next();
    }

    /// On to the next line that begins with an assignment, to the end of the block, or to a statement.
    void skipToAssignment() {
        while (!atEnd() && !peek().is(")") && !atStatement() && !atAssignment()) next();
    }

    /// Whether a line begins here with `name =` or `name @`.
    boolean atAssignment() {
        return peek().startsLine()
                && peek().kind() == Token.Kind.WORD
                && (peek(1).is("=") || peek(1).is("@"));
    }

    /// Whether a line begins here with a declaration of a type definition.
    boolean atDeclaration() {
        return peek().startsLine() && DECLARATION.contains(peek().text()) && peek(1).isScalar();
    }

    /// Whether the list in which we are is closed before another list or a block begins or ends.
    boolean listCloses() {
        int ahead = 0;
        while (true) {
            Token token = peek(ahead++);
            if (token.is("}")) return true;
            if (token.kind() == Token.Kind.END || token.is("{") || token.is("(") || token.is(")"))
                return false;
        }
    }

    /// On to the next line or the end of the block.
    void skipToLine() {
        while (!atEnd() && !peek().is(")") && !peek().startsLine()) next();
    }
}
