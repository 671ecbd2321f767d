package dev.vigil.engine.had;

import dev.vigil.engine.node.NodeDurable;
import dev.vigil.engine.node.OnlyOne;

import java.util.Optional;

/// Whether an engine to which no node daemon reports has to stop things itself, judged by what the node daemon stored last.
///
/// The judgement is made on the file and never on the connection: a node daemon that is merely slow to connect goes on storing its
/// lease, or that it has lost it and stops. One that has done neither for K after the lease's end is dead or hung; K is that of the times
/// which the node daemon was ordered to keep last.
///
/// @param bootId of the machine; what was stored in another boot is over
/// @param settledNs how long after its start a node daemon is given to look at the lease by itself
record StoredLeaseGuard(String bootId, long settledNs) {
    /// A node daemon that has been there for longer has looked at its lease.
    private static final long SETTLED_NS = 1_000_000_000L;

    static StoredLeaseGuard of(String bootId) {
        return new StoredLeaseGuard(bootId, SETTLED_NS);
    }

    /// Whether to stop now what the table says may run.
    ///
    /// @param stored what is stored at this moment
    /// @param node the node daemon's process, if one lives
    /// @param sinceNs since when this engine has been without a node daemon
    boolean actsNow(NodeDurable stored, Optional<OnlyOne.Holder> node, long sinceNs, long atNs) {
        boolean leased =
                stored.bootId().equals(bootId)
                        && (stored.leased() || stored.lost())
                        && stored.order().seeded()
                        && stored.order().mode().arbitrates();
        if (!leased) return false;
        long guardNs = stored.order().guardNs();
        if (stored.lost()) return node.isEmpty() && atNs >= sinceNs + guardNs;
        if (atNs < Math.max(stored.leaseUntilNs(), sinceNs) + guardNs) return false;
        return node.map(holder -> atNs - holder.startedNs() >= settledNs).orElse(true);
    }
}
