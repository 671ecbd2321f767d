package dev.vigil.engine.had;

import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.gab.GabMessage;
import dev.vigil.engine.gab.Membership;
import dev.vigil.engine.gab.MembershipPort;
import dev.vigil.engine.gab.View;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.log.HeldLog;
import dev.vigil.engine.log.HeldMessage;
import dev.vigil.engine.log.LogCommand;
import dev.vigil.engine.log.LogHappening;
import dev.vigil.engine.log.Origins;
import dev.vigil.engine.log.Outbox;
import dev.vigil.engine.node.NodeCommand;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The engine's stack: membership, this system's copy of the log, and the application that the log drives.
///
/// Deterministic and single-threaded. Everything the application sees stands in one queue: the end of the old view's log, the view itself,
/// then its items as they are committed. The head of the queue is applied while the right is held, a view not before its time.
public final class Stack {
    private static final long MS = 1_000_000L;
    private static final long HELD_AGAIN_NS = 100 * MS;

    private final StackConfig config;
    private final Application application;
    private final Membership membership;
    private final TimerControl timers;
    private final List<Output> out = new ArrayList<>();

    private Optional<HeldLog> log = Optional.empty();
    private final Origins origins = new Origins();
    private final Outbox outbox;
    private boolean stateful;
    private final Deque<Step> queue = new ArrayDeque<>();
    private ViewId active = ViewId.NONE;
    private long queuedOfView;
    private long appliedOfView;

    /// What came for a view that is accepted here and already decided elsewhere.
    private final List<Input> early = new ArrayList<>();

    private final RingWatch ring = new RingWatch();
    private final SnapshotCare snapshots;
    private final EqualStates equal;
    private final NodeWatch node = new NodeWatch();
    private long heldSaidNs;
    private boolean over;
    private long nowNs;

    /// What the application is going to see next.
    private sealed interface Step {
        /// A view, not before `activateAtNs`.
        record Open(View view, long activateAtNs) implements Step {}

        /// A committed element of the log of `view`.
        record Take(ViewId view, byte[] element) implements Step {}
    }

    /// An engine that was just started: it is in no view and has no state.
    ///
    /// @param stored what the machine's engines left on disk
    public Stack(StackConfig config, StackDurable stored, Application application, long atNs) {
        this.config = config;
        this.application = application;
        this.outbox = new Outbox(config.id(), config.incarnation());
        this.snapshots = new SnapshotCare(config.id());
        this.equal = new EqualStates(config.id(), application);
        this.nowNs = atNs;
        this.membership = new Membership(config, stored, new Port(), atNs);
        this.timers = new TimerControl(config, membership);
    }

    /// Handles one input; the outputs are to be carried out in order.
    public List<Output> handle(Input input) {
        if (over) {
            return List.of();
        }
        node.woke(input.atNs(), nextDeadlineNs());
        nowNs = input.atNs();
        switch (input) {
            case Input.Tick _ -> {}
            case Input.FromNode from -> {
                node.heard(nowNs);
                membership.node(nowNs, from.report());
            }
            case Input.StoredLease stored -> node.storedLease(stored.leaseUntilNs());
            case Input.NodeGone _ -> {
                node.gone();
                membership.nodeGone(nowNs);
            }
            case Input.FromPeer from -> peer(from.peer(), from.message());
            case Input.FromLog from -> log(from.happening());
            case Input.FromPoint from ->
                    membership.point(nowNs, from.point(), from.request(), from.answer());
            case Input.Weights given -> membership.weigh(given.weights());
            case Input.Offer offer -> outbox.add(offer.payload());
            case Input.Digest made -> digest(made);
            case Input.Control control -> control(control.request(), control.control());
        }
        if (!over) {
            membership.tick(nowNs);
            snapshotDeadlines();
        }
        if (!over) {
            catchUp();
            apply();
            offer();
            watch();
            sayHeldAgain();
            compareStates();
            guard();
        }
        var done = List.copyOf(out);
        out.clear();
        return done;
    }

    /// When [Input.Tick] is due.
    public long nextDeadlineNs() {
        if (over) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(membership.nextDeadlineNs(), snapshots.nextDeadlineNs());
        if (queue.peek() instanceof Step.Open open && holdsRight()) {
            next = Math.min(next, open.activateAtNs());
        }
        next = Math.min(next, node.nextDeadlineNs(guardAtNs(), nodeHeartbeatNs()));
        next = Math.min(next, equal.nextDeadlineNs());
        if (uncommitted()) {
            next = Math.min(next, heldSaidNs + HELD_AGAIN_NS);
        }
        if (stalls()) {
            next = Math.min(next, ring.stallsAtNs(log.orElseThrow(), peerinactNs()));
        }
        return next;
    }

