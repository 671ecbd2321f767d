package dev.vigil.samples.powervm.shell;

import java.util.function.Consumer;

/// Where a command writes.
///
/// @param out takes its output
/// @param err takes its errors
public record ShellOutput(Consumer<String> out, Consumer<String> err) {

    /// Writes output.
    public void print(String text) {
        if (!text.isEmpty()) {
            out.accept(text);
        }
    }

    /// Writes a line of errors.
    public void error(String line) {
        err.accept(line + "\n");
    }
}
