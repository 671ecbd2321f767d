package dev.vigil.engine.had;

/// A line for people, decided by a machine and written by the edge.
///
/// @param severity one of VCS's
/// @param umi unique message id, such as `V-15-1-10023`
/// @param text what happened and why
public record LogLine(Severity severity, String umi, String text) {
    /// As in VCS logs.
    public enum Severity {
        /// Nothing works any more.
        CRITICAL,
        /// Something failed.
        ERROR,
        /// Something may fail.
        WARNING,
        /// An operator wants to know.
        NOTICE,
        /// For the record.
        INFO
    }
}
