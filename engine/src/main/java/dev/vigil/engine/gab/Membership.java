package dev.vigil.engine.gab;

import dev.vigil.engine.fence.Fencing;
import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointStanding;
import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeCommand;
import dev.vigil.engine.node.NodeReport;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

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

    private final StackConfig config;
    private final MembershipPort port;
    private final Neighbours neighbours;
    private final Ledger ledger;
    private final Fencing fencing;
    private final Acceptor acceptor;
    private final Reasons reasons;
    private final Misfits misfits;
    private final Seeding seeding;
    private final Proposer proposer;
    private final Announcements announcements;
    private boolean over;
    private long orderedNs = Long.MIN_VALUE / 2;
    private long nodeSession;
    private long reasonSinceNs = Long.MAX_VALUE;
    private String reason = "";
    private long helloAtNs;
    private long aliveAtNs;
    private final SortedMap<Integer, Long> toldNs = new TreeMap<>();

    /// An engine that was just started.
    ///
    /// @param durable what the machine's engines left on disk
    public Membership(StackConfig config, StackDurable durable, MembershipPort port, long atNs) {
        this.config = config;
        this.port = port;
        this.neighbours = new Neighbours(config);
        this.announcements = new Announcements(config, port, neighbours);
        this.ledger = new Ledger(config, durable, port, neighbours::heartbeatNs);
        this.fencing =
                new Fencing(
                        new Key(config.id(), config.incarnation()), config.points(), new Points());
        this.acceptor = new Acceptor(config, port, neighbours, ledger, fencing);
        this.reasons = new Reasons(config, port, neighbours, ledger);
        this.misfits = new Misfits(config, port);
        this.seeding = new Seeding(config, port, neighbours, ledger, fencing, misfits);
        this.proposer =
                new Proposer(
                        config,
                        port,
                        neighbours,
                        ledger,
                        acceptor,
                        reasons,
                        seeding,
                        fencing,
                        new Outcomes());
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
        if (ledger.member()
                && report.engine() == config.incarnation()
                && report.view().number() > ledger.view().id().number()) {
            leftBehind("the others have gone on to view " + report.view() + " without this engine");
            return;
        }
        boolean disobeyed =
                report.engine() != config.incarnation() || report.order() < ledger.order();
        if (ledger.order() > 0
                && (restarted
                        || ledger.outdated()
                        || (disobeyed && atNs - orderedNs >= ORDER_AGAIN_NS))) {
            orderedNs = atNs;
            ledger.tellNode(atNs);
        }
        stopWhatWasDropped(report);
        acceptor.obeyed(atNs).ifPresent(spoken -> speak(atNs, spoken));
        tellThoseBehind(atNs);
        evaluate(atNs);
    }

    /// The newest view is without this system: what still runs under its old lease has to stop before it may come back.
    private void stopWhatWasDropped(NodeReport report) {
        if (!ledger.member() && !ledger.hasSystem() && report.leaseNeeded() && !report.lost()) {
            port.order(
                    new NodeCommand.Revoke(
                            config.incarnation(),
                            "view " + ledger.view().id() + " is without this system"));
        }
    }

    private void speak(long atNs, Acceptor.Spoken spoken) {
        if (spoken.proposer() == config.id()) {
            proposer.acceptedBy(atNs, config.id(), spoken.word());
        } else {
            port.send(spoken.proposer(), spoken.word());
        }
    }

    /// hanode is gone, or cannot be reached; its last report says how long the lease runs at least.
    public void nodeGone(long atNs) {
        nodeSession = 0;
        evaluate(atNs);
    }

    /// Another engine says something.
    public void message(long atNs, int peer, GabMessage message) {
        proposer.spoke(atNs, peer);
        switch (message) {
            case GabMessage.Hello hello -> hello(atNs, peer, hello);
            case GabMessage.Prepare prepare -> prepared(atNs, peer, prepare);
            case GabMessage.Promise promise -> proposer.promisedBy(atNs, peer, promise);
            case GabMessage.Refused refused -> proposer.refused(atNs, refused);
            case GabMessage.Misfit(var text) -> misfits.told(atNs, text);
            case GabMessage.Accept accept -> acceptor.accept(atNs, peer, accept);
            case GabMessage.Accepted by -> proposer.acceptedBy(atNs, peer, by);
            case GabMessage.Decided decided ->
                    decided(atNs, peer, decided.view(), atNs + Timing.overDrift(decided.waitNs()));
        }
        evaluate(atNs);
    }

    /// A coordination point has answered, or nobody has.
    public void point(long atNs, String point, long request, PointAnswer answer) {
        fencing.answered(atNs, point, request, answer);
        evaluate(atNs);
    }

    /// What each system's life is worth in a race, by id.
    public void weigh(SortedMap<Integer, Integer> weights) {
        proposer.weigh(weights);
    }

    /// The present view's log is not to be relied on: it needs a fresh ring.
    ///
    /// @param behind members that did not keep up, if any
    /// @param twice those of them that did not before either, and are left out
    public void logFault(
            long atNs, String why, SortedSet<Integer> behind, SortedSet<Integer> twice) {
        reasons.logFault(why, behind, twice);
        evaluate(atNs);
    }

    /// `gabconfig -x`.
    public void seed(long atNs, String request) {
        if (ledger.member()) {
            port.answer(
                    request, true, "this system is seeded already, in view " + ledger.view().id());
            return;
        }
        String obstacle = seeding.obstacleByHand(atNs);
        if (!obstacle.isEmpty()) {
            port.answer(request, false, "refused: " + obstacle);
            return;
        }
        port.line(
                Severity.WARNING,
                "V-15-1-20041",
                "Seeding by hand, with the systems that are present: "
                        + config.namesOf(neighbours.present(atNs, ledger.view())));
        proposer.seedByHand(atNs);
        port.answer(request, true, "seeded in view " + ledger.view().id());
    }

    /// `lltconfig -T peerinact:N`.
    public void retime(long atNs, String request, Timing wanted) {
        if (!ledger.member()) {
            port.answer(
                    request,
                    false,
                    "refused: this system is in no view; peerinact belongs to the view");
        } else if (ledger.view().peerinactNs() == wanted.peerinactNs()
                && ledger.view().marginNs() == wanted.marginNs()) {
            port.answer(request, true, "peerinact is that already");
        } else if (!ledger.view().engineless().isEmpty()) {
            port.answer(
                    request,
                    false,
                    "refused: "
                            + config.namesOf(ledger.view().engineless())
                            + " is without its engine, and could not follow; start it there first:"
                            + " hastart");
        } else {
            reasons.retime(atNs, request, wanted);
            evaluate(atNs);
        }
    }

    /// Leave the cluster.
    ///
    /// @param stay whether what runs here stays, guarded by hanode
    public void leave(long atNs, String request, boolean stay) {
        if (!stay && reasons.runsLeased()) {
            port.answer(
                    request, false, "refused: failover resources are still running on this system");
            return;
        }
        reasons.leave(atNs, request, stay);
        if (!ledger.member() || ledger.view().members().size() == 1) {
            depart();
        } else {
            evaluate(atNs);
        }
    }

    /// When [#tick] is due.
    public long nextDeadlineNs() {
        if (over) {
            return Long.MAX_VALUE;
        }
        long next = aliveAtNs;
        if (!ledger.member() && neighbours.node().isPresent()) {
            next = Math.min(next, helloAtNs);
        }
        if (proposer.busy()) {
            next = Math.min(next, proposer.deadlineNs());
        } else if (!reason.isEmpty()) {
            next = Math.min(next, proposer.proposeAtNs(reasonSinceNs));
        }
        if (neighbours.node().isPresent()) {
            next = Math.min(next, fencing.nextDeadlineNs());
        }
        return Math.min(next, reasons.nextDeadlineNs());
    }

    /// This system has the state as it was when a view began.
    public void hasState(ViewId of) {
        if (!over && !ledger.stateOf().equals(of)) ledger.hasState(of);
    }

    // What can be seen of it

    /// The newest decided view.
    public View view() {
        return ledger.view();
    }

    /// Whether this engine is in it.
    public boolean member() {
        return ledger.member();
    }

    /// Whether this system has promised to decide on a successor.
    public boolean frozen() {
        return ledger.promised() > 0;
    }

    /// The accepted but undecided successor.
    public View accepted() {
        return ledger.accepted();
    }

    /// What is being waited for, or why a change is sought; empty when nothing.
    public String waiting() {
        return ledger.member() ? reason : seeding.waiting();
    }

    /// Which engines are not taken in, as their `vxfenmode` is another, one line each.
    public List<String> misfits() {
        return misfits.warnings();
    }

    /// How this engine stands at each coordination point, in the order of `vxfenmode`.
    public List<PointStanding> points() {
        return fencing.standings();
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
        if (!ledger.member() && atNs >= helloAtNs && neighbours.node().isPresent()) {
            helloAtNs = atNs + HELLO_NS;
            GabMessage.Hello hello = seeding.hello();
            config.systems().stream()
                    .filter(id -> id != config.id())
                    .forEach(id -> port.send(id, hello));
        }
        fence(atNs);
        if (over) {
            return;
        }
        reasons.expire(atNs);
        misfits.expire(atNs);
        if (reasons.leaving() && ledger.member() && ledger.view().members().size() == 1) {
            // The others have left before it.
            depart();
            return;
        }
        if (proposer.busy()) {
            if (atNs >= proposer.deadlineNs()) {
                proposer.phaseOver(atNs);
            }
        } else if (neighbours.node().isPresent()) {
            String now = ledger.member() ? reasons.reason(atNs) : seeding.reason(atNs);
            if (now.isEmpty()) {
                reasonSinceNs = Long.MAX_VALUE;
            } else if (reasonSinceNs == Long.MAX_VALUE) {
                reasonSinceNs = atNs;
            }
            reason = now;
            if (!reason.isEmpty() && atNs >= proposer.proposeAtNs(reasonSinceNs)) {
                proposer.propose(atNs, reason);
            }
        }
    }

    /// Keeps the registrations, and goes on with the race.
    private void fence(long atNs) {
        if (neighbours.node().isEmpty()) {
            return;
        }
        fencing.tick(atNs, this::known);
        proposer.race(atNs);
        if (!over && fencing.ejected(ledger.member())) {
            // What runs here is the lease's business: who took the key away stops its echoes as
            // well.
            leftBehind(
                    "the coordination points no longer have the key of this system: "
                            + fencing.obstacle());
        }
    }

    /// The systems that are heard or are in the view.
    private SortedSet<Integer> known() {
        SortedSet<Integer> known = neighbours.reallyHeard();
        if (ledger.member()) {
            known.addAll(ledger.view().systems());
        }
        return known;
    }

    /// What the proposer brings about.
    private final class Outcomes implements Proposer.Learner {
        @Override
        public void decided(long atNs, int from, View view, long activateAtNs) {
            Membership.this.decided(atNs, from, view, activateAtNs);
        }

        @Override
        public void lost(String why) {
            lose(why);
        }
    }

    /// What fencing asks and says.
    private final class Points implements Fencing.Port {
        @Override
        public void ask(String point, long request, PointRequest what) {
            port.askPoint(point, request, what);
        }

        @Override
        public void forgot(String point) {
            port.line(
                    Severity.WARNING,
                    "V-11-1-20013",
                    "Coordination point "
                            + point
                            + " had forgotten the key of this system, which is registered again:"
                            + " its disk was lost, or an operator made it forget. It does not know"
                            + " who was ejected before: start no system that is down until all"
                            + " others are registered there (vxfenadm -d)");
        }

        @Override
        public void changed(PointStanding standing) {
            announcements.point(standing);
        }
    }

    // Learner
    private void hello(long atNs, int peer, GabMessage.Hello hello) {
        if (!neighbours.asked(atNs, peer, hello, ledger.view())) {
            return;
        }
        if (!ledger.member() && hello.view().id().compareTo(ledger.view().id()) > 0) {
            adopt(hello.view());
        }
        if (ledger.member()) {
            misfits.asked(atNs, peer, hello, ledger.view());
        }
        boolean behind = hello.view().id().number() < ledger.view().id().number();
        boolean known = ledger.view().systems().contains(peer) && behind;
        if (ledger.member() && (known || ledger.view().has(peer, hello.incarnation()))) {
            tell(atNs, peer);
        }
        if (ledger.member()
                && ledger.view().mode().arbitrates()
                && hello.view().id().number() > ledger.view().id().number()) {
            // Decided without this system's knowledge by engines of which none is left: nobody can
            // say any more how long to wait.
            decided(
                    atNs,
                    peer,
                    hello.view(),
                    atNs + Timing.overDrift(seeding.longestWaitNs(atNs, hello.view())));
        }
    }

    private void prepared(long atNs, int peer, GabMessage.Prepare prepare) {
        proposer.seen(prepare.ballot());
        if (neighbours.node().isEmpty()
                || !prepare.base().equals(ledger.view().id())
                || !ledger.votes()) {
            if (prepare.base().number() < ledger.view().id().number() && ledger.member()) {
                tell(atNs, peer);
            }
        } else if (acceptor.prepared(atNs, peer, prepare)) {
            proposer.giveUp();
        }
    }

    private void adopt(View newer) {
        ledger.adopt(newer);
        acceptor.settled();
        proposer.giveUp();
        neighbours.node().ifPresent(this::stopWhatWasDropped);
    }

    private void decided(long atNs, int from, View decided, long activateAtNs) {
        if (decided.id().equals(ledger.view().id())) {
            return;
        }
        // Where nothing arbitrates, an engine that is in no view may know of one that went its own
        // way with the same number or a higher one.
        boolean newer =
                decided.id().number() > ledger.view().id().number()
                        || (!ledger.member() && !ledger.view().mode().arbitrates());
        if (newer && decided.has(config.id(), config.incarnation())) {
            install(atNs, decided, activateAtNs);
        } else if (!ledger.member()) {
            if (decided.id().number() > ledger.view().id().number()) {
                adopt(decided);
            }
        } else if (reasons.leaving() && decided.base().equals(ledger.view().id())) {
            ledger.adopt(decided);
            depart();
        } else if (yieldsTo(decided) && decided.engineless().contains(config.id())) {
            ledger.adopt(decided);
            leftBehind("view " + decided.id() + " has this system without its engine");
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
        if (other.base().equals(ledger.view().id())) {
            return true;
        }
        if (ledger.view().mode().arbitrates()
                && other.id().number() != ledger.view().id().number()) {
            return other.id().number() > ledger.view().id().number();
        }
        int bySize = Integer.compare(other.members().size(), ledger.view().members().size());
        return bySize != 0
                ? bySize > 0
                : other.members().firstKey() < ledger.view().members().firstKey();
    }

    private void install(long atNs, View decided, long activateAtNs) {
        View before = ledger.view();
        acceptor.settled();
        proposer.settled();
        seeding.settled();
        reason = "";
        reasonSinceNs = Long.MAX_VALUE;
        toldNs.clear();
        neighbours.takenIn(decided);
        ledger.open(atNs, decided, activateAtNs);
        announcements.dropped(before, ledger.view());
        if (decided.joined().contains(config.id())) {
            announcements.arbitration(decided);
        }
        announcements.peerinact(before, decided);
        reasons.settled(decided);
        port.install(decided, ledger.activationNs());
    }

    /// Sends the present view to who is behind, at most every 100 ms each.
    private void tell(long atNs, int peer) {
        Long before = toldNs.get(peer);
        if (before == null || atNs - before >= 100 * MS) {
            toldNs.put(peer, atNs);
            port.send(
                    peer,
                    new GabMessage.Decided(
                            ledger.view(), Math.max(0, ledger.activationNs() - atNs)));
        }
    }

    private void tellThoseBehind(long atNs) {
        if (!ledger.member()) {
            return;
        }
        neighbours
                .node()
                .orElseThrow()
                .peers()
                .forEach(
                        (id, peer) -> {
                            if (peer.heard()
                                    && peer.engineUp()
                                    && peer.view().exists()
                                    && !peer.view().equals(ledger.view().id())) {
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

    /// The others go on with this system's node and without this engine: what runs here is none of its business any more.
    private void leftBehind(String why) {
        if (!over) {
            over = true;
            port.lost(why);
        }
    }

    private void depart() {
        over = true;
        boolean last = ledger.view().members().containsKey(config.id());
        if (!reasons.staying() || !last) {
            // The last one's key is all that tells newcomers of what was left running.
            fencing.leave();
        }
        reasons.left();
        if (!reasons.staying()) {
            port.order(new NodeCommand.Withdraw(config.incarnation()));
        }
        port.left();
    }
}
