package dev.vigil.engine.node;

import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.PacketFault;

/// What a node daemon is told. `atNs` is the machine's clock at the moment of handling, and must never go back.
public sealed interface NodeInput {
    /// When this is handled.
    long atNs();

    /// A deadline has come (or it is later than that: it is seen and allowed for).
    record Tick(long atNs) implements NodeInput {}

    /// A heartbeat came in on a link, its signature already checked.
    ///
    /// @param source the address it came from
    record Heard(long atNs, String link, String source, Heartbeat heartbeat) implements NodeInput {}

    /// A packet came in on a link that is no heartbeat.
    ///
    /// @param source the address it came from
    record Dropped(long atNs, String link, String source, PacketFault fault) implements NodeInput {}

    /// `lltstat -z`: the counters of packets begin at zero again.
    record Zero(long atNs) implements NodeInput {}

    /// The engine says something.
    record FromEngine(long atNs, NodeCommand command) implements NodeInput {}

    /// The connection to the engine is gone.
    record EngineGone(long atNs) implements NodeInput {}

    /// Whether anything leased may be running or an entry point of it is; sent at start, at every change and as the answer to a stop order.
    ///
    /// @param answers the number of the stop order that this answers, 0 when it answers none
    record AgentsBusy(long atNs, boolean leasedMayRun, long answers) implements NodeInput {}
}
