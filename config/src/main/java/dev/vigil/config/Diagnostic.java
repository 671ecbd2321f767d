package dev.vigil.config;

/// What is wrong with a configuration, where, and what to do about it.
///
/// @param file the file as `main.cf` includes it; empty if the finding is not about a text
/// @param line of the offending word, from 1; 0 if the finding is not about a text
/// @param column of the offending word, from 1, a tab being one column; 0 if the finding is not about a text
/// @param umi the unique message identifier, `V-16-1-` and a number
/// @param message what is wrong
/// @param remedy what to do
public record Diagnostic(
        Severity severity,
        String file,
        int line,
        int column,
        String umi,
        String message,
        String remedy) {
    /// Whether a configuration can be used in spite of it.
    public enum Severity {
        /// The configuration is refused.
        ERROR,
        /// The configuration is used.
        WARNING
    }

    /// Whether the configuration is refused because of it.
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// Whether it is a warning about something that is set and not acted upon.
    public boolean isLimit() {
        return umi.equals(Umi.NOT_ACTED_UPON);
    }

    /// The line that an operator reads: `VCS ERROR V-16-1-10123 main.cf:12:5: ... Remedy.`
    @Override
    public String toString() {
        String place = line == 0 ? "" : file + ":" + line + ":" + column + ": ";
        String head = "VCS " + severity + " " + umi + " " + place + message;
        return remedy.isEmpty() ? head : head + ". " + remedy;
    }
}
