package dev.vigil.engine.gab;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeCommand;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds that the membership must change, and takes part in deciding its successor.
///
/// ## Who decides
///
/// The systems of a view decide its successor, once: single-decree Paxos with the view as the instance. An acceptor is a *system*: its
/// promise and what it accepted are on its disk, so that a restarted engine keeps its word. But a restarted engine brings no log, so a
/// proposer needs at least one promise of an engine that has the state, or those of all systems of the view: then nobody has any, and a
/// new history begins. A first view is nothing else: the successor of a *genesis* that has all configured systems in it.
///
/// ## When it opens
///
/// An acceptor tells its hanode first: from then on it does not echo whom the value drops, and its acceptance says how long it has
/// still promised them to wait. The view opens when the longest of these waits is over.
public final class Membership {
    private static final long MS = 1_000_000L;
    private static final long HELLO_NS = 100 * MS;
    private static final long ORDER_AGAIN_NS = 100 * MS;
    private static final long REQUEST_NS = 15_000 * MS;
    private static final int MAX_SYSTEMS = 64;

    private final StackConfig config;
    private final MembershipPort port;
    private View view;
    private long promised;
    private long acceptedBallot;
    private View accepted;
    private boolean member;
    private boolean over;

    private long orderSequence;
    private long orderedNs = Long.MIN_VALUE / 2;
    private long nodeSession;
    private Optional<Acceptance> acceptance = Optional.empty();
    private long pendingActivationNs = Long.MIN_VALUE;

    private final Neighbours neighbours;
    private Optional<Attempt> attempt = Optional.empty();
    private long highestRound;
    private int failures;
    private long backoffUntilNs = Long.MIN_VALUE;
    private long promisedToOtherNs = Long.MIN_VALUE;
    private long reasonSinceNs = Long.MAX_VALUE;
    private String reason = "";
    private final SortedMap<Integer, Long> toldNs = new TreeMap<>();

    private String logFault = "";
    private long engineAwaySinceNs = Long.MAX_VALUE;
    private final SortedSet<Integer> leftOut = new TreeSet<>();
    private Optional<Request> timing = Optional.empty();
    private Optional<Request> leave = Optional.empty();
    private boolean forceSeed;
    private long helloAtNs;
    private long aliveAtNs;
    private long waitingSaidNs = Long.MIN_VALUE;
    private String waiting = "";

    /// An acceptance that waits for hanode to obey.
    private record Acceptance(int proposer, ViewId base, long ballot, View value, long order) {}

    /// What a person asked for, with the time until it is refused.
    private record Request(String id, Timing timing, long untilNs) {}

    /// An engine that was just started.
    ///
    /// @param durable what the machine's engines left on disk
    public Membership(StackConfig config, StackDurable durable, MembershipPort port, long atNs) {
        this.config = config;
        this.port = port;
        this.neighbours = new Neighbours(config);
        this.view =
                durable.view().exists()
                        ? durable.view()
                        : View.genesis(
                                config.systems(),
                                config.timing().peerinactNs(),
                                config.timing().marginNs(),
                                config.mode());
        this.promised = durable.promised();
        this.acceptedBallot = durable.acceptedBallot();
        this.accepted = durable.accepted();
        this.highestRound = promised / MAX_SYSTEMS;
        this.helloAtNs = atNs;
        this.aliveAtNs = atNs;
    }

    // What it is told

    /// Time has passed.
    public void tick(long atNs) {
        evaluate(atNs);
    }

    /// hanode reports.
    public void node(long atNs, NodeReport report) {
        boolean restarted = report.session() != nodeSession;
        nodeSession = report.session();
        neighbours.reported(report);
        if (report.engine() == config.incarnation() && report.lost()) {
            lose("the right to continue is lost: " + report.lostReason());
            return;
        }
        boolean disobeyed =
                report.engine() != config.incarnation() || report.order() < orderSequence;
        if (orderSequence > 0 && (restarted || (disobeyed && atNs - orderedNs >= ORDER_AGAIN_NS))) {
            orderedNs = atNs;
            order(Optional.empty(), new TreeMap<>());
        }
        stopWhatWasDropped(report);
        acceptIfObeyed(atNs);
        tellThoseBehind(atNs);
        evaluate(atNs);
    }

    /// The newest view is without this system: what still runs under its old lease has to stop before it may come back.
    private void stopWhatWasDropped(NodeReport report) {
        if (!member
                && !view.members().containsKey(config.id())
                && report.leaseNeeded()
                && !report.lost()) {
            port.order(
                    new NodeCommand.Revoke(
                            config.incarnation(), "view " + view.id() + " is without this system"));
        }
    }

