package dev.vigil.engine.node;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.LinkTimers;

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
/// @param timers periods of heartbeats, and times until a link is troubled
/// @param lowPriority the links that carry heartbeats at the slower pace
/// @param dropped packets dropped since this daemon started, by cause
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
        LinkTimers timers,
        SortedSet<String> lowPriority,
        SortedMap<String, Long> dropped,
        SortedMap<Integer, PeerReport> peers) {
    /// Copies its collection.
    public NodeReport {
        lowPriority = Collections.unmodifiableSortedSet(new TreeSet<>(lowPriority));
        dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    }

    /// The longest time between two heartbeats, and so between two reports.
    public long heartbeatNs() {
        return timers.heartbeatNs();
    }

    /// Whether the right to act is held at `atNs`.
    public boolean holdsRight(long atNs) {
        return !lost && (!leaseNeeded || atNs < leaseUntilNs);
    }

    /// Whether the right to act was held and is over; who has had none yet has nothing to lose.
    public boolean rightOver(long atNs) {
        return lost || (leaseNeeded && leaseUntilNs > 0 && atNs >= leaseUntilNs);
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
