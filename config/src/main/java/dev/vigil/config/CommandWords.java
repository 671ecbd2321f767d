package dev.vigil.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The words of a line of a command list, as a shell would cut it, and how to write a value so that both a shell and
/// [CommandListReader] read it back.
///
/// A value that begins with `-` gets a `%` before it, so that it is not taken for an option; one that begins with `%`
/// gets another.
final class CommandWords {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    private static final String ESCAPED_IN_QUOTES = "\"\\$`";

    private CommandWords() {}

    /// A word of a line.
    ///
    /// @param column where it begins, from 1
    record Word(String text, int column) {
        /// The word as a value, without the `%` that keeps it from being an option.
        String value() {
            return text.startsWith("%-") || text.startsWith("%%") ? text.substring(1) : text;
        }
    }

    /// A value as one word of a command.
    static String written(String value) {
        boolean protect = value.startsWith("-") || value.startsWith("%");
        String word = protect ? "%" + value : value;
        if (BARE.matcher(word).matches()) return word;
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : word.toCharArray()) {
            if (ESCAPED_IN_QUOTES.indexOf(c) >= 0) quoted.append('\\');
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /// The words of a line; none of a blank line or a comment (`# …`).
    ///
    /// @throws UnclosedQuote if a quote is opened and not closed
    static List<Word> of(String line) throws UnclosedQuote {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) at++;
            if (at == line.length() || line.charAt(at) == '#') return words;
            StringBuilder word = new StringBuilder();
            int start = at;
            while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                char c = line.charAt(at);
                if (c == '"') at = quoted(line, at, word);
                else if (c == '\\' && at + 1 < line.length()) {
                    word.append(line.charAt(at + 1));
                    at += 2;
                } else {
                    word.append(c);
                    at++;
                }
            }
            words.add(new Word(word.toString(), start + 1));
        }
    }

    private static int quoted(String line, int open, StringBuilder word) throws UnclosedQuote {
        int at = open + 1;
        while (at < line.length() && line.charAt(at) != '"') {
            boolean escape =
                    line.charAt(at) == '\\'
                            && at + 1 < line.length()
                            && ESCAPED_IN_QUOTES.indexOf(line.charAt(at + 1)) >= 0;
            if (escape) at++;
            word.append(line.charAt(at++));
        }
        if (at == line.length()) throw new UnclosedQuote(open + 1);
        return at + 1;
    }

    /// A line ends inside a quote.
    static final class UnclosedQuote extends Exception {
        private static final long serialVersionUID = 1;

        /// Where the quote was opened, from 1.
        final int column;

        UnclosedQuote(int column) {
            super("a quote is not closed");
            this.column = column;
        }
    }
}
