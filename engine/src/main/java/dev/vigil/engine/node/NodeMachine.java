package dev.vigil.engine.node;

import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.PacketFault;
import dev.vigil.engine.llt.PacketFaults;
import dev.vigil.engine.llt.Timing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The node daemon's decisions: what to say on the links, whom to promise what, whether the lease runs, and when to stop.
///
/// Deterministic and single-threaded. Whatever it is told, it compares clock and lease before anything else: a daemon that was
/// stopped for a while finds out before it looks at what has piled up. The lease and what the engine ordered last are stored, so
/// that its successor on the same boot goes on with them, or stops at once when they are over.
///
/// | guard | becomes | when |
/// |---|---|---|
/// | none | leased | the engine put this system into a view, and a quorum of it echoes |
/// | leased | lost | the lease is over, the engine says so, or a higher view is heard of that is without this system |
/// | lost | none | a newer engine's order, once nothing leased may run any more |
public final class NodeMachine {
    private final NodeConfig config;
    private final SortedMap<Integer, Peer> peers = new TreeMap<>();
    private final SortedMap<Integer, Lease.Echoed> echoes = new TreeMap<>();
    private NodeCommand.ViewOrder order;
    private Lease lease;
    private long leaseStopNs;
    private boolean lost;
    private String lostReason = "";
    private boolean leasedMayRun;
    private boolean stopping;
    private long stopOrder;
    private long engine;
    private boolean engineUp;
    private long engineHeardNs;
    private final Pace pace;
    private long peerinactNs;
    private final StoredPeerinact storedPeerinact;
    private long sequence;
    private boolean started;
    private NodeDurable persisted;
    private final PacketFaults faults = new PacketFaults();
    private boolean left;
    private final List<NodeOutput> out = new ArrayList<>();
    private boolean report;

    /// A daemon that has just been started.
    ///
    /// @param stored what an earlier daemon left; of another boot only its peerinact counts
    /// @param atNs the clock now
    public NodeMachine(NodeConfig config, NodeDurable stored, long atNs) {
        this.config = config;
        this.pace = new Pace(config.linkTimers(), config.lowPriority(), atNs);
        boolean sameBoot = stored.bootId().equals(config.bootId());
        this.order = sameBoot ? stored.order() : NodeCommand.ViewOrder.NONE;
        this.lease =
                sameBoot && stored.leased() ? new Lease(true, stored.leaseUntilNs()) : Lease.NONE;
        this.leaseStopNs = order.accepted().exists() ? 0 : stopNs();
        this.lost = sameBoot && stored.lost();
        this.engine = order.engine();
        this.leasedMayRun = sameBoot && order.seeded();
        this.peerinactNs = order.seeded() ? order.peerinactNs() : config.timing().peerinactNs();
        this.storedPeerinact = new StoredPeerinact(stored.peerinactNs());
        storedPeerinact.follow(atNs, peerinactNs);
        // An earlier daemon may have promised anything up to the moment it ended.
        long promiseNs = stored.peerinactNs() == 0 ? 0 : atNs + storedPeerinact.ns();
        for (int id : config.systems()) {
            if (id != config.id()) {
                long raisedNs = atNs + order.raiseNs().getOrDefault(id, 0L);
                var peer = new Peer(config.links(), Math.max(promiseNs, raisedNs));
                peers.put(id, peer);
                if (order.echoed().contains(id)) {
                    // Nobody is judged by the silence of a daemon that was not there to hear.
                    peer.links.restart(atNs);
                    peer.judge(atNs, silenceNs());
                }
            }
        }
        this.persisted = stored;
    }

