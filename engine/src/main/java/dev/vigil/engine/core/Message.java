package dev.vigil.engine.core;

/// Something an operator must be able to read, with a stable id.
///
/// @param severity CRITICAL, ERROR, WARNING, NOTICE or INFO
/// @param umi the id, `V-16-1-10133`
/// @param text without severity and id
public record Message(Severity severity, String umi, String text) {
    /// How much it matters.
    public enum Severity {
        /// Data or service is at stake.
        CRITICAL,
        /// Something broke.
        ERROR,
        /// Something was refused or is odd.
        WARNING,
        /// Something happened.
        NOTICE,
        /// For the curious.
        INFO
    }

    /// As commands and the engine log print it: `VCS WARNING V-16-1-10133 Group does not exist: x`.
    public String line() {
        return "VCS " + severity + " " + umi + " " + text;
    }
}
