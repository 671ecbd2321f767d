package dev.vigil.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What the agents of a system tell the engine.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "report")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AgentReport.StateChanged.class, name = "state"),
    @JsonSubTypes.Type(value = AgentReport.OperationEnded.class, name = "ended"),
    @JsonSubTypes.Type(value = AgentReport.Message.class, name = "message"),
    @JsonSubTypes.Type(value = AgentReport.ActionEnded.class, name = "action"),
})
public sealed interface AgentReport {

    /// What led to a state.
    enum Cause {
        /// The first look at it by this agent.
        FIRST_PROBE,
        /// An order of the engine, or what the agent did to carry it out.
        ORDERED,
        /// It happened by itself.
        UNEXPECTED,
        /// Somebody stopped it outside, on purpose; only types with IntentionalOffline can tell.
        INTENDED,
        /// Somebody asked for a look.
        PROBE
    }

    /// How an operation ended.
    enum Outcome {
        /// It is online, or offline, as ordered.
        DONE,
        /// It was tried, as often as the limits say, and did not work; the state says what is left.
        FAILED,
        /// It was given up on a [AgentOrder.Cancel]; nothing of it runs any more.
        CANCELLED,
        /// Nothing of it was ever started: out of date, no lease, cancelled before it began, or not possible now.
        NEVER_BEGUN,
        /// The agent looked, found that it must not start it, and started nothing; the reason is for the operator.
        REFUSED
    }

    /// The status of a resource is another one (or was asked for).
    ///
    /// @param operationId the order that led to it or asked for it; "" if none
    /// @param reason for people
    record StateChanged(
            String resource, ResourceStatus status, Cause cause, String operationId, String reason)
            implements AgentReport {}

    /// An order is over. If it changed the state, the [StateChanged] comes first.
    record OperationEnded(String resource, String operationId, Outcome outcome, String reason)
            implements AgentReport {}

    /// A line for the logs, already written to the agent's log file.
    ///
    /// @param severity CRITICAL, ERROR, WARNING, NOTICE or INFO
    /// @param umi its stable id
    /// @param text with `Type:resource:entrypoint:` or `Thread(n)` in front, as in the log file
    record Message(String severity, String umi, String text) implements AgentReport {}

    /// An action is over.
    ///
    /// @param exitCode 0 for success
    record ActionEnded(
            String resource, String operationId, String token, int exitCode, String output)
            implements AgentReport {}
}
