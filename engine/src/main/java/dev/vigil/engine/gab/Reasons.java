package dev.vigil.engine.gab;

import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Why a member of a view may want another one.
final class Reasons {
    /// How long a member may be without its engine before it goes on as a mere node: one that was just restarted, or whose hanode was,
    /// has said so by then.
    private static final long ENGINELESS_NS = 300_000_000L;

    private static final long REQUEST_NS = 15_000_000_000L;

    private final StackConfig config;
    private final MembershipPort port;
    private final Neighbours neighbours;
    private final Ledger ledger;
    private String logFault = "";
    private long engineAwaySinceNs = Long.MAX_VALUE;
    private final SortedSet<Integer> suspects = new TreeSet<>();
    private final SortedSet<Integer> leftOut = new TreeSet<>();
    private Optional<Request> timing = Optional.empty();
    private Optional<Request> leave = Optional.empty();
    private boolean staying;
    private Optional<Mesh> mesh = Optional.empty();

    /// By a report of hanode, in a view: the first member that each peer in that view does not hear.
    private record Mesh(NodeReport report, View view, SortedMap<Integer, Integer> deafTo) {
        static Mesh of(NodeReport report, View view) {
            var deafTo = new TreeMap<Integer, Integer>();
            report.peers()
                    .forEach(
                            (id, peer) -> {
                                if (peer.view().equals(view.id()))
                                    view.members().keySet().stream()
                                            .filter(
                                                    other ->
                                                            !other.equals(id)
                                                                    && !peer.hears()
                                                                            .contains(other))
                                            .findFirst()
                                            .ifPresent(other -> deafTo.put(id, other));
                            });
            return new Mesh(report, view, deafTo);
        }
    }

    /// What a person asked for, with the time until it is refused.
    private record Request(String id, Timing timing, long untilNs) {}

    Reasons(StackConfig config, MembershipPort port, Neighbours neighbours, Ledger ledger) {
        this.config = config;
        this.port = port;
        this.neighbours = neighbours;
        this.ledger = ledger;
    }

    /// The present view's log needs a fresh ring.
    void logFault(String why, SortedSet<Integer> behind, SortedSet<Integer> twice) {
        logFault = why;
        suspects.addAll(behind);
        leftOut.addAll(twice);
    }

    /// Members that did not keep up with the log.
    SortedSet<Integer> suspects() {
        return suspects;
    }

    /// A person wants other times.
    void retime(long atNs, String request, Timing wanted) {
        timing = Optional.of(new Request(request, wanted, atNs + REQUEST_NS));
    }

    /// A person wants this system to leave.
    ///
    /// @param stay whether what runs here stays
    void leave(long atNs, String request, boolean stay) {
        staying = stay;
        leave = Optional.of(new Request(request, config.timing(), atNs + REQUEST_NS));
    }

    /// Members that do not keep up and are left out.
    SortedSet<Integer> leftOut() {
        return leftOut;
    }

    /// Whether this system is to be left out as it was asked to leave.
    boolean leaving() {
        return leave.isPresent();
    }

    /// Whether what runs here stays when this system leaves.
    boolean staying() {
        return staying;
    }

    /// The times that a person wants.
    Optional<Timing> timing() {
        return timing.map(Request::timing);
    }

    /// When the next request is refused.
    long nextDeadlineNs() {
        return Math.min(
                timing.map(Request::untilNs).orElse(Long.MAX_VALUE),
                leave.map(Request::untilNs).orElse(Long.MAX_VALUE));
    }

    /// A view is open: what it answers is no reason any more.
    void settled(View decided) {
        logFault = "";
        suspects.clear();
        leftOut.clear();
        if (timing.isPresent() && timing.get().timing().peerinactNs() == decided.peerinactNs()) {
            port.answer(
                    timing.get().id(),
                    true,
                    "peerinact is set for all systems of view " + decided.id());
            timing = Optional.empty();
        }
    }

    /// This system has left.
    void left() {
        leave.ifPresent(request -> port.answer(request.id(), true, "left"));
    }

    /// This system stays for now, though it was asked to leave.
    void notYet(String why) {
        leave.ifPresent(request -> port.answer(request.id(), false, "not yet: " + why));
        leave = Optional.empty();
    }

    /// Whether failover resources may be running here, as far as is known.
    boolean runsLeased() {
        return neighbours.node().map(NodeReport::leasedMayRun).orElse(true);
    }

