package dev.vigil.engine.gab;

import dev.vigil.engine.fence.Fencing;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;

/// An engine that is in no view: what it tells the others, and when it may begin a view itself.
final class Seeding {
    private static final long SAY_AGAIN_NS = 60_000_000_000L;

    private final StackConfig config;
    private final MembershipPort port;
    private final Neighbours neighbours;
    private final Ledger ledger;
    private final Fencing fencing;
    private final Misfits misfits;
    private long saidNs = Long.MIN_VALUE;
    private String waiting = "";

    Seeding(
            StackConfig config,
            MembershipPort port,
            Neighbours neighbours,
            Ledger ledger,
            Fencing fencing,
            Misfits misfits) {
        this.config = config;
        this.port = port;
        this.neighbours = neighbours;
        this.ledger = ledger;
        this.fencing = fencing;
        this.misfits = misfits;
    }

    /// What is waited for, empty when nothing.
    String waiting() {
        return waiting;
    }

    void settled() {
        waiting = "";
    }

    /// What this engine says to those that may take it in.
    GabMessage.Hello hello() {
        NodeReport now = neighbours.node().orElseThrow();
        return new GabMessage.Hello(
                config.incarnation(),
                ledger.view(),
                ledger.born(),
                ledger.stateOf(),
                now.ready() && fencing.registered(),
                now.stopped(),
                now.view().exists()
                        && now.view().equals(ledger.view().id())
                        && ledger.view().id().number() > 0,
                now.leaseRestNs(),
                neighbours.hears(),
                config.timing().peerinactNs(),
                config.timing().marginNs(),
                config.mode(),
                config.systems(),
                config.points());
    }

    /// The longest that anybody can still have promised to wait for those that a view is without.
    long longestWaitNs(long atNs, View decided) {
        long longest = Math.max(decided.peerinactNs(), ledger.view().peerinactNs());
        for (PeerReport peer : neighbours.node().orElseThrow().peers().values()) {
            longest = Math.max(longest, peer.promiseUntilNs() - atNs);
        }
        return longest;
    }

    /// Why this engine may seek a first view; empty while it has to wait, which is said every minute.
    String reason(long atNs) {
        waiting = obstacle(atNs);
        if (waiting.isEmpty()) {
            return "all systems are here";
        }
        if (saidNs == Long.MIN_VALUE || atNs - saidNs >= SAY_AGAIN_NS) {
            saidNs = atNs;
            port.line(Severity.NOTICE, "V-15-1-20032", "Not seeded: " + waiting);
        }
        return "";
    }

    /// Why not even a person may have this engine begin a view; empty if one may.
    String obstacleByHand(long atNs) {
        if (neighbours.node().isEmpty()) {
            return "the node daemon of this system has not reported yet, so nobody knows who is"
                    + " there; try again in a moment";
        }
        if (!fencing.registered()) {
            return "the coordination points have not registered this system: " + fencing.obstacle();
        }
        SortedSet<Integer> seeded = neighbours.seeded(atNs);
        if (!seeded.isEmpty()) {
            return "seeded systems are heard: "
                    + config.namesOf(seeded)
                    + "; this system joins them by itself";
        }
        SortedSet<Integer> alone = neighbours.guardedAlone(atNs);
        if (!alone.isEmpty()) {
            return besideNodes(alone);
        }
        return neighbours.hasListened()
                ? ""
                : "this system has not listened long enough to know who is there; try again in a"
                        + " few seconds";
    }

    private String besideNodes(SortedSet<Integer> alone) {
        return "on "
                + config.namesOf(alone)
                + " services may be running, guarded by the node daemon alone; start the engine"
                + " there: hastart";
    }

