package dev.vigil.config;

/// A word or mark of a configuration text.
///
/// @param text of a string, what stands between its quotes, escapes resolved; else the characters themselves
/// @param startsLine whether nothing but white space precedes it on its line, which is where recovery from an error
///     looks for the next statement
record Token(Kind kind, String text, Position position, boolean startsLine) {
    enum Kind {
        /// Letters, digits, `_`, `-`, `.`.
        WORD,
        /// Anything in double quotes.
        STRING,
        /// One of `( ) { } [ ] = @ , ;`.
        MARK,
        /// The end of the file.
        END
    }

    boolean is(String mark) {
        return kind == Kind.MARK && text.equals(mark);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /// Whether it can be a name or a value.
    boolean isScalar() {
        return kind == Kind.WORD || kind == Kind.STRING;
    }

    /// The token as a message shows it.
    String shown() {
        return switch (kind) {
            case WORD, MARK -> "'" + text + "'";
            case STRING -> '"' + text + '"';
            case END -> "the end of the file";
        };
    }
}
