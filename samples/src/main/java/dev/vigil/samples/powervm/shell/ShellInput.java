package dev.vigil.samples.powervm.shell;

import java.util.Optional;

/// Text that commands read from, each going on where the one before it stopped.
public final class ShellInput {

    private final String text;
    private int at;

    /// Input with a text in it.
    public ShellInput(String text) {
        this.text = text;
    }

    /// The next line without its end, or empty at the end of the text.
    public Optional<String> line() {
        if (at >= text.length()) {
            return Optional.empty();
        }
        int end = text.indexOf('\n', at);
        var line = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        return Optional.of(line);
    }

    /// Everything that is left.
    public String rest() {
        var rest = text.substring(at);
        at = text.length();
        return rest;
    }
}