    /// Handles one input; the outputs are to be carried out in order.
    public List<NodeOutput> handle(NodeInput input) {
        long atNs = input.atNs();
        begin(atNs);
        checkLease(atNs);
        switch (input) {
            case NodeInput.Tick _ -> {}
            case NodeInput.Heard heard -> heard(heard);
            case NodeInput.Dropped(_, var link, var source, var fault) ->
                    dropped(atNs, fault, link, source);
            case NodeInput.Zero _ -> {
                faults.zero();
                peers.values().forEach(peer -> peer.links.zero());
                report = true;
            }
            case NodeInput.FromEngine from -> command(atNs, from.command());
            case NodeInput.EngineGone _ -> engineGone(atNs, "the connection to the engine is gone");
            case NodeInput.AgentsBusy busy -> agentsBusy(busy);
        }
        extendLease(atNs);
        checkEngine(atNs);
        judge(atNs);
        if (atNs >= pace.nextNs()) {
            beat(atNs);
        }
        return finish(atNs);
    }

    /// When [NodeInput.Tick] is due.
    public long nextDeadlineNs() {
        long next = pace.nextNs();
        if (guarded() && lease.held() && !lost) {
            next = Math.min(next, lease.untilNs());
        }
        if (engineUp) {
            next = Math.min(next, engineHeardNs + config.engineTimeoutNs());
        }
        for (Peer peer : peers.values()) {
            if (peer.heard()) {
                next = Math.min(next, peer.links.silentAtNs(silenceNs()));
            }
        }
        return next;
    }

    /// Whether something may be started on the order of an engine; asked right before the start, of leased and other resources alike.
    ///
    /// @param engineIncarnation of the engine that ordered it
    public boolean mayStart(long atNs, long engineIncarnation) {
        return engineIncarnation >= engine
                && engineIncarnation == order.engine()
                && mayRestart(atNs);
    }

    /// Whether an agent may, of its own accord, start again what this system was running: with the lease, whether or not an engine is up.
    public boolean mayRestart(long atNs) {
        return !lost && !stopping && order.seeded() && (!guarded() || lease.valid(atNs));
    }

    /// The state now, for the engine and for `lltstat` while there is no engine.
    public NodeReport report(long atNs) {
        var reports = new TreeMap<Integer, PeerReport>();
        peers.forEach(
                (id, peer) ->
                        reports.put(id, peer.report(atNs, pace::troubleNs, judgedPeerinactNs())));
        return new NodeReport(
                atNs,
                config.session(),
                order.engine(),
                order.sequence(),
                order.view(),
                guarded(),
                lease.untilNs(),
                lost,
                lostReason,
                leasedMayRun || stopping,
                pace.timers(),
                config.lowPriority(),
                faults.counts(),
                reports);
    }

    /// How this system stands with its lease.
    ///
    /// @param agentsBusy whether anything leased may be running according to the agents at this moment
    public LeaseGuard guard(boolean agentsBusy) {
        return new LeaseGuard(
                guarded(),
                lost,
                lease.held(),
                lease.untilNs(),
                lease.untilNs() + leaseStopNs,
                order.leaseNs(),
                stopNs(),
                pace.timers().heartbeatNs(),
                agentsBusy || leasedMayRun);
    }

    /// A late tick and the longest clean that the margin of the order has room for.
    private long stopNs() {
        long marginNs = 4 * order.guardNs();
        return Watchdog.stopNs(
                new Timing(order.peerinactNs(), pace.timers().heartbeatNs(), 0, marginNs));
    }

    /// Takes a lease that was renewed. What the margin has room for after its end is what the promises behind it were given with, and not
    /// that of an order that comes later.
    private void renewed(Lease next) {
        if (next != lease) leaseStopNs = stopNs();
        lease = next;
    }

    /// Whether the view's mode asks for a lease.
    private boolean guarded() {
        return order.seeded() && order.mode().arbitrates();
    }

    private long silenceNs() {
        return order.seeded() ? order.silenceNs() : config.timing().silenceNs();
    }

    private long judgedPeerinactNs() {
        return order.seeded() ? order.peerinactNs() : config.timing().peerinactNs();
    }

    private void begin(long atNs) {
        if (!started) {
            started = true;
            report = true;
            out.add(new NodeOutput.PersistPeerinact(storedPeerinact.ns()));
            if (lost) {
                stop(atNs, "the lease was lost before this daemon started");
            } else if (guarded() && !lease.held()) {
                lose(atNs, "no lease was found for what may be running");
            }
            return;
        }
        long lateNs = atNs - nextDeadlineNs();
        if (lateNs > config.timing().tickNs()) {
            peers.values().forEach(peer -> peer.links.postpone(atNs, lateNs, judgedPeerinactNs()));
        }
    }

