package dev.vigil.config;

import dev.vigil.config.Token.Kind;

import java.util.ArrayList;
import java.util.List;

/// Cuts a configuration text into tokens. Never gives up: what cannot be a token is reported and passed over.
///
/// Comments are `// …`, `# …` and `/* … */`. In quotes `\"` is a quote and `\\` a backslash; a string ends on the line it
/// began on, so that a forgotten quote costs one line and not the rest of the file.
final class Lexer {
    private static final String MARKS = "(){}[]=@,;";

    private final String file;
    private final String text;
    private final Findings findings;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private boolean startsLine = true;

    private Lexer(String file, String text, Findings findings) {
        this.file = file;
        this.text = text;
        this.findings = findings;
    }

    /// The tokens of a text; the last one is [Kind#END].
    static List<Token> tokens(String file, String text, Findings findings) {
        return new Lexer(file, text, findings).run();
    }

    private List<Token> run() {
        if (text.startsWith("\uFEFF")) lineStart = at = 1;
        while (at < text.length()) next();
        tokens.add(new Token(Kind.END, "", here(), true));
        return tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n') newLine();
        else if (Character.isWhitespace(c)) at++;
        else if (c == '#' || text.startsWith("//", at)) skipLine();
        else if (text.startsWith("/*", at)) skipComment();
        else if (c == '"') string();
        else if (MARKS.indexOf(c) >= 0) add(Kind.MARK, String.valueOf(c), here(), 1);
        else word();
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
        startsLine = true;
    }

    private void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n') at++;
    }

    private void skipComment() {
        Position start = here();
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            findings.error(
                    start,
                    Umi.SYNTAX,
                    "the comment that begins here is not closed",
                    "End it with */");
            at = text.length();
            return;
        }
        while (at < end + 2) {
            if (text.charAt(at) == '\n') newLine();
            else at++;
        }
    }

    private void string() {
        Position start = here();
        StringBuilder value = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '"' && text.charAt(i) != '\n') {
            boolean escaped =
                    text.charAt(i) == '\\'
                            && i + 1 < text.length()
                            && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\');
            if (escaped) i++;
            value.append(text.charAt(i++));
        }
        boolean closed = i < text.length() && text.charAt(i) == '"';
        if (!closed)
            findings.error(
                    start,
                    Umi.SYNTAX,
                    "the string that begins here is not closed on its line",
                    "End it with a double quote; a quote inside a string is written \\\"");
        String content = closed ? value.toString() : value.toString().stripTrailing();
        add(Kind.STRING, content, start, (closed ? i + 1 : i) - at);
    }

    private void word() {
        Position start = here();
        int end = at;
        while (end < text.length() && !endsWord(text.charAt(end))) end++;
        String word = text.substring(at, end);
        word.chars()
                .filter(c -> !isWordCharacter((char) c))
                .findFirst()
                .ifPresent(c -> needsQuotes(start, word, (char) c));
        add(Kind.WORD, word, start, end - at);
    }

    private void needsQuotes(Position start, String word, char because) {
        findings.error(
                start,
                Umi.SYNTAX,
                "'" + word + "' is no name, as it holds '" + because + "'",
                "If it is a value, put it in double quotes: \"" + word + "\"");
    }

    private static boolean endsWord(char c) {
        return Character.isWhitespace(c) || MARKS.indexOf(c) >= 0 || c == '"';
    }

    static boolean isWordCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '-'
                || c == '.';
    }

    private void add(Kind kind, String value, Position start, int length) {
        tokens.add(new Token(kind, value, start, startsLine));
        startsLine = false;
        at += length;
    }

    private Position here() {
        return new Position(file, line, at - lineStart + 1);
    }
}
