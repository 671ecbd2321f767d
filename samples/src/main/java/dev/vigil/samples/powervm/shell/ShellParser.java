package dev.vigil.samples.powervm.shell;

import dev.vigil.samples.powervm.shell.Syntax.Assignment;
import dev.vigil.samples.powervm.shell.Syntax.Either;
import dev.vigil.samples.powervm.shell.Syntax.Input;
import dev.vigil.samples.powervm.shell.Syntax.Part;
import dev.vigil.samples.powervm.shell.Syntax.Pipeline;
import dev.vigil.samples.powervm.shell.Syntax.Redirections;
import dev.vigil.samples.powervm.shell.Syntax.Sequence;
import dev.vigil.samples.powervm.shell.Syntax.Simple;
import dev.vigil.samples.powervm.shell.Syntax.Word;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a command line by recursive descent.
final class ShellParser {

    /// Thrown for a line that the shell does not take.
    static final class BadSyntax extends Exception {
        private static final long serialVersionUID = 1L;

        /// Whether more lines could complete it.
        final boolean incomplete;

        BadSyntax(String message, boolean incomplete) {
            super(message);
            this.incomplete = incomplete;
        }
    }

    private static final Set<String> CLOSING =
            Set.of("do", "done", "then", "else", "elif", "fi", "}", "esac");

    private static final Set<String> UNSUPPORTED =
            Set.of("case", "function", "select", "{", "[[", "((", "coproc");

    private final String text;
    private int at;

    private ShellParser(String text) {
        this.text = text;
    }

    /// The meaning of a text.
    ///
    /// @throws BadSyntax saying what the shell does not take
    static Syntax parse(String text) throws BadSyntax {
        var parser = new ShellParser(text);
        var all = parser.sequence();
        if (parser.at < text.length()) {
            throw parser.unexpected();
        }
        return all;
    }

    private Sequence sequence() throws BadSyntax {
        var parts = new ArrayList<Syntax>();
        while (true) {
            skipSeparators();
            if (ended()) {
                return new Sequence(parts);
            }
            parts.add(either());
            skipBlanks();
            if (!ended() && !separated()) {
                throw unexpected();
            }
        }
    }

    /// Whether a sequence ends here: at the end of the text, a `)`, or a word that closes a construct.
    private boolean ended() {
        return at >= text.length() || peek(")") || CLOSING.contains(barePeek());
    }

    private boolean separated() {
        return peek(";") || peek("\n");
    }

    private Syntax either() throws BadSyntax {
        Syntax left = pipeline();
        while (true) {
            skipBlanks();
            if (!peek("&&") && !peek("||")) {
                if (peek("&")) {
                    throw bad("background jobs (&) are not available in this shell");
                }
                return left;
            }
            boolean and = peek("&&");
            at += 2;
            skipSpace();
            needMore();
            left = new Either(left, and, pipeline());
        }
    }

    private Syntax pipeline() throws BadSyntax {
        skipBlanks();
        boolean negated = false;
        while (barePeek().equals("!")) {
            at++;
            negated = !negated;
            skipBlanks();
        }
        var stages = new ArrayList<Syntax>();
        stages.add(command());
        skipBlanks();
        while (peek("|") && !peek("||")) {
            at++;
            skipSpace();
            needMore();
            stages.add(command());
            skipBlanks();
        }
        return new Pipeline(negated, stages);
    }

    private Syntax command() throws BadSyntax {
        var word = barePeek();
        if (UNSUPPORTED.contains(word) || peek("(")) {
            throw bad("'" + (word.isEmpty() ? "(" : word) + "' is not available in this shell");
        }
        return switch (word) {
            case "for" -> loop();
            case "while", "until" -> repeat(word);
            case "if" -> choice();
            default -> simple();
        };
    }

    private Syntax loop() throws BadSyntax {
        take("for");
        skipBlanks();
        var name = barePeek();
        if (!name.matches("[A-Za-z_]\\w*")) {
            throw name.isEmpty() ? unexpected() : bad("'" + name + "': not a valid identifier");
        }
        at += name.length();
        skipBlanks();
        take("in");
        var words = new ArrayList<Word>();
        skipBlanks();
        while (at < text.length() && !separated()) {
            words.add(word());
            skipBlanks();
        }
        skipSeparators();
        take("do");
        var body = sequence();
        take("done");
        return new Syntax.For(name, words, body);
    }

