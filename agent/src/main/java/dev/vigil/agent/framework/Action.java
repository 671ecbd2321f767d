package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceStatus;

import java.util.Optional;

/// What a resource's machine asks for, in the imperative. Actions are carried out in order.
public sealed interface Action {
    /// Run an entry point and answer with exactly one event that has this number.
    ///
    /// @param run its number, unique for this machine
    /// @param entryPoint what to run
    /// @param reason of a clean
    /// @param attribute that changed, for attr_changed; else ""
    /// @param timeoutNs how long it may run from its start on
    /// @param operationId the order it serves; "" if none. Before an online, the permission to start is asked with it
    /// @param urgent run it even if all threads of the type are busy
    record Run(
            long run,
            EntryPoint entryPoint,
            Optional<CleanReason> reason,
            String attribute,
            long timeoutNs,
            String operationId,
            boolean urgent)
            implements Action {}

    /// End a running entry point, with all its processes; answered by its one event like any run.
    record Kill(long run, String why) implements Action {}

    /// Tell the engine about the state.
    record ReportState(
            ResourceStatus status, AgentReport.Cause cause, String operationId, String reason)
            implements Action {}

    /// Tell the engine that an order is over.
    record ReportEnded(String operationId, AgentReport.Outcome outcome, String reason)
            implements Action {}

    /// Write a line to the log of the type.
    record Log(String severity, String umi, String text) implements Action {}

    /// Note on disk whether the resource may be running. If it may, the note must be safe before anything after it is done.
    record Note(boolean mayRun) implements Action {}

    /// Have the agent watch the resource, if it can, and answer with [Event.Watched].
    record Watch() implements Action {}

    /// End the watch.
    record Unwatch() implements Action {}

    /// The resource is closed: nothing runs for it any more.
    record Detached() implements Action {}
}