    /// hanode is gone, or cannot be reached; its last report says how long the lease runs at least.
    public void nodeGone(long atNs) {
        nodeSession = 0;
        evaluate(atNs);
    }

    /// Another engine says something.
    public void message(long atNs, int peer, GabMessage message) {
        switch (message) {
            case GabMessage.Hello hello -> hello(atNs, peer, hello);
            case GabMessage.Prepare prepare -> prepared(atNs, peer, prepare);
            case GabMessage.Promise promise -> promisedBy(atNs, peer, promise);
            case GabMessage.Refused refused -> refused(atNs, refused);
            case GabMessage.Accept accept -> accept(atNs, peer, accept);
            case GabMessage.Accepted by -> acceptedBy(atNs, peer, by);
            case GabMessage.Decided decided ->
                    decided(atNs, peer, decided.view(), atNs + Timing.overDrift(decided.waitNs()));
        }
        evaluate(atNs);
    }

    /// The present view's log is not to be relied on: it needs a fresh ring.
    ///
    /// @param laggards members that did not keep up twice and are left out, if any
    public void logFault(long atNs, String why, SortedSet<Integer> laggards) {
        logFault = why;
        leftOut.addAll(laggards);
        evaluate(atNs);
    }

    /// `gabconfig -x`.
    public void seed(long atNs, String request) {
        if (member) {
            port.answer(request, true, "this system is seeded already, in view " + view.id());
            return;
        }
        SortedSet<Integer> seeded = neighbours.seeded(atNs);
        if (!seeded.isEmpty()) {
            port.answer(
                    request,
                    false,
                    "refused: seeded systems are heard: "
                            + config.namesOf(seeded)
                            + "; this system joins them by itself");
            return;
        }
        forceSeed = true;
        port.line(
                Severity.WARNING,
                "V-15-1-20041",
                "Seeding by hand, with the systems that are present: "
                        + config.namesOf(neighbours.present(atNs, view)));
        forceSeed(atNs);
        port.answer(request, true, "seeded in view " + view.id());
    }

    /// `lltconfig -T peerinact:N`.
    public void retime(long atNs, String request, Timing wanted) {
        if (!member) {
            port.answer(
                    request,
                    false,
                    "refused: this system is in no view; peerinact belongs to the view");
        } else if (view.peerinactNs() == wanted.peerinactNs()
                && view.marginNs() == wanted.marginNs()) {
            port.answer(request, true, "peerinact is that already");
        } else {
            timing = Optional.of(new Request(request, wanted, atNs + REQUEST_NS));
            evaluate(atNs);
        }
    }

    /// Leave the cluster.
    public void leave(long atNs, String request) {
        if (runsLeased()) {
            port.answer(
                    request, false, "refused: failover resources are still running on this system");
            return;
        }
        leave = Optional.of(new Request(request, config.timing(), atNs + REQUEST_NS));
        if (!member || view.members().size() == 1) {
            depart();
        } else {
            evaluate(atNs);
        }
    }

    private boolean runsLeased() {
        return node().map(NodeReport::leasedMayRun).orElse(true);
    }

    /// When [#tick] is due.
    public long nextDeadlineNs() {
        if (over) {
            return Long.MAX_VALUE;
        }
        long next = aliveAtNs;
        if (!member && node().isPresent()) {
            next = Math.min(next, helloAtNs);
        }
        if (attempt.isPresent()) {
            next = Math.min(next, attempt.get().deadlineNs);
        } else if (!reason.isEmpty()) {
            next = Math.min(next, proposeAtNs());
        }
        for (var request : List.of(timing, leave)) {
            if (request.isPresent()) {
                next = Math.min(next, request.get().untilNs());
            }
        }
        return next;
    }

    // What can be seen of it

    /// The newest decided view.
    public View view() {
        return view;
    }

    /// Whether this engine is in it.
    public boolean member() {
        return member;
    }

    /// Whether this system has promised to decide on a successor.
    public boolean frozen() {
        return promised > 0;
    }

    /// The accepted but undecided successor.
    public View accepted() {
        return accepted;
    }

    /// What is being waited for, or why a change is sought; empty when nothing.
    public String waiting() {
        return member ? reason : waiting;
    }

    /// What hanode said last.
    public Optional<NodeReport> node() {
        return neighbours.node();
    }

    // Reasons to propose