    private void checkLease(long atNs) {
        if (guarded() && !lost && lease.over(atNs)) {
            lose(atNs, "the lease ran out: not enough systems have said that they hear this one");
        }
    }

    private void extendLease(long atNs) {
        if (guarded() && !lost) {
            Lease before = lease;
            renewed(lease.extended(atNs, config.id(), order, echoes));
            if (!before.held() && lease.valid(atNs)) {
                out.add(new NodeOutput.ResumeLeased());
            }
            if (before != lease) {
                report = true;
            }
            checkLease(atNs);
        }
    }

    private void lose(long atNs, String reason) {
        lost = true;
        lostReason = reason;
        stop(atNs, reason);
    }

    private void stop(long atNs, String reason) {
        stopOrder++;
        stopping = true;
        // Said before it is begun: stopping loads the machine, and the engine kills who does not
        // act.
        out.add(new NodeOutput.ToEngine(report(atNs)));
        out.add(new NodeOutput.StopLeased(stopOrder, reason));
        report = true;
        persist(atNs);
        if (leasedMayRun) {
            line(
                    LogLine.Severity.CRITICAL,
                    "V-15-2-1001",
                    "Failover resources are stopped: " + reason);
        } else {
            line(
                    LogLine.Severity.NOTICE,
                    "V-15-2-1003",
                    "No failover resource may be started: " + reason);
        }
    }

    private void heard(NodeInput.Heard heard) {
        long atNs = heard.atNs();
        Heartbeat heartbeat = heard.heartbeat();
        Optional<PacketFault> foreign = config.foreign(heard.link(), heartbeat);
        if (foreign.isPresent()) {
            dropped(atNs, foreign.get(), heard.link(), heard.source());
            return;
        }
        Peer peer = peers.get(heartbeat.from());
        if (peer == null) {
            return;
        }
        boolean silent = peer.links.silent(atNs, silenceNs());
        PeerSession.Verdict verdict =
                peer.session.judge(
                        atNs,
                        heard.link(),
                        heard.source(),
                        heartbeat,
                        answeredNs(atNs, heartbeat),
                        silent,
                        silenceNs());
        switch (verdict) {
            case NEWS -> {
                if (!silent) peer.links.survived(atNs);
                peer.links.heard(atNs, heard.link());
                if (order.echoed().contains(heartbeat.from())) {
                    peer.promise(atNs + peerinactNs);
                    peer.honour(heartbeat);
                }
                news(atNs, peer, heartbeat);
                clashes(atNs, peer, heartbeat);
            }
            case LATE_NEWS -> {
                peer.links.carried(peer.session.nominalNs(atNs, heartbeat), heard.link());
                news(atNs, peer, heartbeat);
                if (silent) {
                    challenge(heard, peer);
                }
            }
            case COPY -> peer.links.carried(peer.session.nominalNs(atNs, heartbeat), heard.link());
            case OLD_SESSION ->
                    dropped(atNs, PacketFault.OLD_SESSION, heard.link(), heard.source());
            case REPLAYED -> dropped(atNs, PacketFault.REPLAYED, heard.link(), heard.source());
            case UNPROVEN -> {
                challenge(heard, peer);
                if (heartbeat.session() < peer.session.session()
                        || peer.unanswered(heartbeat.session())) {
                    dropped(atNs, PacketFault.OLD_SESSION, heard.link(), heard.source());
                }
            }
            case RIVAL -> challenge(heard, peer);
        }
    }

    /// Which of this daemon's heartbeats the sender had heard when it made its own, if that is not too long ago to mean anything.
    private long answeredNs(long atNs, Heartbeat heartbeat) {
        Heartbeat.Echo seen = heartbeat.seen().get(config.id());
        boolean fresh =
                seen != null
                        && seen.session() == config.session()
                        && seen.sentNs() <= atNs
                        && atNs - seen.sentNs() <= silenceNs();
        return fresh ? seen.sentNs() : PeerSession.UNANSWERED;
    }

