package dev.vigil.engine.node;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.ViewId;

import java.util.Comparator;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// The proof that the others still wait for this system: it runs for L from the send time of an own heartbeat that enough of them have
/// echoed. It proves being heard, not hearing. Nothing but an echo extends it, and a change of view never shortens it.
///
/// | state | becomes | when |
/// |---|---|---|
/// | none | held | the first quorum of echoes in the view |
/// | held | held | newer echoes |
/// | held | over | its time is up: final for the engine's incarnation |
///
/// @param held whether there was ever one in this incarnation
/// @param untilNs when it runs out
record Lease(boolean held, long untilNs) {
    /// No lease yet.
    static final Lease NONE = new Lease(false, 0);

    /// What a peer last said: in which state it was and which send time of ours it echoed.
    ///
    /// @param view the view it is in
    /// @param accepted the successor it has accepted
    /// @param sentNs the newest own send time echoed
    record Echoed(ViewId view, ViewId accepted, long sentNs) {}

    /// Whether its time is up.
    boolean over(long atNs) {
        return held && atNs >= untilNs;
    }

    /// Whether it is held at `atNs`.
    boolean valid(long atNs) {
        return held && atNs < untilNs;
    }

    /// The lease after what `echoes` prove at `atNs`: while a successor is accepted the quorum must hold in both views.
    Lease extended(
            long atNs, int self, NodeCommand.ViewOrder order, SortedMap<Integer, Echoed> echoes) {
        var members = without(order.members().keySet(), order.ejected());
        if (!saysMore(self, members, order, echoes)) {
            return this;
        }
        long fromNs = provenNs(atNs, self, members, order.mode(), order, echoes);
        if (order.accepted().exists()) {
            fromNs =
                    Math.min(
                            fromNs,
                            provenNs(
                                    atNs,
                                    self,
                                    without(order.acceptedMembers().keySet(), order.ejected()),
                                    order.acceptedMode(),
                                    order,
                                    echoes));
        }
        if (fromNs == Long.MIN_VALUE || fromNs + order.leaseNs() <= untilNs) {
            return this;
        }
        return new Lease(true, fromNs + order.leaseNs());
    }

    private static TreeSet<Integer> without(Set<Integer> systems, Set<Integer> ejected) {
        var left = new TreeSet<>(systems);
        left.removeAll(ejected);
        return left;
    }

    /// Whether the echoes can prove more than the lease says already; most heartbeats only repeat what others said.
    private boolean saysMore(
            int self,
            SortedSet<Integer> members,
            NodeCommand.ViewOrder order,
            SortedMap<Integer, Echoed> echoes) {
        for (Echoed echo : echoes.values()) {
            if (echo.sentNs() + order.leaseNs() > untilNs) return true;
        }
        return order.mode().holds(members, new TreeSet<>(Set.of(self)));
    }

    /// The newest own send time that a quorum of `members` has heard, this system counting for itself; none: [Long#MIN_VALUE].
    private static long provenNs(
            long atNs,
            int self,
            SortedSet<Integer> members,
            QuorumMode mode,
            NodeCommand.ViewOrder order,
            SortedMap<Integer, Echoed> echoes) {
        var having = new TreeSet<Integer>();
        having.add(self);
        if (mode.holds(members, having)) {
            return atNs;
        }
        var newestFirst =
                echoes.entrySet().stream()
                        .filter(e -> members.contains(e.getKey()))
                        .filter(
                                e ->
                                        e.getValue().view().equals(order.view())
                                                && e.getValue().accepted().equals(order.accepted()))
                        .sorted(Comparator.comparingLong(e -> -e.getValue().sentNs()))
                        .toList();
        for (var echo : newestFirst) {
            having.add(echo.getKey());
            if (mode.holds(members, having)) {
                return echo.getValue().sentNs();
            }
        }
        return Long.MIN_VALUE;
    }
}
