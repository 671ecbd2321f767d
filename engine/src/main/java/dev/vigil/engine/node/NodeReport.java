package dev.vigil.engine.node;

import dev.vigil.engine.gab.ViewId;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What hanode tells had: at every heartbeat that says something new, when a silence or the lease runs out, and in answer to orders.
///
/// @param atNs when it was made
/// @param session of this node daemon; another one than before: it was restarted, and its order may be stale
/// @param engine incarnation whose orders are obeyed
/// @param order sequence of the newest [NodeCommand.ViewOrder] obeyed
/// @param view the view this system is in, as ordered (or as found in `/run`)
/// @param leaseNeeded whether that view's mode asks for a lease
/// @param leaseUntilNs until when the lease runs; meaningless unless needed
/// @param lost whether the lease was lost
/// @param lostReason why, empty when not
/// @param leasedMayRun whether anything leased may be running here
/// @param heartbeatNs period of heartbeats
/// @param peertroubleNs time until a link is troubled
/// @param peers what is known of each peer
public record NodeReport(
        long atNs,
        long session,
        long engine,
        long order,
        ViewId view,
        boolean leaseNeeded,
        long leaseUntilNs,
        boolean lost,
        String lostReason,
        boolean leasedMayRun,
        long heartbeatNs,
        long peertroubleNs,
        SortedMap<Integer, PeerReport> peers) {
    /// Copies its collection.
    public NodeReport {
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    }

    /// Whether the right to act is held at `atNs`.
    public boolean holdsRight(long atNs) {
        return !lost && (!leaseNeeded || atNs < leaseUntilNs);
    }

    /// Whether nothing of a lost lease is still being stopped.
    public boolean ready() {
        return !(lost && leasedMayRun);
    }

    /// Whether nothing leased can be running on this machine: it holds no lease, and whatever it had is down.
    public boolean stopped() {
        return !leaseNeeded || (lost && !leasedMayRun);
    }

    /// How long the lease still runs; 0 without one.
    public long leaseRestNs() {
        return leaseNeeded && !lost ? Math.max(0, leaseUntilNs - atNs) : 0;
    }

    /// The peers heard within the tolerated silence.
    public SortedSet<Integer> heard() {
        var heard = new TreeSet<Integer>();
        peers.forEach(
                (id, peer) -> {
                    if (peer.heard()) {
                        heard.add(id);
                    }
                });
        return heard;
    }

    /// The peers heard over their last link only.
    public SortedSet<Integer> jeopardy() {
        var jeopardy = new TreeSet<Integer>();
        peers.forEach(
                (id, peer) -> {
                    if (peer.jeopardy()) {
                        jeopardy.add(id);
                    }
                });
        return jeopardy;
    }
}