    private void evaluate(long atNs) {
        if (over) {
            return;
        }
        if (atNs >= aliveAtNs) {
            aliveAtNs = atNs + Math.min(config.timing().heartbeatNs(), 500 * MS);
            port.order(new NodeCommand.Alive(config.incarnation()));
        }
        if (!member && atNs >= helloAtNs && node().isPresent()) {
            helloAtNs = atNs + HELLO_NS;
            GabMessage.Hello hello = hello();
            config.systems().stream()
                    .filter(id -> id != config.id())
                    .forEach(id -> port.send(id, hello));
        }
        expire(atNs);
        if (leave.isPresent() && member && view.members().size() == 1) {
            // The others have left before it.
            depart();
            return;
        }
        if (attempt.isPresent()) {
            if (atNs >= attempt.get().deadlineNs) {
                phaseOver(atNs);
            }
        } else if (node().isPresent()) {
            String now = member ? reasonOfMember(atNs) : reasonToSeed(atNs);
            if (now.isEmpty()) {
                reasonSinceNs = Long.MAX_VALUE;
            } else if (reasonSinceNs == Long.MAX_VALUE) {
                reasonSinceNs = atNs;
            }
            reason = now;
            if (!reason.isEmpty() && atNs >= proposeAtNs()) {
                propose(atNs);
            }
        }
    }

