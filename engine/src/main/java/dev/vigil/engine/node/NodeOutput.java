package dev.vigil.engine.node;

import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.Heartbeat;

/// What a node daemon wants done. The edge carries these out in order.
public sealed interface NodeOutput {
    /// Send this heartbeat to a peer on a link.
    record Send(int peer, String link, Heartbeat heartbeat) implements NodeOutput {}

    /// Send this heartbeat to the very address that one came in from that cannot be believed yet: only who hears this one can show that it
    /// lives now.
    ///
    /// @param peer whom that claims to be
    record Challenge(int peer, String link, String address, Heartbeat heartbeat)
            implements NodeOutput {}

    /// End for good: this system cannot be part of the cluster before somebody corrects something.
    record Leave(String reason) implements NodeOutput {}

    /// Tell the engine, if one is connected; only the newest report matters.
    record ToEngine(NodeReport report) implements NodeOutput {}

    /// The lease is lost: kill running entry points of leased resources, clean these until all are offline, accept no start. Answered by
    /// [NodeInput.AgentsBusy] with `answers = order` once nothing leased may run.
    record StopLeased(long order, String reason) implements NodeOutput {}

    /// A new lease: starts are allowed again.
    record ResumeLeased() implements NodeOutput {}

    /// Keep this in `/run` for a restarted daemon, before the outputs after it.
    record Persist(NodeDurable durable) implements NodeOutput {}

    /// Keep this on disk, synced, before the outputs after it: promises of another boot may have been given with this peerinact.
    record PersistPeerinact(long peerinactNs) implements NodeOutput {}

    /// The engine is hung: kill it; hashadow starts another.
    record KillEngine(String reason) implements NodeOutput {}

    /// A line for the log.
    record Line(LogLine line) implements NodeOutput {}
}
