package dev.vigil.config;

import dev.vigil.config.CommandWords.Word;

/// A command that cannot be carried out, and why.
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    /// Where the offending word stands, from 1.
    final int column;

    /// What to do.
    final String remedy;

    Refused(Word at, String message, String remedy) {
        super(message);
        this.column = at.column();
        this.remedy = remedy;
    }
}
