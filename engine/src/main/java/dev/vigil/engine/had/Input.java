package dev.vigil.engine.had;

import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.log.LogHappening;
import dev.vigil.engine.node.NodeReport;

import java.util.SortedMap;

/// What an engine's stack is told. `atNs` is the machine's clock, shared with hanode, and never goes back.
public sealed interface Input {
    /// When this is handled.
    long atNs();

    /// A deadline has come.
    record Tick(long atNs) implements Input {}

    /// hanode reports.
    record FromNode(long atNs, NodeReport report) implements Input {}

    /// What hanode left in `/run`: given to an engine that finds no hanode at its start, so that somebody guards the lease.
    ///
    /// @param leaseUntilNs when the lease runs out
    record StoredLease(long atNs, long leaseUntilNs) implements Input {}

    /// The connection to hanode is gone.
    record NodeGone(long atNs) implements Input {}

    /// Another engine says something.
    record FromPeer(long atNs, int peer, PeerMessage message) implements Input {}

    /// The log's transport reports.
    record FromLog(long atNs, LogHappening happening) implements Input {}

    /// A coordination point has answered [Output.ToPoint], or nobody has.
    record FromPoint(long atNs, String point, long request, PointAnswer answer) implements Input {}

    /// What each system's life is worth in a race, by id: `PreferredFencingPolicy`. Given when it changes; equal weights until then.
    record Weights(long atNs, SortedMap<Integer, Integer> weights) implements Input {}

    /// An item for the log; it is applied on every system, once, unless this engine dies before.
    record Offer(long atNs, byte[] payload) implements Input {}

    /// A person asks; answered by [Output.Answer] with the same `request`.
    record Control(long atNs, String request, ControlRequest control) implements Input {}

    /// What was asked for with [Output.MakeDigest].
    record Digest(long atNs, ViewId view, long position, long digest) implements Input {}
}