    private Syntax repeat(String keyword) throws BadSyntax {
        take(keyword);
        var condition = sequence();
        take("do");
        var body = sequence();
        take("done");
        var redirections = Redirections.NONE;
        skipBlanks();
        while (atRedirection()) {
            redirections = redirection(redirections);
            skipBlanks();
        }
        return new Syntax.While(keyword.equals("until"), condition, body, redirections);
    }

    private Syntax choice() throws BadSyntax {
        at += barePeek().length();
        var condition = sequence();
        take("then");
        var yes = sequence();
        Syntax no = new Sequence(List.of());
        if (barePeek().equals("elif")) {
            return new Syntax.If(condition, yes, choice());
        }
        if (barePeek().equals("else")) {
            take("else");
            no = sequence();
        }
        take("fi");
        return new Syntax.If(condition, yes, no);
    }

    private Syntax simple() throws BadSyntax {
        var assignments = new ArrayList<Assignment>();
        var words = new ArrayList<Word>();
        var redirections = Redirections.NONE;
        while (true) {
            skipBlanks();
            if (atRedirection()) {
                redirections = redirection(redirections);
            } else if (at >= text.length() || separated() || "|&)".indexOf(text.charAt(at)) >= 0) {
                break;
            } else if (text.charAt(at) == '(') {
                throw unexpected();
            } else if (words.isEmpty() && barePeek().matches("(?s)[A-Za-z_]\\w*=.*")) {
                int equals = text.indexOf('=', at);
                var name = text.substring(at, equals);
                at = equals + 1;
                assignments.add(new Assignment(name, word()));
            } else {
                words.add(word());
            }
        }
        if (words.isEmpty() && assignments.isEmpty()) {
            throw unexpected();
        }
        return new Simple(assignments, words, redirections);
    }

    private boolean atRedirection() {
        return peek("2>") || peek("1>") || peek("&>") || peek(">") || peek("<");
    }

    private Redirections redirection(Redirections so) throws BadSyntax {
        if (peek("2>&1")) {
            at += 4;
            return new Redirections(true, false, so.input());
        }
        if (peek("<<<")) {
            at += 3;
            skipBlanks();
            return new Redirections(
                    so.errorsToOutput(), so.errorsDropped(), new Input.Text(word()));
        }
        if (peek("<<") || !peek("<")) {
            // The console's shell refuses every redirection of output to a file.
            int from = at;
            while (at < text.length() && "12&<>| ".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            var target = barePeek();
            if (text.startsWith("2>", from) && target.equals("/dev/null")) {
                at += target.length();
                return new Redirections(false, true, so.input());
            }
            throw bad(target + ": restricted: cannot redirect output");
        }
        at++;
        skipBlanks();
        if (!peek("<(")) {
            throw bad(barePeek() + ": restricted: there are no files to read in this shell");
        }
        at += 2;
        var body = sequence();
        close(')');
        return new Redirections(so.errorsToOutput(), so.errorsDropped(), new Input.Process(body));
    }

    private Word word() throws BadSyntax {
        var parts = new ArrayList<Part>();
        var plain = new StringBuilder();
        while (at < text.length() && " \t\n;|&<>()".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> {
                    if (at + 1 == text.length()) {
                        throw new BadSyntax("unexpected end after \\", true);
                    }
                    if (text.charAt(at + 1) != '\n') {
                        flush(plain, parts);
                        parts.add(new Part.Literal(Character.toString(text.charAt(at + 1)), true));
                    }
                    at += 2;
                }
                case '\'' -> {
                    flush(plain, parts);
                    int end = text.indexOf('\'', at + 1);
                    if (end < 0) {
                        throw new BadSyntax("unexpected EOF while looking for matching `''", true);
                    }
                    parts.add(new Part.Literal(text.substring(at + 1, end), true));
                    at = end + 1;
                }
                case '"' -> {
                    flush(plain, parts);
                    doubleQuoted(parts);
                }
                case '$', '`' -> {
                    flush(plain, parts);
                    parts.add(expansion(false));
                }
                default -> {
                    plain.append(c);
                    at++;
                }
            }
        }
        flush(plain, parts);
        return new Word(parts);
    }