    /// The state of view and log, for people.
    public StackStatus status() {
        return new StackStatus(
                membership.view(),
                membership.member(),
                membership.member() && active.equals(membership.view().id()),
                stateful,
                membership.frozen(),
                membership.waiting(),
                log.map(HeldLog::held).orElse(0L),
                log.map(HeldLog::committed).orElse(0L),
                outbox.size(),
                membership.points(),
                membership.misfits(),
                membership.node());
    }

    /// Whether this system fires the timers of the state: the lowest id of an active view, with the state.
    public boolean owner() {
        return membership.member()
                && stateful
                && active.equals(membership.view().id())
                && membership.view().members().firstKey() == config.id();
    }

    private boolean holdsRight() {
        return membership
                .node()
                .map(report -> report.engine() == config.incarnation() && report.holdsRight(nowNs))
                .orElse(false);
    }

    // The mutual guard

    /// When this engine has to stop things itself unless hanode says before that it does, or that the lease goes on. The margin has K for
    /// that; a kill any sooner would hit a hanode that is just busy with stopping.
    private long guardAtNs() {
        return membership
                .node()
                .filter(
                        n ->
                                n.leaseNeeded()
                                        && !n.lost()
                                        && n.engine() == config.incarnation()
                                        && n.leaseUntilNs() > 0)
                .map(n -> n.leaseUntilNs() + guardNs())
                .orElse(Long.MAX_VALUE);
    }

    /// K by the view, or by its accepted successor if that has a smaller one.
    private long guardNs() {
        long guardNs = membership.view().timing(config.timing()).guardNs();
        View accepted = membership.accepted();
        return accepted.exists()
                ? Math.min(guardNs, accepted.timing(config.timing()).guardNs())
                : guardNs;
    }

    private long nodeHeartbeatNs() {
        return membership.node().map(n -> n.heartbeatNs()).orElse(0L);
    }

    private void guard() {
        if (over || node.mayNotJudge(nowNs)) {
            return;
        }
        if (nowNs >= node.hungAtNs(nodeHeartbeatNs())) {
            out.add(new Output.KillNode(node.hung(nowNs)));
            membership.nodeGone(nowNs);
        }
        if (node.storedLeaseOver(nowNs)) {
            out.add(new Output.CleanFromTable("the stored lease ran out and there is no hanode"));
        }
        if (nowNs >= guardAtNs()) {
            String why = "the lease ran out and hanode does not say that it acts";
            out.add(new Output.CleanFromTable(why));
            new Port().lost(why);
        }
    }

    // Controls

    private void control(String request, ControlRequest control) {
        switch (control) {
            case ControlRequest.Seed _ -> membership.seed(nowNs, request);
            case ControlRequest.Leave leave -> membership.leave(nowNs, request, leave.stay());
            case ControlRequest.SetTimer set ->
                    out.addAll(timers.set(nowNs, request, set.name(), set.hundredths() * 10 * MS));
        }
    }

    // The log

    private void peer(int peer, PeerMessage message) {
        switch (message) {
            case PeerMessage.Gab gab -> membership.message(nowNs, peer, gab.message());
            case PeerMessage.Log said -> {
                if (inView(said.message().view())) {
                    heldMessage(peer, said.message());
                } else if (ring.is(said.message().view())) {
                    early.add(new Input.FromPeer(nowNs, peer, message));
                }
            }
        }
    }

    private void heldMessage(int peer, HeldMessage message) {
        HeldLog mine = log.orElseThrow();
        switch (message) {
            case HeldMessage.Held held -> {
                long before = mine.committed();
                if (held.asks() && mine.held() > 0 && !mine.frozen()) {
                    sayHeld(new TreeSet<>(List.of(peer)), false);
                }
                mine.heldBy(peer, held.position(), held.hash())
                        .ifPresent(why -> fault(RingWatch.Stall.of(why)));
                if (mine.committed() > before) {
                    committed();
                }
            }
            case HeldMessage.SnapshotRequest _ -> {
                snapshots.askedBy(peer);
                sendSnapshots();
            }
            case HeldMessage.Snapshot snapshot -> restore(snapshot);
            case HeldMessage.State state -> stateOf(peer, state);
        }
    }