    private String obstacle(long atNs) {
        SortedSet<Integer> present = neighbours.present(atNs, ledger.view());
        SortedSet<Integer> seeded = neighbours.seeded(atNs);
        boolean nodesSeeded =
                hello().seeded()
                        || present.stream()
                                .anyMatch(id -> id != config.id() && neighbours.hello(id).seeded());
        // A majority of the points without a foreign key says that nobody else lives who was in the
        // view.
        var missing =
                config.mode() == QuorumMode.CUSTOMIZED
                        ? new TreeSet<Integer>()
                        : ledger.view().systems();
        if (!nodesSeeded && config.seedCount() >= config.systems().size()) {
            missing.addAll(config.systems());
        }
        missing.removeAll(present);
        if (present.size() >= config.seedCount()
                && remembered(
                        present,
                        id ->
                                id == config.id()
                                        ? ledger.stateOf()
                                        : neighbours.hello(id).stateOf())) {
            missing.clear();
        }
        if (!misfits.own(atNs).isEmpty()) {
            return misfits.own(atNs);
        }
        if (!fencing.registered()) {
            return "the coordination points have not registered this system: " + fencing.obstacle();
        }
        if (!seeded.isEmpty()) {
            return ledger.view().mode() != config.mode()
                    ? "the cluster's vxfenmode is "
                            + ledger.view().mode()
                            + ", here it is "
                            + config.mode()
                            + ": this system is not taken in"
                    : "waiting to be taken in by " + config.namesOf(seeded);
        }
        if (!neighbours.node().orElseThrow().ready()) {
            return "waiting until nothing of the time before runs here any more";
        }
        if (!fencing.nobodyBut(present)) {
            SortedSet<Integer> alone = neighbours.guardedAlone(atNs);
            alone.retainAll(fencing.holdersBut(present));
            if (!alone.isEmpty()) {
                return besideNodes(alone);
            }
            return "the coordination points have keys of "
                    + config.namesOf(fencing.holdersBut(present))
                    + ": waiting for them; if they are certainly down, clear their keys: cpsadm -a"
                    + " unreg_node";
        }
        if (!missing.isEmpty()) {
            return "waiting for " + config.namesOf(missing) + " to seed";
        }
        if (!nodesSeeded && present.size() < config.seedCount()) {
            return "waiting to hear "
                    + config.seedCount()
                    + " systems, "
                    + present.size()
                    + " are present";
        }
        String differs = otherMode(present);
        if (!differs.isEmpty()) {
            return differs;
        }
        return neighbours.allHear(present)
                ? ""
                : "waiting until " + config.namesOf(present) + " all hear each other";
    }

    /// Whether those who are present may go on without the others of the newest view that their disks know: they have the right by it, and one
    /// of them had its state. Asked only where `gabtab` lets fewer than all systems seed.
    ///
    /// @param stateOf the newest view whose state the disk of a system knows
    boolean remembered(SortedSet<Integer> present, IntFunction<ViewId> stateOf) {
        View newest = ledger.view();
        return config.seedCount() < config.systems().size()
                && newest.mode().holds(newest.systems(), present)
                && (newest.id().number() == 0
                        || present.stream().anyMatch(id -> stateOf.apply(id).equals(newest.id())));
    }

    private String otherMode(SortedSet<Integer> present) {
        Optional<Integer> elsewhere =
                present.stream()
                        .filter(
                                id ->
                                        id != config.id()
                                                && !neighbours
                                                        .hello(id)
                                                        .points()
                                                        .equals(config.points()))
                        .findFirst();
        if (elsewhere.isPresent()) {
            return config.name(elsewhere.get())
                    + " has other coordination points than this system: "
                    + neighbours.hello(elsewhere.get()).points()
                    + ", here "
                    + config.points();
        }
        Optional<Integer> other =
                present.stream()
                        .filter(
                                id ->
                                        id != config.id()
                                                && neighbours.hello(id).mode() != config.mode())
                        .findFirst();
        return other.map(
                        id ->
                                config.name(id)
                                        + " has another vxfenmode than this system: "
                                        + neighbours.hello(id).mode()
                                        + ", here "
                                        + config.mode())
                .orElse("");
    }
}
