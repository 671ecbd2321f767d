package dev.vigil.engine.node;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.LinkTimers;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What had tells hanode. Orders of an incarnation older than the newest seen are dropped.
public sealed interface NodeCommand {
    /// Incarnation of the engine that orders.
    long engine();

    /// Which view this system is in, what successor it has accepted, and what follows for lease, promises and echoes. The answer is a
    /// [NodeReport] whose `order` is this `sequence`: from then on it is obeyed.
    ///
    /// @param engine incarnation of the engine
    /// @param sequence counts the orders of this incarnation
    /// @param view the view this system is in
    /// @param members its systems, each with the incarnation of its engine, 0 where that is down
    /// @param mode what gives the right in it
    /// @param accepted the successor accepted but not decided, [ViewId#NONE] when none
    /// @param acceptedMembers that successor's members, empty when none
    /// @param acceptedMode that successor's mode
    /// @param ejected members of the view whose keys this side has taken from the coordination points: nobody waits for their echoes
    /// @param leaseNs L: the smaller of both views
    /// @param silenceNs S: the silence after which a peer is reported silent (the larger of both)
    /// @param peerinactNs P of promises: the larger of both
    /// @param raiseNs promises to raise now, each to at least now plus this
    public record ViewOrder(
            long engine,
            long sequence,
            ViewId view,
            SortedMap<Integer, Long> members,
            QuorumMode mode,
            ViewId accepted,
            SortedMap<Integer, Long> acceptedMembers,
            QuorumMode acceptedMode,
            SortedSet<Integer> ejected,
            long leaseNs,
            long silenceNs,
            long peerinactNs,
            SortedMap<Integer, Long> raiseNs)
            implements NodeCommand {
        /// No order yet.
        public static final ViewOrder NONE =
                new ViewOrder(
                        0,
                        0,
                        ViewId.NONE,
                        new TreeMap<>(),
                        QuorumMode.MAJORITY,
                        ViewId.NONE,
                        new TreeMap<>(),
                        QuorumMode.MAJORITY,
                        new TreeSet<>(),
                        0,
                        0,
                        0,
                        new TreeMap<>());

        /// Copies its collections.
        public ViewOrder {
            members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
            acceptedMembers = Collections.unmodifiableSortedMap(new TreeMap<>(acceptedMembers));
            ejected = Collections.unmodifiableSortedSet(new TreeSet<>(ejected));
            raiseNs = Collections.unmodifiableSortedMap(new TreeMap<>(raiseNs));
        }

        /// Whether the engine has ever put this system into a view.
        public boolean seeded() {
            return view.exists();
        }

        /// The same with promises to raise.
        public ViewOrder withRaised(SortedMap<Integer, Long> raise) {
            return new ViewOrder(
                    engine,
                    sequence,
                    view,
                    members,
                    mode,
                    accepted,
                    acceptedMembers,
                    acceptedMode,
                    ejected,
                    leaseNs,
                    silenceNs,
                    peerinactNs,
                    raise);
        }

        /// The others have gone on to a view that has this system in it without its engine: what runs here goes on with them. With coordination
        /// points nobody waits for the echoes of those without an engine.
        ///
        /// @param next that view
        /// @param systems its systems, each with the incarnation of its engine, 0 where that is down
        public ViewOrder goneOn(ViewId next, SortedMap<Integer, Long> systems) {
            var engineless = new TreeSet<Integer>();
            if (mode == QuorumMode.CUSTOMIZED) {
                engineless.addAll(systems.keySet());
                engineless.removeIf(id -> systems.get(id) != 0);
            }
            return new ViewOrder(
                    engine,
                    sequence,
                    next,
                    systems,
                    mode,
                    ViewId.NONE,
                    new TreeMap<>(),
                    mode,
                    engineless,
                    leaseNs,
                    silenceNs,
                    peerinactNs,
                    new TreeMap<>());
        }

        /// This system has left the cluster: it is in no view.
        ///
        /// @param by the incarnation of the engine that left
        public ViewOrder withdrawn(long by) {
            return new ViewOrder(
                    by,
                    sequence + 1,
                    ViewId.NONE,
                    new TreeMap<>(),
                    mode,
                    ViewId.NONE,
                    new TreeMap<>(),
                    mode,
                    new TreeSet<>(),
                    0,
                    0,
                    0,
                    new TreeMap<>());
        }

        /// K by these times: the longest that this system may be without a live guard of its lease. With a successor accepted that has other
        /// times it is no longer than by either.
        public long guardNs() {
            return Math.max(0, Math.min((peerinactNs - leaseNs) / 3, leaseNs - silenceNs));
        }

        /// Whom this system echoes: members, but once a successor is accepted only those that stay in it, and those it brings.
        public SortedSet<Integer> echoed() {
            return new TreeSet<>(accepted.exists() ? acceptedMembers.keySet() : members.keySet());
        }
    }

    /// The engine is alive; sent with every heartbeat period at least.
    record Alive(long engine) implements NodeCommand {}

    /// The engine has lost the right to continue: stop what is leased, at once.
    record Revoke(long engine, String reason) implements NodeCommand {}

    /// This system has left the cluster with nothing running: forget view and lease.
    record Withdraw(long engine) implements NodeCommand {}

    /// Other periods of heartbeats, or other times until a link is troubled; local to this system.
    record SetTimers(long engine, LinkTimers timers) implements NodeCommand {}
}
