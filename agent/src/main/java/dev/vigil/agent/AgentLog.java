package dev.vigil.agent;

/// Where an entry point says what people should read: the log file of its type.
@FunctionalInterface
public interface AgentLog {
    /// Writes one message.
    ///
    /// @param severity CRITICAL, ERROR, WARNING, NOTICE or INFO
    /// @param umi the message's stable id, as in `V-16-2-13067`
    /// @param text what happened; several lines are written as they are
    void log(String severity, String umi, String text);
}