    private void expire(long atNs) {
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

    private String reasonOfMember(long atNs) {
        NodeReport now = node().orElseThrow();
        if (leave.isPresent() && runsLeased()) {
            port.answer(
                    leave.get().id(),
                    false,
                    "given up: failover resources have been started on this system meanwhile");
            leave = Optional.empty();
        }
        if (leave.isPresent()) {
            return "this system leaves";
        }
        for (var entry : view.members().entrySet()) {
            int id = entry.getKey();
            if (id != config.id()) {
                String wrong = wrongWith(atNs, id, entry.getValue(), now.peers().get(id));
                if (!wrong.isEmpty()) {
                    return wrong;
                }
            }
        }
        if (!logFault.isEmpty() && !engineAway(atNs, now)) {
            return "log fault: " + logFault;
        }
        if (timing.isPresent()) {
            return "another peerinact is asked for";
        }
        var joiners = neighbours.joiners(atNs, view);
        if (!joiners.isEmpty()) {
            return "to take in " + config.namesOf(new TreeSet<>(joiners.keySet()));
        }
        if (promised > 0) {
            return "a proposal was begun and not decided";
        }
        return "";
    }

    /// Whether a member is heard whose engine is down, or is another one that has not yet said hello: the log's transport misses it, and a
    /// fresh ring would miss it too. It asks to be taken in before long, or is left out as one that is without.
    private boolean engineAway(long atNs, NodeReport now) {
        boolean away =
                view.members().entrySet().stream()
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
        return away && atNs - engineAwaySinceNs < engineGoneNs();
    }

    private String wrongWith(long atNs, int id, long incarnation, PeerReport peer) {
        if (peer == null || !peer.heard()) {
            return config.name(id) + " is silent";
        }
        if (atNs - peer.engineDownSinceNs() >= engineGoneNs()
                && peer.engineDownSinceNs() != Long.MAX_VALUE) {
            return config.name(id) + " is without its engine";
        }
        if (neighbours.asksAnew(atNs, id, incarnation)) {
            return config.name(id) + " has a new engine";
        }
        if (peer.view().equals(view.id())) {
            for (int other : view.members().keySet()) {
                if (other != id && !peer.hears().contains(other)) {
                    return config.name(id) + " does not hear " + config.name(other);
                }
            }
        }
        return "";
    }

    private long engineGoneNs() {
        return Math.max(config.engineGoneNs(), view.peerinactNs());
    }

    /// The earliest time for the next ballot: the lowest system that hears others at once, the others later in turn.
    private long proposeAtNs() {
        if (reasonSinceNs == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long delayNs = leads() ? 0 : (200 + 100L * config.id()) * MS;
        long at = Math.max(reasonSinceNs + delayNs, backoffUntilNs);
        if (promisedToOtherNs != Long.MIN_VALUE) {
            at = Math.max(at, promisedToOtherNs + (200 + 100L * config.id()) * MS);
        }
        return at;
    }

    private boolean leads() {
        if (leave.isPresent() || timing.isPresent()) {
            return true;
        }
        SortedMap<Integer, PeerReport> peers = node().orElseThrow().peers();
        for (int id : member ? view.ids() : config.systems()) {
            if (id == config.id()) {
                return true;
            }
            PeerReport peer = peers.get(id);
            boolean able =
                    peer != null
                            && peer.heard()
                            && peer.engineUp()
                            && (member
                                    ? view.has(id, peer.engine()) && !leftOut.contains(id)
                                    : neighbours.hasAsked(id));
            if (able) {
                return false;
            }
        }
        return true;
    }

    // Seeding

    private GabMessage.Hello hello() {
        NodeReport now = node().orElseThrow();
        return new GabMessage.Hello(
                config.incarnation(),
                view,
                now.ready(),
                now.stopped(),
                now.view().exists() && now.view().equals(view.id()) && view.id().number() > 0,
                now.leaseRestNs(),
                neighbours.hears(),
                config.timing().peerinactNs(),
                config.timing().marginNs(),
                config.mode(),
                config.systems());
    }

    private void hello(long atNs, int peer, GabMessage.Hello hello) {
        if (!neighbours.asked(atNs, peer, hello)) {
            return;
        }
        if (!member && hello.view().id().compareTo(view.id()) > 0) {
            adopt(hello.view());
        }
        if (member && view.has(peer, hello.incarnation())) {
            tell(atNs, peer);
        }
        if (member && view.mode().arbitrates() && hello.view().id().number() > view.id().number()) {
            // Decided without this system's knowledge by engines of which none is left: nobody can
            // say any more how long to wait.
            decided(
                    atNs,
                    peer,
                    hello.view(),
                    atNs + Timing.overDrift(longestWaitNs(atNs, hello.view())));
        }
    }

    /// The longest that anybody can still have promised to wait for those that a view is without.
    private long longestWaitNs(long atNs, View decided) {
        long longest = Math.max(decided.peerinactNs(), view.peerinactNs());
        for (PeerReport peer : node().orElseThrow().peers().values()) {
            longest = Math.max(longest, peer.promiseUntilNs() - atNs);
        }
        return longest;
    }

    /// A newer view is known than the one on this disk: what was promised and accepted before it is settled by it.
    private void adopt(View newer) {
        view = newer;
        promised = 0;
        acceptedBallot = 0;
        accepted = View.NONE;
        acceptance = Optional.empty();
        attempt = Optional.empty();
        persist();
        node().ifPresent(this::stopWhatWasDropped);
    }

    private String reasonToSeed(long atNs) {
        SortedSet<Integer> present = neighbours.present(atNs, view);
        boolean nodesSeeded =
                hello().seeded()
                        || present.stream()
                                .anyMatch(id -> id != config.id() && neighbours.hello(id).seeded());
        var missing = view.ids();
        if (!nodesSeeded && config.seedCount() >= config.systems().size()) {
            missing.addAll(config.systems());
        }
        missing.removeAll(present);
        if (view.mode() != config.mode() && !neighbours.seeded(atNs).isEmpty()) {
            waiting =
                    "the cluster's vxfenmode is "
                            + view.mode()
                            + ", here it is "
                            + config.mode()
                            + ": this system is not taken in";
        } else if (!neighbours.seeded(atNs).isEmpty()) {
            waiting = "waiting to be taken in by " + config.namesOf(neighbours.seeded(atNs));
        } else if (!node().orElseThrow().ready()) {
            waiting = "waiting until nothing of the time before runs here any more";
        } else if (!missing.isEmpty()) {
            waiting = "waiting for " + config.namesOf(missing) + " to seed";
        } else if (!nodesSeeded && present.size() < config.seedCount()) {
            waiting =
                    "waiting to hear "
                            + config.seedCount()
                            + " systems, "
                            + present.size()
                            + " are present";
        } else {
            Optional<Integer> other =
                    present.stream()
                            .filter(
                                    id ->
                                            id != config.id()
                                                    && neighbours.hello(id).mode() != config.mode())
                            .findFirst();
            if (other.isPresent()) {
                waiting =
                        config.name(other.get())
                                + " has another vxfenmode than this system: "
                                + neighbours.hello(other.get()).mode()
                                + ", here "
                                + config.mode();
            } else if (!neighbours.allHear(present)) {
                waiting = "waiting until " + config.namesOf(present) + " all hear each other";
            } else {
                waiting = "";
                return "all systems are here";
            }
        }
        if (waitingSaidNs == Long.MIN_VALUE || atNs - waitingSaidNs >= 60_000 * MS) {
            waitingSaidNs = atNs;
            port.line(Severity.NOTICE, "V-15-1-20032", "Not seeded: " + waiting);
        }
        return "";
    }

    /// By a person's word alone: the systems that are present make a view, whoever else there may be.
    private void forceSeed(long atNs) {
        forceSeed = false;
        SortedSet<Integer> present =
                node().isPresent()
                        ? neighbours.present(atNs, view)
                        : new TreeSet<>(List.of(config.id()));
        var members = new TreeMap<Integer, Long>();
        present.forEach(
                id ->
                        members.put(
                                id,
                                id == config.id()
                                        ? config.incarnation()
                                        : neighbours.hello(id).incarnation()));
        var lost = new TreeMap<Integer, LossKind>();
        view.ids().stream()
                .filter(id -> !members.containsKey(id))
                .forEach(id -> lost.put(id, LossKind.CRASH));
        long waitUntilNs = atNs;
        for (int id : config.systems()) {
            if (!members.containsKey(id)
                    && node().isPresent()
                    && node().get().peers().get(id) != null) {
                waitUntilNs = Math.max(waitUntilNs, node().get().peers().get(id).promiseUntilNs());
            }
        }
        var next =
                new View(
                        new ViewId(view.id().number() + 1, config.id(), ballot()),
                        view.id(),
                        members,
                        config.timing().peerinactNs(),
                        config.timing().marginNs(),
                        config.mode(),
                        true,
                        new TreeSet<>(),
                        0,
                        0,
                        new TreeSet<>(members.keySet()),
                        lost,
                        new TreeMap<>(),
                        new TreeSet<>());
        settle(atNs, next, waitUntilNs, "seeded by hand");
    }

    // Proposer

    private long ballot() {
        highestRound++;
        return highestRound * MAX_SYSTEMS + config.id();
    }

    private void propose(long atNs) {
        NodeReport now = node().orElseThrow();
        long ballot = ballot();
        var asked = new TreeSet<Integer>();
        for (int id : view.members().keySet()) {
            PeerReport peer = now.peers().get(id);
            if (id == config.id()
                    || (peer != null && peer.heard() && peer.engineUp() && !leftOut.contains(id))) {
                asked.add(id);
            }
        }
        var begun =
                new Attempt(
                        view.id(), ballot, reason, asked, atNs + Math.max(60 * MS, raceNs() / 2));
        attempt = Optional.of(begun);
        port.line(
                Severity.INFO,
                "V-15-1-20033",
                "Seeking agreement on the view after "
                        + view.id()
                        + ", ballot "
                        + ballot
                        + ": "
                        + reason);
        var prepare = new GabMessage.Prepare(view.id(), ballot);
        view.members().keySet().stream()
                .filter(id -> id != config.id())
                .forEach(id -> port.send(id, prepare));
        if (view.members().containsKey(config.id())) {
            promise(atNs, ballot);
            promisedBy(atNs, config.id(), promiseOf(ballot));
        }
    }

    private long raceNs() {
        return view.marginNs() / 4;
    }

    private void promisedBy(long atNs, int peer, GabMessage.Promise promise) {
        if (attempt.isEmpty()
                || !attempt.get().preparing()
                || attempt.get().ballot != promise.ballot()
                || !promise.base().equals(view.id())) {
            return;
        }
        Attempt now = attempt.get();
        now.promises.put(peer, promise);
        if (now.promises.keySet().containsAll(now.asked) && mayPropose(now)) {
            askToAccept(atNs, now);
        }
    }

    /// Whether the promises suffice: the right by the view's mode, and somebody with the state or everybody without.
    private boolean mayPropose(Attempt now) {
        return view.mode().holds(view.ids(), new TreeSet<>(now.promises.keySet()))
                && (now.promises.values().stream().anyMatch(GabMessage.Promise::stateful)
                        || now.promises.keySet().containsAll(view.ids()));
    }

    private void phaseOver(long atNs) {
        Attempt now = attempt.orElseThrow();
        if (now.preparing() && mayPropose(now)) {
            askToAccept(atNs, now);
        } else {
            fail(
                    atNs,
                    now.preparing()
                            ? "too few promises: "
                                    + config.namesOf(new TreeSet<>(now.promises.keySet()))
                            : "too few acceptances: " + config.namesOf(now.accepted));
        }
    }

    private void fail(long atNs, String why) {
        Attempt now = attempt.orElseThrow();
        attempt = Optional.empty();
        failures++;
        // Those who collided come back at different times: no two systems share a step.
        backoffUntilNs = atNs + 40 * MS * (1 + config.id()) * Math.min(failures, 8);
        port.line(
                Severity.WARNING,
                "V-15-1-20034",
                "No agreement with ballot " + now.ballot + ": " + why);
    }

    private void askToAccept(long atNs, Attempt now) {
        NodeReport report = node().orElseThrow();
        boolean seeding = now.promises.values().stream().noneMatch(GabMessage.Promise::stateful);
        boolean anySeeded = hello().seeded() || neighbours.anyNodeIn(atNs, view);
        Timing next =
                timing.map(Request::timing)
                        .orElseGet(
                                () ->
                                        seeding && !anySeeded
                                                ? neighbours.configured(
                                                        neighbours.present(atNs, view))
                                                : viewTiming());
        View value =
                new Choice(
                                view,
                                config.id(),
                                now.ballot,
                                config.systems(),
                                now.promises,
                                seeding
                                        ? neighbours.hellosOf(neighbours.present(atNs, view))
                                        : neighbours.joiners(atNs, view),
                                leftOut,
                                leave.isPresent(),
                                !report.leasedMayRun(),
                                next.peerinactNs(),
                                next.marginNs(),
                                config.mode())
                        .value();
        if (value.members().isEmpty()) {
            fail(atNs, "nobody would be left");
            return;
        }
        now.propose(value, atNs + Math.max(300 * MS, 2 * raceNs()));
        var ask = new GabMessage.Accept(view.id(), now.ballot, value);
        view.ids().stream().filter(id -> id != config.id()).forEach(id -> port.send(id, ask));
        if (view.members().containsKey(config.id())) {
            accept(atNs, config.id(), ask);
        }
    }

    private Timing viewTiming() {
        return new Timing(
                view.peerinactNs(),
                config.timing().heartbeatNs(),
                config.timing().peertroubleNs(),
                view.marginNs());
    }

    private void refused(long atNs, GabMessage.Refused refused) {
        highestRound = Math.max(highestRound, refused.promised() / MAX_SYSTEMS);
        if (attempt.isPresent()
                && attempt.get().ballot == refused.ballot()
                && refused.base().equals(view.id())) {
            fail(atNs, "another proposer is ahead, with ballot " + refused.promised());
        }
    }

    private void acceptedBy(long atNs, int peer, GabMessage.Accepted by) {
        if (attempt.isEmpty()
                || attempt.get().preparing()
                || attempt.get().ballot != by.ballot()
                || !by.base().equals(view.id())) {
            return;
        }
        Attempt now = attempt.get();
        now.accepted.add(peer);
        now.activateAtNs =
                Math.max(
                        now.activateAtNs,
                        atNs + (peer == config.id() ? by.waitNs() : Timing.overDrift(by.waitNs())));
        if (isDecided(now)) {
            settle(atNs, now.value(), now.activateAtNs, now.reason);
        }
    }

    private boolean isDecided(Attempt now) {
        if (view.mode().arbitrates()) {
            return view.mode().holds(view.ids(), now.accepted);
        }
        return now.accepted.containsAll(now.value().continuing(view)) && !now.accepted.isEmpty();
    }

    private void settle(long atNs, View decided, long activateAtNs, String why) {
        attempt = Optional.empty();
        var all = new TreeSet<>(view.ids());
        all.addAll(decided.ids());
        long waitNs = Math.max(0, activateAtNs - atNs);
        all.stream()
                .filter(id -> id != config.id())
                .forEach(id -> port.send(id, new GabMessage.Decided(decided, waitNs)));
        port.line(
                Severity.NOTICE,
                "V-15-1-20035",
                "View "
                        + decided.id()
                        + " is decided, with "
                        + config.namesOf(decided.ids())
                        + ": "
                        + why);
        decided(atNs, config.id(), decided, activateAtNs);
    }

    // Acceptor

    private void prepared(long atNs, int peer, GabMessage.Prepare prepare) {
        highestRound = Math.max(highestRound, prepare.ballot() / MAX_SYSTEMS);
        if (node().isEmpty()
                || !prepare.base().equals(view.id())
                || !view.members().containsKey(config.id())) {
            if (prepare.base().number() < view.id().number() && member) {
                tell(atNs, peer);
            }
            return;
        }
        if (prepare.ballot() <= promised) {
            port.send(peer, new GabMessage.Refused(view.id(), prepare.ballot(), promised));
            return;
        }
        promisedToOtherNs = atNs;
        attempt = Optional.empty();
        promise(atNs, prepare.ballot());
        port.send(peer, promiseOf(prepare.ballot()));
    }

    private void promise(long atNs, long ballot) {
        promised = ballot;
        acceptance = Optional.empty();
        persist();
        port.freeze();
        if (ballot % MAX_SYSTEMS == config.id()) {
            promisedToOtherNs = Long.MIN_VALUE;
        } else {
            promisedToOtherNs = atNs;
        }
    }

    private GabMessage.Promise promiseOf(long ballot) {
        NodeReport now = node().orElseThrow();
        MembershipPort.LogWord log = port.log();
        boolean stateful = member && log.stateful();
        return new GabMessage.Promise(
                view.id(),
                ballot,
                config.incarnation(),
                acceptedBallot,
                accepted,
                stateful,
                stateful ? log.committed() : 0,
                stateful ? log.hashes() : List.of(),
                neighbours.hears(),
                now.jeopardy(),
                member || now.ready(),
                member ? 0 : now.leaseRestNs());
    }

    private void accept(long atNs, int proposer, GabMessage.Accept accept) {
        if (!accept.base().equals(view.id()) || !view.members().containsKey(config.id())) {
            return;
        }
        if (accept.ballot() < promised) {
            if (proposer != config.id()) {
                port.send(proposer, new GabMessage.Refused(view.id(), accept.ballot(), promised));
            }
            return;
        }
        if (promised != accept.ballot()) {
            promise(atNs, accept.ballot());
        }
        acceptedBallot = accept.ballot();
        accepted = accept.value();
        persist();
        order(Optional.of(accept.value()), new TreeMap<>());
        acceptance =
                Optional.of(
                        new Acceptance(
                                proposer,
                                view.id(),
                                accept.ballot(),
                                accept.value(),
                                orderSequence));
        if (accept.value().has(config.id(), config.incarnation())) {
            port.prepareRing(accept.value());
        }
    }

    /// hanode has obeyed: it echoes nobody any more whom the value drops, so what it has promised them is final.
    private void acceptIfObeyed(long atNs) {
        if (acceptance.isEmpty()) {
            return;
        }
        Acceptance now = acceptance.get();
        NodeReport report = node().orElseThrow();
        if (report.engine() != config.incarnation() || report.order() < now.order) {
            return;
        }
        if (member && !report.holdsRight(atNs)) {
            // Too late: who has lost the right cannot give it to others.
            return;
        }
        acceptance = Optional.empty();
        long untilNs = Math.max(atNs, pendingActivationNs);
        // Everybody who is absent, not only whom this value drops: an engine that was restarted
        // does not remember a wait that is not over.
        for (int id : config.systems()) {
            if (!now.value.members().containsKey(id)
                    && now.value.lost().get(id) != LossKind.EXITED) {
                if (id == config.id() && report.leaseNeeded()) {
                    untilNs =
                            Math.max(
                                    untilNs,
                                    report.leaseUntilNs()
                                            + Math.max(view.marginNs(), now.value.marginNs()));
                } else if (id != config.id() && report.peers().get(id) != null) {
                    untilNs = Math.max(untilNs, report.peers().get(id).promiseUntilNs());
                }
            }
        }
        var word = new GabMessage.Accepted(now.base, now.ballot, Math.max(0, untilNs - atNs));
        if (now.proposer == config.id()) {
            acceptedBy(atNs, config.id(), word);
        } else {
            port.send(now.proposer, word);
        }
    }

    // Learner

    private void decided(long atNs, int from, View decided, long activateAtNs) {
        if (decided.id().equals(view.id())) {
            return;
        }
        // Where nothing arbitrates, an engine that is in no view may know of one that went its own
        // way with the same number or a higher one.
        boolean newer =
                decided.id().number() > view.id().number()
                        || (!member && !view.mode().arbitrates());
        if (newer && decided.has(config.id(), config.incarnation())) {
            install(atNs, decided, activateAtNs);
        } else if (!member) {
            if (decided.id().number() > view.id().number()) {
                adopt(decided);
            }
        } else if (leave.isPresent() && decided.base().equals(view.id())) {
            view = decided;
            persist();
            depart();
        } else if (yieldsTo(decided)) {
            lose(
                    "view "
                            + decided.id()
                            + " of "
                            + config.namesOf(decided.ids())
                            + " is without this system");
        } else if (from != config.id()) {
            tell(atNs, from);
        }
    }

    /// Whether another view without this engine means that this one is over. By arbitration the higher one stands; where parts went on by
    /// themselves, the bigger part does, and of equal ones that with the lowest id.
    private boolean yieldsTo(View other) {
        if (other.base().equals(view.id())) {
            return true;
        }
        if (view.mode().arbitrates() && other.id().number() != view.id().number()) {
            return other.id().number() > view.id().number();
        }
        int bySize = Integer.compare(other.members().size(), view.members().size());
        return bySize != 0 ? bySize > 0 : other.members().firstKey() < view.members().firstKey();
    }

    /// When a system that the new view is without was last heard: what a reaction time is measured from.
    private void sayWhoWasDropped(View before) {
        for (int id : before.ids()) {
            if (view.ids().contains(id) || node().isEmpty()) {
                continue;
            }
            PeerReport peer = node().get().peers().get(id);
            if (peer != null && peer.lastHeardNs() != Long.MIN_VALUE) {
                port.line(
                        Severity.NOTICE,
                        "V-15-1-20038",
                        "Node %d is not in view %s; last heard at %d.%06d s of this machine's clock"
                                .formatted(
                                        id,
                                        view.id(),
                                        peer.lastHeardNs() / 1_000_000_000,
                                        peer.lastHeardNs() / 1_000 % 1_000_000));
            }
        }
    }

    /// What hanode has to remember for engines to come: leases that joiners have brought, and the wait for those who are absent.
    private SortedMap<Integer, Long> promisesToRaise(long atNs) {
        var raise = new TreeMap<>(view.owedNs());
        raise.remove(config.id());
        if (pendingActivationNs > atNs) {
            config.systems().stream()
                    .filter(id -> !view.members().containsKey(id))
                    .forEach(id -> raise.put(id, pendingActivationNs - atNs));
        }
        return raise;
    }

    private void sayWhatIsNotArbitrated(View decided) {
        switch (decided.mode()) {
            case MAJORITY -> {}
            case DISABLED ->
                    port.line(
                            Severity.WARNING,
                            "V-15-1-20042",
                            "Fencing is disabled: when systems lose sight of each other, both sides"
                                    + " may run the same groups");
            case UNARBITRATED ->
                    port.line(
                            Severity.WARNING,
                            "V-15-1-20043",
                            "Two systems without a coordination point: the groups of one that"
                                    + " vanishes are autodisabled, not failed over");
        }
    }

    private void install(long atNs, View decided, long activateAtNs) {
        View before = view;
        view = decided;
        member = true;
        promised = 0;
        acceptedBallot = 0;
        accepted = View.NONE;
        acceptance = Optional.empty();
        attempt = Optional.empty();
        failures = 0;
        backoffUntilNs = Long.MIN_VALUE;
        promisedToOtherNs = Long.MIN_VALUE;
        reason = "";
        reasonSinceNs = Long.MAX_VALUE;
        logFault = "";
        waiting = "";
        leftOut.clear();
        toldNs.clear();
        neighbours.takenIn(decided);
        pendingActivationNs = Math.max(pendingActivationNs, activateAtNs);
        persist();
        order(Optional.empty(), promisesToRaise(atNs));
        sayWhoWasDropped(before);
        if (decided.joined().contains(config.id())) {
            sayWhatIsNotArbitrated(decided);
        }
        if (decided.peerinactNs() != before.peerinactNs()) {
            port.line(
                    Severity.NOTICE,
                    "V-14-1-10019",
                    "peerinact is "
                            + decided.peerinactNs() / MS
                            + " ms from view "
                            + decided.id()
                            + " on");
        }
        if (timing.isPresent() && timing.get().timing().peerinactNs() == decided.peerinactNs()) {
            port.answer(
                    timing.get().id(),
                    true,
                    "peerinact is set for all systems of view " + decided.id());
            timing = Optional.empty();
        }
        port.install(decided, pendingActivationNs);
    }

    /// Sends the present view to who is behind, at most every 100 ms each.
    private void tell(long atNs, int peer) {
        Long before = toldNs.get(peer);
        if (before == null || atNs - before >= 100 * MS) {
            toldNs.put(peer, atNs);
            port.send(peer, new GabMessage.Decided(view, Math.max(0, pendingActivationNs - atNs)));
        }
    }

    private void tellThoseBehind(long atNs) {
        if (!member) {
            return;
        }
        node().orElseThrow()
                .peers()
                .forEach(
                        (id, peer) -> {
                            if (peer.heard()
                                    && peer.engineUp()
                                    && peer.view().exists()
                                    && !peer.view().equals(view.id())) {
                                Long told = toldNs.putIfAbsent(id, atNs);
                                if (told != null) {
                                    tell(atNs, id);
                                }
                            }
                        });
    }

    // Ends

    private void lose(String why) {
        if (!over) {
            over = true;
            port.order(new NodeCommand.Revoke(config.incarnation(), why));
            port.lost(why);
        }
    }

    private void depart() {
        over = true;
        leave.ifPresent(request -> port.answer(request.id(), true, "left"));
        port.order(new NodeCommand.Withdraw(config.incarnation()));
        port.left();
    }

    // Help

    private void persist() {
        port.persist(new StackDurable(view, promised, acceptedBallot, accepted));
    }

    private void order(Optional<View> successor, SortedMap<Integer, Long> raise) {
        View next = successor.orElse(accepted);
        orderSequence++;
        long leaseNs = leaseNs(view);
        long silenceNs = view.peerinactNs() - view.marginNs();
        long peerinactNs = view.peerinactNs();
        if (next.exists()) {
            leaseNs = Math.min(leaseNs, leaseNs(next));
            silenceNs = Math.max(silenceNs, next.peerinactNs() - next.marginNs());
            peerinactNs = Math.max(peerinactNs, next.peerinactNs());
        }
        port.order(
                new NodeCommand.ViewOrder(
                        config.incarnation(),
                        orderSequence,
                        view.id(),
                        view.members(),
                        view.mode(),
                        next.id(),
                        next.members(),
                        next.exists() ? next.mode() : QuorumMode.MAJORITY,
                        leaseNs,
                        silenceNs,
                        peerinactNs,
                        raise));
    }

    private static long leaseNs(View of) {
        return of.peerinactNs() - of.marginNs() + of.marginNs() / 4;
    }
}