    private void log(LogHappening happening) {
        switch (happening) {
            case LogHappening.Opened opened -> ring.opened(nowNs, opened.view());
            case LogHappening.Items items -> {
                if (inView(items.view())) {
                    hold(items);
                } else if (ring.is(items.view())) {
                    early.add(new Input.FromLog(nowNs, happening));
                }
            }
            case LogHappening.Fault fault -> {
                if (inView(fault.view())) {
                    fault(RingWatch.Stall.of(fault.why()));
                }
            }
        }
    }

    private boolean inView(ViewId view) {
        return membership.member() && view.equals(membership.view().id());
    }

    private void catchUp() {
        if (!early.isEmpty() && inView(ring.id())) {
            var waited = List.copyOf(early);
            early.clear();
            for (Input input : waited) {
                if (input instanceof Input.FromPeer from) {
                    peer(from.peer(), from.message());
                } else if (input instanceof Input.FromLog from) {
                    log(from.happening());
                }
            }
        }
    }

    private void hold(LogHappening.Items items) {
        HeldLog mine = log.orElseThrow();
        long before = mine.held();
        long committedBefore = mine.committed();
        mine.hold(items.first(), items.elements()).ifPresent(why -> fault(RingWatch.Stall.of(why)));
        if (mine.held() > before) {
            ring.progress(nowNs);
            sayHeld(others(), false);
        }
        if (mine.committed() > committedBefore) {
            committed();
        }
    }

    private void sayHeld(SortedSet<Integer> to, boolean asks) {
        HeldLog mine = log.orElseThrow();
        heldSaidNs = nowNs;
        var held = new HeldMessage.Held(mine.view(), mine.held(), mine.hash(mine.held()), asks);
        to.forEach(id -> out.add(new Output.ToPeer(id, new PeerMessage.Log(held))));
    }

    /// What was said may have got lost: while something is not committed it is said again, and who repeats itself is answered.
    private void sayHeldAgain() {
        if (uncommitted() && nowNs - heldSaidNs >= HELD_AGAIN_NS) {
            sayHeld(others(), true);
        }
    }

    private boolean uncommitted() {
        return membership.member()
                && log.isPresent()
                && !log.get().frozen()
                && log.get().committed() < log.get().held();
    }

    private SortedSet<Integer> others() {
        SortedSet<Integer> others = membership.view().ids();
        others.remove(config.id());
        return others;
    }

    private void committed() {
        HeldLog mine = log.orElseThrow();
        ring.committed(nowNs);
        while (queuedOfView < mine.committed()) {
            queuedOfView++;
            queue.add(new Step.Take(mine.view(), mine.element(queuedOfView)));
        }
        // What came with a snapshot may not be committed here yet.
        mine.forget(Math.min(queuedOfView, mine.committed()));
    }

    private void fault(RingWatch.Stall stall) {
        if (log.map(HeldLog::frozen).orElse(true)) {
            return;
        }
        out.add(
                new Output.Line(
                        new LogLine(
                                LogLine.Severity.WARNING,
                                "V-15-1-20050",
                                "Log fault in view "
                                        + membership.view().id()
                                        + ": "
                                        + stall.why())));
        membership.logFault(nowNs, stall.why(), stall.behind(), stall.twice());
    }

    private void offer() {
        boolean may =
                membership.member()
                        && stateful
                        && ring.isOpen()
                        && ring.is(membership.view().id())
                        && ring.is(active)
                        && log.map(l -> !l.frozen()).orElse(false)
                        && holdsRight();
        if (may) {
            outbox.next()
                    .ifPresent(
                            element -> {
                                ring.offered(nowNs);
                                out.add(new Output.ToLog(new LogCommand.Offer(ring.id(), element)));
                            });
        }
    }

    /// Whether something is under way in the log that should not take long.
    private boolean stalls() {
        if (!membership.member() || log.isEmpty() || log.get().frozen()) {
            return false;
        }
        HeldLog mine = log.get();
        return !ring.isOpen()
                || mine.committed() < mine.held()
                || mine.isBehind()
                || (outbox.size() > 0 && stateful && ring.is(active) && holdsRight());
    }

    private long peerinactNs() {
        return membership.view().peerinactNs();
    }

    private void watch() {
        if (!stalls()) {
            ring.rests(nowNs);
            return;
        }
        ring.stalled(nowNs, log.orElseThrow(), peerinactNs()).ifPresent(this::fault);
    }

    // Applying