    private static void flush(StringBuilder plain, List<Part> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Part.Literal(plain.toString(), false));
            plain.setLength(0);
        }
    }

    private void doubleQuoted(List<Part> parts) throws BadSyntax {
        at++;
        var plain = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw new BadSyntax("unexpected EOF while looking for matching `\"'", true);
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                parts.add(new Part.Literal(plain.toString(), true));
                return;
            }
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(at + 1);
                at += 2;
                if ("\"\\$`".indexOf(next) >= 0) {
                    plain.append(next);
                } else if (next != '\n') {
                    plain.append('\\').append(next);
                }
            } else if (c == '$' || c == '`') {
                parts.add(new Part.Literal(plain.toString(), true));
                plain.setLength(0);
                parts.add(expansion(true));
            } else {
                plain.append(c);
                at++;
            }
        }
    }

    private Part expansion(boolean quoted) throws BadSyntax {
        if (text.charAt(at) == '`') {
            int end = at + 1;
            while (end < text.length() && text.charAt(end) != '`') {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            if (end >= text.length()) {
                throw new BadSyntax("unexpected EOF while looking for matching ``'", true);
            }
            var inner = text.substring(at + 1, end).replaceAll("\\\\([`\\\\$])", "$1");
            at = end + 1;
            return new Part.Substitution(parse(inner), quoted);
        }
        if (peek("$((")) {
            throw bad("arithmetic ($((…))) is not available in this shell");
        }
        if (peek("$(")) {
            at += 2;
            var body = sequence();
            close(')');
            return new Part.Substitution(body, quoted);
        }
        at++;
        if (at < text.length() && text.charAt(at) == '?') {
            at++;
            return new Part.Variable("?", quoted);
        }
        boolean braced = peek("{");
        int from = braced ? at + 1 : at;
        int end = from;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        if (braced && (end >= text.length() || text.charAt(end) != '}' || end == from)) {
            throw bad("${…} with more than a name is not available in this shell");
        }
        at = braced ? end + 1 : end;
        return end == from
                ? new Part.Literal("$", true)
                : new Part.Variable(text.substring(from, end), quoted);
    }

    /// The plain characters from here to the next blank or operator, without moving.
    private String barePeek() {
        int end = at;
        while (end < text.length() && " \t\n;|&<>()".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(Math.min(at, text.length()), end);
    }

    private boolean peek(String expected) {
        return text.startsWith(expected, at);
    }

    private void take(String keyword) throws BadSyntax {
        if (!barePeek().equals(keyword)) {
            throw unexpected();
        }
        at += keyword.length();
    }

    private void close(char bracket) throws BadSyntax {
        if (at >= text.length() || text.charAt(at) != bracket) {
            throw unexpected();
        }
        at++;
    }

    private void needMore() throws BadSyntax {
        if (at >= text.length()) {
            throw unexpected();
        }
    }

    private void skipBlanks() {
        while (at < text.length()) {
            if (text.charAt(at) == ' ' || text.charAt(at) == '\t') {
                at++;
            } else if (peek("\\\n")) {
                at += 2;
            } else if (text.charAt(at) == '#'
                    && (at == 0 || " \t\n;".indexOf(text.charAt(at - 1)) >= 0)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    private void skipSpace() {
        skipBlanks();
        while (peek("\n")) {
            at++;
            skipBlanks();
        }
    }

    private void skipSeparators() {
        skipBlanks();
        while (separated()) {
            at++;
            skipBlanks();
        }
    }

    private static BadSyntax bad(String message) {
        return new BadSyntax(message, false);
    }

    private BadSyntax unexpected() {
        return at >= text.length()
                ? new BadSyntax("syntax error: unexpected end of file", true)
                : new BadSyntax(
                        "syntax error near unexpected token `"
                                + (barePeek().isEmpty()
                                        ? text.substring(at, at + 1).replace("\n", "newline")
                                        : barePeek())
                                + "'",
                        false);
    }
}
