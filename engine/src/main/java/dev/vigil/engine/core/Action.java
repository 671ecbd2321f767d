package dev.vigil.engine.core;

import java.util.List;
import java.util.SortedMap;

/// What the core asks for, in the imperative. All engines compute all actions; each carries out its own, in order.
public sealed interface Action {
    /// Gives the agents of `system` an order. Carried out by that system's engine. It is not lost with the action: it stays in
    /// [ClusterState#operations] until its end is reported, and the engine gives it again when its node daemon comes back.
    ///
    /// @param incarnation the engine of `system` this is meant for
    /// @param view in which it was given
    record Order(String system, long incarnation, long view, Operation operation)
            implements Action {}

    /// Tells the agents to give up a pending operation. Its end is then reported as CANCELLED or NEVER_BEGUN (or what it was).
    record Cancel(String system, long incarnation, long view, Operation operation)
            implements Action {}

    /// Asks the agents to look at a resource now; may be lost.
    record Look(String system, long incarnation, long view, String resource) implements Action {}

    /// Answers an operator. Carried out where the request was typed.
    ///
    /// @param messages `VCS WARNING V-16-1-10133 Group does not exist: x`
    record Reply(String requestId, int exitCode, List<String> messages) implements Action {
        /// Copies what it is given.
        public Reply {
            messages = List.copyOf(messages);
        }
    }

    /// A line for the engine log of every system.
    record Log(Message message) implements Action {}

    /// Runs a trigger script. Carried out by the engine of `system`.
    ///
    /// @param triggerId "" if nobody waits for its end; else the end is reported as [Event.TriggerEnded]
    /// @param path TriggerPath of the group or resource; "" for the usual place
    /// @param arguments without the script's name
    record RunTrigger(
            String system, String triggerId, String name, String path, List<String> arguments)
            implements Action {
        /// Copies what it is given.
        public RunTrigger {
            arguments = List.copyOf(arguments);
        }
    }

    /// Starts a timer, by the owner of the view; it is also in [ClusterState#timers], so that a new owner starts it anew.
    record StartTimer(String timerId, long durationMs) implements Action {}

    /// Stops a timer; one that has fired already does no harm.
    record CancelTimer(String timerId) implements Action {}

    /// Makes `system` read its configuration files and answer with [Event.ConfigurationBuilt] or [Event.ConfigurationRefused].
    record BuildLocally(String system, long incarnation) implements Action {}

    /// Makes `system`, which holds the cluster's state, write the configuration and answer with [Event.SnapshotLoaded].
    record BuildRemotely(String system, long incarnation) implements Action {}

    /// The configuration that agents run by has changed; engines give their node daemon the new definitions.
    record Reconfigure() implements Action {}

    /// Marks the configuration files of every member `.stale` (open for writing) or not.
    record MarkStale(boolean stale) implements Action {}

    /// Writes the configuration to the disk of every RUNNING member.
    ///
    /// @param files text by file name
    record DumpConfiguration(SortedMap<String, String> files) implements Action {}

    /// Makes the engine of `system` leave the cluster and end. With `force` what runs there stays.
    record StopEngine(String system, long incarnation, boolean force) implements Action {}
}