    private void apply() {
        while (!over && !queue.isEmpty() && stateful && holdsRight()) {
            switch (queue.peek()) {
                case Step.Open open -> {
                    if (nowNs < open.activateAtNs()) {
                        return;
                    }
                    queue.remove();
                    opened(open.view());
                }
                case Step.Take take -> {
                    queue.remove();
                    if (take.view().equals(membership.view().id())) {
                        appliedOfView++;
                    }
                    for (Origins.Item item : origins.take(take.element())) {
                        effects(application.apply(nowNs, item.id(), item.payload()));
                    }
                    if (take.view().equals(membership.view().id())) {
                        equal.applied(appliedOfView).ifPresent(out::add);
                    }
                    if (outbox.cameHome(take.element(), origins)) ring.cameHome();
                }
            }
        }
    }

    private void opened(View view) {
        active = view.id();
        out.add(
                new Output.Line(
                        new LogLine(
                                LogLine.Severity.NOTICE,
                                "V-15-1-20036",
                                "View "
                                        + view.id()
                                        + " is active: members "
                                        + view.members().keySet()
                                        + (view.lost().isEmpty() ? "" : ", lost " + view.lost()))));
        effects(
                application.viewOpened(
                        nowNs,
                        new ViewChange(
                                view.id(),
                                view.fresh(),
                                view.members(),
                                view.joined(),
                                view.lost(),
                                view.jeopardy())));
        if (view.id().equals(membership.view().id())) {
            outbox.restart(origins);
            if (leavesAsUnknown(view.id())) return;
            sendSnapshots();
            membership.hasState(view.id());
            equal.opened(nowNs, view.id(), view.ids());
            equal.applied(0).ifPresent(out::add);
        }
    }

    private void effects(List<Object> effects) {
        if (!effects.isEmpty()) {
            out.add(new Output.Effects(List.copyOf(effects)));
        }
    }

    // Equal states

    private void compareStates() {
        if (inView(active)) equal.due(nowNs).ifPresent(out::add);
    }

    private void digest(Input.Digest made) {
        if (!inView(made.view()) || !equal.heard(config.id(), made)) {
            return;
        }
        var state = new HeldMessage.State(made.view(), made.position(), made.digest());
        others().forEach(id -> out.add(new Output.ToPeer(id, new PeerMessage.Log(state))));
        judgeState(made.position());
    }

    private void stateOf(int peer, HeldMessage.State state) {
        var made = new Input.Digest(nowNs, state.view(), state.position(), state.digest());
        if (equal.heard(peer, made)) {
            equal.asked(state.position()).ifPresent(out::add);
            judgeState(state.position());
        }
    }

    private void judgeState(long position) {
        if (over) return;
        EqualStates.Judgement judgement = equal.judge(nowNs, position);
        out.addAll(judgement.say());
        judgement.leaveFor().ifPresent(new Port()::lost);
    }

    // Snapshots

    private void sendSnapshots() {
        if (!snapshots.owes() || !stateful || !inView(active) || log.orElseThrow().frozen()) {
            return;
        }
        out.add(
                new Output.SendSnapshot(
                        snapshots.given(),
                        active,
                        appliedOfView,
                        origins.applied(),
                        application.snapshot()));
    }

    private void restore(HeldMessage.Snapshot snapshot) {
        if (stateful || !snapshots.isComing() || log.orElseThrow().frozen()) {
            return;
        }
        snapshots.came();
        stateful = true;
        origins.restore(snapshot.origins());
        active = snapshot.view();
        queue.removeIf(step -> step instanceof Step.Open);
        // What the snapshot holds already is not applied again; what of it is still to be committed
        // here will be skipped on arrival.
        for (long skip = snapshot.position(); skip > 0 && !queue.isEmpty(); skip--) {
            queue.remove();
        }
        if (queuedOfView < snapshot.position()) {
            queuedOfView = snapshot.position();
        }
        appliedOfView = snapshot.position();
        outbox.restart(origins);
        if (leavesAsUnknown(snapshot.view())) return;
        effects(application.restore(nowNs, snapshot.state()));
        equal.opened(nowNs, active, membership.view().ids());
        if (active.equals(membership.view().id())) {
            membership.hasState(active);
        }
    }

    /// An engine belongs to one history: another one lets it in as a new incarnation only.
    private boolean leavesAsUnknown(ViewId view) {
        if (outbox.isKnownTo(origins)) return false;
        new Port()
                .lost(
                        "view "
                                + view
                                + " goes on without what this engine did in another part of the"
                                + " cluster; it comes back as a new engine");
        return true;
    }