    /// Refuses what was asked for too long ago.
    void expire(long atNs) {
        if (timing.isPresent() && atNs >= timing.get().untilNs()) {
            port.answer(
                    timing.get().id(),
                    false,
                    "not agreed upon: the members could not decide on another view");
            timing = Optional.empty();
        }
        if (leave.isPresent() && atNs >= leave.get().untilNs()) {
            port.answer(
                    leave.get().id(),
                    false,
                    "not agreed upon: the members could not decide on a view without this system");
            leave = Optional.empty();
        }
    }

    /// Why this member wants another view; empty when it does not.
    String reason(long atNs) {
        NodeReport now = neighbours.node().orElseThrow();
        if (leave.isPresent() && !staying && runsLeased()) {
            port.answer(
                    leave.get().id(),
                    false,
                    "given up: failover resources have been started on this system meanwhile");
            leave = Optional.empty();
        }
        if (leave.isPresent()) {
            return "this system leaves";
        }
        for (var entry : ledger.view().members().entrySet()) {
            int id = entry.getKey();
            if (id != config.id()) {
                String wrong = wrongWith(atNs, id, entry.getValue(), now.peers().get(id));
                if (!wrong.isEmpty()) {
                    return wrong;
                }
            }
        }
        for (int id : ledger.view().engineless()) {
            if (!neighbours.guarded(id)) {
                return config.name(id) + ", which was without its engine, is gone";
            }
        }
        if (!logFault.isEmpty() && !engineAway(atNs, now)) {
            return "log fault: " + logFault;
        }
        if (timing.isPresent() && ledger.view().engineless().isEmpty()) {
            return "another peerinact is asked for";
        }
        var joiners = neighbours.joiners(atNs, ledger.view());
        if (!joiners.isEmpty()) {
            return "to take in " + config.namesOf(new TreeSet<>(joiners.keySet()));
        }
        if (ledger.promised() > 0) {
            return "a proposal was begun and not decided";
        }
        return "";
    }

    /// Whether a member is heard whose engine is down, or is another one that has not yet said hello: the log's transport misses it, and a
    /// fresh ring would miss it too. It asks to be taken in before long, or is left out as one that is without.
    private boolean engineAway(long atNs, NodeReport now) {
        boolean away =
                ledger.view().members().entrySet().stream()
                        .anyMatch(
                                member -> {
                                    PeerReport peer = now.peers().get(member.getKey());
                                    return peer != null
                                            && peer.heard()
                                            && (!peer.engineUp()
                                                    || peer.engine() != member.getValue());
                                });
        if (!away) {
            engineAwaySinceNs = Long.MAX_VALUE;
        } else if (engineAwaySinceNs == Long.MAX_VALUE) {
            engineAwaySinceNs = atNs;
        }
        return away && atNs - engineAwaySinceNs < ENGINELESS_NS;
    }

    private String wrongWith(long atNs, int id, long incarnation, PeerReport peer) {
        if (peer == null || !peer.heard()) {
            return config.name(id) + " is silent";
        }
        if (atNs - peer.engineDownSinceNs() >= ENGINELESS_NS
                && peer.engineDownSinceNs() != Long.MAX_VALUE) {
            return config.name(id) + " is without its engine";
        }
        if (neighbours.asksAnew(atNs, id, incarnation)) {
            return config.name(id) + " has a new engine";
        }
        Integer unheard = mesh(neighbours.node().orElseThrow()).deafTo().get(id);
        return unheard == null ? "" : config.name(id) + " does not hear " + config.name(unheard);
    }

    /// It is asked for at every input, and reports are far fewer.
    private Mesh mesh(NodeReport now) {
        if (mesh.isEmpty() || mesh.get().report() != now || mesh.get().view() != ledger.view()) {
            mesh = Optional.of(Mesh.of(now, ledger.view()));
        }
        return mesh.get();
    }

    /// Whether this system proposes at once: the lowest that is able to, or one that was asked for something.
    boolean leads() {
        if (leave.isPresent() || timing.isPresent()) {
            return true;
        }
        SortedMap<Integer, PeerReport> peers = neighbours.node().orElseThrow().peers();
        for (int id : ledger.member() ? ledger.view().members().keySet() : config.systems()) {
            if (id == config.id()) {
                return true;
            }
            PeerReport peer = peers.get(id);
            boolean able =
                    peer != null
                            && peer.heard()
                            && peer.engineUp()
                            && (ledger.member()
                                    ? ledger.view().has(id, peer.engine()) && !leftOut.contains(id)
                                    : neighbours.hasAsked(id));
            if (able) {
                return false;
            }
        }
        return true;
    }
}