    /// Says to the sender alone that its heartbeat has come in, so that its next one can show that it lives.
    private void challenge(NodeInput.Heard heard, Peer peer) {
        Heartbeat theirs = heard.heartbeat();
        if (peer.challenge(heard.atNs(), theirs.session(), pace.timers().heartbeatNs() / 2)) {
            out.add(
                    new NodeOutput.Challenge(
                            theirs.from(),
                            heard.link(),
                            heard.source(),
                            heartbeat(heard.atNs())
                                    .withSeen(
                                            theirs.from(),
                                            new Heartbeat.Echo(
                                                    theirs.session(), theirs.sentNs()))));
        }
    }

    private void dropped(long atNs, PacketFault fault, String link, String source) {
        faults.dropped(atNs, fault, link, source)
                .ifPresent(text -> line(LogLine.Severity.WARNING, "V-15-2-1021", text));
    }

    /// Two machines with one node id: says it of a peer when that begins, and obeys when it is this system that is not believed.
    private void clashes(long atNs, Peer peer, Heartbeat heartbeat) {
        if (peer.sayClash(atNs)) {
            line(
                    LogLine.Severity.CRITICAL,
                    "V-15-2-1020",
                    "Node id "
                            + heartbeat.from()
                            + " is used by two systems: "
                            + peer.session.address()
                            + " is believed, "
                            + peer.session.rival().address()
                            + " is not. Correct set-node in llttab of the one that is wrong, or"
                            + " switch off the copy");
        }
        Long believed = heartbeat.clashes().get(config.id());
        if (believed == null || believed == config.session()) {
            return;
        }
        if (!order.seeded() && !left) {
            left = true;
            String reason =
                    "node "
                            + heartbeat.from()
                            + " hears two systems with this one's node id "
                            + config.id()
                            + " and believes the other; this one is in no view and leaves. Correct"
                            + " set-node in llttab, then run hastart";
            line(LogLine.Severity.CRITICAL, "V-15-2-1022", "This system leaves: " + reason);
            out.add(new NodeOutput.Leave(reason));
        }
    }

    /// What a peer says that it has not said before.
    private void news(long atNs, Peer peer, Heartbeat heartbeat) {
        boolean changed = peer.learn(atNs, heartbeat);
        Heartbeat.Echo echo = heartbeat.echoes().get(config.id());
        if (echo != null && echo.session() == config.session()) {
            echoes.put(
                    heartbeat.from(),
                    new Lease.Echoed(heartbeat.view(), heartbeat.accepted(), echo.sentNs()));
        } else {
            echoes.remove(heartbeat.from());
        }
        report = true;
        if (guarded()
                && !lost
                && heartbeat.view().number() > order.view().number()
                && !heartbeat.members().containsKey(config.id())) {
            lose(
                    atNs,
                    "system "
                            + heartbeat.from()
                            + " is in view "
                            + heartbeat.view()
                            + " without this system");
        }
        if (goesOnWithoutEngine(heartbeat)) {
            adopt(atNs, heartbeat);
        }
        if (changed) {
            peer.judge(atNs, silenceNs());
            sendTo(atNs, heartbeat.from());
        }
    }

    /// Whether the others have gone on to a view that has this system in it without its engine, so that nobody else tells of it.
    private boolean goesOnWithoutEngine(Heartbeat heartbeat) {
        Long engineThere = heartbeat.members().get(config.id());
        return order.seeded()
                && !lost
                && heartbeat.view().number() > order.view().number()
                && engineThere != null
                && engineThere == 0;
    }

    /// Goes on in the view that the others are in: their echoes guard what runs here, and ours what runs there.
    private void adopt(long atNs, Heartbeat heartbeat) {
        line(
                LogLine.Severity.NOTICE,
                "V-15-2-1004",
                "The others are in view "
                        + heartbeat.view()
                        + " with this system and without its engine; what runs here goes on");
        enter(atNs, order.goneOn(heartbeat.view(), heartbeat.members()));
    }