    private void snapshotDeadlines() {
        View view = membership.view();
        snapshots
                .missed(nowNs, view, SnapshotCare.holderThere(view, membership.node()))
                .ifPresent(new Port()::lost);
        if (!over) {
            snapshots
                    .ask(nowNs, view)
                    .ifPresent(
                            holder ->
                                    out.add(
                                            new Output.ToPeer(
                                                    holder,
                                                    new PeerMessage.Log(
                                                            new HeldMessage.SnapshotRequest(
                                                                    view.id())))));
        }
    }

    /// What membership asks for, as outputs.
    private final class Port implements MembershipPort {
        @Override
        public void send(int peer, GabMessage message) {
            out.add(new Output.ToPeer(peer, new PeerMessage.Gab(message)));
        }

        @Override
        public void order(NodeCommand command) {
            out.add(new Output.ToNode(command));
        }

        @Override
        public void persist(StackDurable durable) {
            out.add(new Output.Persist(durable));
        }

        @Override
        public LogWord log() {
            return log.map(l -> new LogWord(stateful, l.committed(), l.hashesFromCommitted()))
                    .orElse(new LogWord(false, 0, List.of()));
        }

        @Override
        public void freeze() {
            log.ifPresent(HeldLog::freeze);
        }

        @Override
        public void prepareRing(View accepted) {
            if (ring.prepare(accepted.id())) {
                early.clear();
                out.add(
                        new Output.ToLog(
                                new LogCommand.Open(
                                        accepted.id(), accepted.members(), accepted.anchor())));
            }
        }

        @Override
        public void install(View view, long activateAtNs) {
            prefix(view);
            log = Optional.of(new HeldLog(view.id(), view.ids(), config.id()));
            queuedOfView = 0;
            appliedOfView = 0;
            if (view.fresh()) {
                stateful = true;
                queue.clear();
                origins.restore(new TreeMap<>());
            } else if (!view.stateful().contains(config.id())) {
                stateful = false;
                queue.clear();
            }
            queue.add(new Step.Open(view, activateAtNs));
            snapshots.installed(view, stateful, activateAtNs);
            prepareRing(view);
            ring.progress(nowNs);
        }

        /// The decided prefix of the old view is applied; nothing beyond it ever was.
        private void prefix(View view) {
            if (log.isEmpty() || !stateful || !view.stateful().contains(config.id())) {
                return;
            }
            HeldLog old = log.get();
            if (!view.base().equals(old.view())) {
                throw new IllegalStateException(
                        "view "
                                + view.id()
                                + " follows "
                                + view.base()
                                + ", this engine is in "
                                + old.view());
            }
            if (queuedOfView > view.prefix()) {
                throw new IllegalStateException(
                        "view "
                                + view.id()
                                + " keeps "
                                + view.prefix()
                                + " items of view "
                                + old.view()
                                + ", "
                                + queuedOfView
                                + " are committed here");
            }
            if (old.held() < view.prefix() || old.hash(view.prefix()) != view.prefixHash()) {
                throw new IllegalStateException(
                        "this engine does not hold the decided prefix "
                                + view.prefix()
                                + " of view "
                                + old.view());
            }
            while (queuedOfView < view.prefix()) {
                queuedOfView++;
                queue.add(new Step.Take(old.view(), old.element(queuedOfView)));
            }
        }

        @Override
        public void lost(String reason) {
            over = true;
            if (!node.connected() && membership.view().mode().arbitrates()) {
                out.add(new Output.CleanFromTable(reason));
            }
            out.add(
                    new Output.Line(
                            new LogLine(
                                    LogLine.Severity.CRITICAL,
                                    "V-15-1-20037",
                                    "This engine ends: " + reason)));
            out.add(new Output.ToLog(new LogCommand.Close()));
            out.add(new Output.Die(reason));
        }

        @Override
        public void left() {
            over = true;
            out.add(new Output.ToLog(new LogCommand.Close()));
            out.add(new Output.Left());
        }

        @Override
        public void askPoint(String point, long request, PointRequest what) {
            out.add(new Output.ToPoint(point, request, what));
        }

        @Override
        public void answer(String request, boolean done, String text) {
            out.add(new Output.Answer(request, done, text));
        }

        @Override
        public void line(LogLine.Severity severity, String umi, String text) {
            out.add(new Output.Line(new LogLine(severity, umi, text)));
        }
    }
}