    private void command(long atNs, NodeCommand command) {
        if (command.engine() < engine) {
            return;
        }
        engine = command.engine();
        boolean wasUp = engineUp;
        engineUp = true;
        engineHeardNs = atNs;
        if (!wasUp) {
            report = true;
            pace.beatAt(atNs);
        }
        switch (command) {
            case NodeCommand.ViewOrder next -> follow(atNs, next);
            case NodeCommand.Alive _ -> {}
            case NodeCommand.Revoke revoke -> {
                if (order.mode().arbitrates() && !lost) {
                    lose(atNs, revoke.reason());
                }
                report = true;
            }
            case NodeCommand.Withdraw withdraw -> withdraw(atNs, withdraw.engine());
            case NodeCommand.SetTimers set -> {
                pace.set(atNs, set.timers());
            }
        }
    }

    private void follow(long atNs, NodeCommand.ViewOrder next) {
        report = true;
        boolean newEngine = next.engine() > order.engine();
        if (!newEngine && next.sequence() <= order.sequence()) {
            return;
        }
        if (lost && (!newEngine || stopping)) {
            return;
        }
        if (lost) {
            lost = false;
            lostReason = "";
            lease = Lease.NONE;
            echoes.clear();
        }
        engine = next.engine();
        enter(atNs, next);
    }

    private void enter(long atNs, NodeCommand.ViewOrder next) {
        NodeCommand.ViewOrder before = order;
        order = next;
        report = true;
        // Promises given until now are kept; from now on they are given for what the order asks.
        peerinactNs = next.peerinactNs();
        if (storedPeerinact.follow(atNs, peerinactNs)) {
            out.add(new NodeOutput.PersistPeerinact(storedPeerinact.ns()));
        }
        boolean longer = next.peerinactNs() > before.peerinactNs();
        SortedSet<Integer> known = before.echoed();
        for (int id : next.echoed()) {
            Peer peer = peers.get(id);
            if (peer != null
                    && (longer
                            || !known.contains(id)
                            || !Objects.equals(before.members().get(id), next.members().get(id)))) {
                peer.promise(atNs + peerinactNs);
                peer.links.restart(atNs);
            }
        }
        next.raiseNs()
                .forEach(
                        (id, ns) -> {
                            Peer peer = peers.get(id);
                            if (peer != null) {
                                peer.promise(atNs + ns);
                            }
                        });
        if (guarded()) {
            renewed(lease.extended(atNs, config.id(), order, echoes));
            if (lease.valid(atNs)) {
                out.add(new NodeOutput.ResumeLeased());
            }
        } else {
            lease = Lease.NONE;
            out.add(new NodeOutput.ResumeLeased());
        }
        persist(atNs);
        pace.beatAt(atNs);
    }

    private void withdraw(long atNs, long by) {
        if (leasedMayRun && guarded() && !lost) {
            lose(atNs, "this system leaves the cluster");
            return;
        }
        order = order.withdrawn(by);
        lease = Lease.NONE;
        lost = false;
        report = true;
        pace.beatAt(atNs);
        persist(atNs);
    }

    private void engineGone(long atNs, String why) {
        if (engineUp) {
            engineUp = false;
            pace.beatAt(atNs);
            report = true;
            line(
                    LogLine.Severity.ERROR,
                    "V-15-2-1002",
                    "The engine is gone: " + why + "; resources are left as they are");
        }
    }

    private void checkEngine(long atNs) {
        if (engineUp && atNs - engineHeardNs >= config.engineTimeoutNs()) {
            out.add(
                    new NodeOutput.KillEngine(
                            "it has said nothing for "
                                    + config.engineTimeoutNs() / 1_000_000
                                    + " ms"));
            engineGone(
                    atNs,
                    "it has said nothing for " + config.engineTimeoutNs() / 1_000_000 + " ms");
        }
    }

    private void agentsBusy(NodeInput.AgentsBusy busy) {
        if (leasedMayRun != busy.leasedMayRun()) {
            leasedMayRun = busy.leasedMayRun();
            report = true;
        }
        if (stopping && busy.answers() == stopOrder && !busy.leasedMayRun()) {
            stopping = false;
            report = true;
        }
    }

    private void judge(long atNs) {
        for (Peer peer : peers.values()) {
            if (peer.judge(atNs, silenceNs())) {
                report = true;
            }
        }
    }

    private void beat(long atNs) {
        boolean low = pace.beat(atNs);
        report = true;
        peers.forEach(
                (id, peer) ->
                        LinkLines.of(atNs, id, peer, pace::troubleNs, judgedPeerinactNs())
                                .forEach(line -> out.add(new NodeOutput.Line(line))));
        Heartbeat heartbeat = heartbeat(atNs);
        peers.forEach(
                (id, peer) -> {
                    boolean everywhere = low || !highPriorityUp(atNs, peer);
                    for (String link : config.links()) {
                        if (everywhere || !config.lowPriority().contains(link)) {
                            send(id, link, heartbeat);
                        }
                    }
                });
    }

    /// Whether a high-priority link to a peer is up; without one the low-priority ones are the peer's only ones, and take over the pace.
    private boolean highPriorityUp(long atNs, Peer peer) {
        for (String link : config.links()) {
            if (!config.lowPriority().contains(link)
                    && peer.links.up(atNs, link, pace.timers().peertroubleNs())) {
                return true;
            }
        }
        return false;
    }

    private void sendTo(long atNs, int peer) {
        Heartbeat heartbeat = heartbeat(atNs);
        config.links().forEach(link -> send(peer, link, heartbeat));
    }

    private void send(int peer, String link, Heartbeat heartbeat) {
        peers.get(peer).links.sent(link);
        out.add(new NodeOutput.Send(peer, link, heartbeat));
    }

    private Heartbeat heartbeat(long atNs) {
        var honoured = new TreeMap<Integer, Heartbeat.Echo>();
        var hears = new TreeSet<Integer>();
        var seen = new TreeMap<Integer, Heartbeat.Echo>();
        var clashes = new TreeMap<Integer, Long>();
        SortedSet<Integer> echoed = order.echoed();
        peers.forEach(
                (id, peer) -> {
                    if (echoed.contains(id) && peer.honoured().session() != 0) {
                        honoured.put(id, peer.honoured());
                    }
                    if (!peer.links.silent(atNs, silenceNs())) {
                        hears.add(id);
                    }
                    if (peer.session.session() != 0) {
                        seen.put(id, peer.session.newest());
                    }
                    if (peer.session.clashes(atNs)) {
                        clashes.put(id, peer.session.session());
                    }
                });
        return new Heartbeat(
                config.cluster(),
                config.id(),
                config.session(),
                ++sequence,
                atNs,
                pace.timers().heartbeatNs(),
                engine,
                engineUp,
                lost ? NodeCommand.ViewOrder.NONE.view() : order.view(),
                lost ? NodeCommand.ViewOrder.NONE.view() : order.accepted(),
                lost ? new TreeMap<>() : order.members(),
                honoured,
                hears,
                seen,
                clashes,
                guarded() && !lost ? Math.max(0, lease.untilNs() - atNs) : 0);
    }

    private void persist(long atNs) {
        var durable =
                new NodeDurable(
                        config.bootId(),
                        lease.held(),
                        lease.untilNs(),
                        lost,
                        order,
                        storedPeerinact.ns());
        if (!durable.equals(persisted)) {
            persisted = durable;
            out.add(new NodeOutput.Persist(durable));
        }
    }

    private void line(LogLine.Severity severity, String umi, String text) {
        out.add(new NodeOutput.Line(new LogLine(severity, umi, text)));
    }

    private List<NodeOutput> finish(long atNs) {
        if (storedPeerinact.lower(atNs, peerinactNs)) {
            out.add(new NodeOutput.PersistPeerinact(storedPeerinact.ns()));
        }
        persist(atNs);
        if (report) {
            report = false;
            out.add(new NodeOutput.ToEngine(report(atNs)));
        }
        var done = List.copyOf(out);
        out.clear();
        return done;
    }
}
