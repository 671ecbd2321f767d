package dev.vigil.engine.sim;

import dev.vigil.agent.AgentReport;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.had.CoreDuties;
import dev.vigil.engine.had.Input;
import dev.vigil.engine.had.Output;
import dev.vigil.engine.had.PeerMessage;
import dev.vigil.engine.had.Stack;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.had.StackStatus;
import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.log.LogHappening;
import dev.vigil.engine.node.NodeCommand;
import dev.vigil.engine.node.NodeConfig;
import dev.vigil.engine.node.NodeDurable;
import dev.vigil.engine.node.NodeFrame;
import dev.vigil.engine.node.NodeInput;
import dev.vigil.engine.node.NodeMachine;
import dev.vigil.engine.node.NodeOutput;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One system: a machine with a clock, a disk and a `/run`, its two daemons, and what runs on it.
public final class SimMachine {
    private static final long MS = 1_000_000L;
    private static final long US = 1_000L;
    private static final String OPERATOR = "operator";
    private static final String LEAVE = "leave";

    private final SimCluster cluster;
    private final SimClock clock;
    private final SimOptions options;
    private final SimTrace trace;
    private final SimTruth truth;
    private final int id;
    private final long driftPpm;
    private final SimAgents agents;
    private final SimConfiguration files;
    private Timing configured;

    // What survives a loss of power.
    private long engineStarts;
    private long nodeStarts;
    private long boots;
    private StackDurable disk = StackDurable.nothing();
    private long storedPeerinactNs;

    // What survives a daemon.
    private NodeDurable run = NodeDurable.nothing();
    private boolean powered;
    private boolean suspended;
    private boolean stayAway;
    private long bootedNs;
    private long busyStoppingNs;
    private final Deque<Runnable> onResume = new ArrayDeque<>();

    private Optional<SimAgentHost> lastCleaner = Optional.empty();
    private Optional<Node> node = Optional.empty();
    private Optional<Engine> engine = Optional.empty();

    SimMachine(SimCluster cluster, int id, long driftPpm) {
        this.cluster = cluster;
        this.clock = cluster.clock();
        this.options = cluster.options();
        this.trace = cluster.trace();
        this.truth = cluster.truth();
        this.id = id;
        this.driftPpm = driftPpm;
        this.agents = new SimAgents(this, truth);
        this.files = new SimConfiguration(clock, options, cluster.readBefore());
        this.configured = options.timing();
    }

    int id() {
        return id;
    }

    long localNs() {
        long real = clock.nowNs() - bootedNs;
        return 1_000_000_000L * (3 + id) + real + real / 1_000_000 * driftPpm;
    }

    long trueNs(long localNs) {
        long local = localNs - 1_000_000_000L * (3 + id);
        return bootedNs + local - local / 1_000_000 * driftPpm;
    }

    /// How often it was switched on: what was under way before is gone.
    long boots() {
        return boots;
    }

    boolean awake() {
        return powered && !suspended;
    }

    boolean powered() {
        return powered;
    }

    boolean suspended() {
        return suspended;
    }

    /// Runs it now, or when the machine is resumed; never when it loses power.
    void whenAwake(Runnable what) {
        if (suspended) {
            onResume.add(what);
        } else if (powered) {
            what.run();
        }
    }

    private void say(String what) {
        trace.say("sys" + id, what);
    }

    // What can be done to it

    /// Another peerinact is configured; it counts for engines started from now on.
    void configure(Timing timing) {
        configured = timing;
    }

    /// From now on hanode is busy for so long with what it begins when the lease is lost.
    void busyStopping(long ns) {
        busyStoppingNs = ns;
    }

    /// Power on: both daemons start.
    void powerOn() {
        if (!powered) {
            powered = true;
            stayAway = false;
            boots++;
            bootedNs = clock.nowNs();
            run =
                    new NodeDurable(
                            "", false, 0, false, NodeCommand.ViewOrder.NONE, storedPeerinactNs);
            say("power on");
            startNode();
            startEngine();
        }
    }

    /// Power off: everything is gone at once.
    void powerOff() {
        if (powered) {
            say("power off");
            powered = false;
            suspended = false;
            onResume.clear();
            boots++;
            engine.ifPresent(e -> e.process.kill());
            node.ifPresent(Node::kill);
            lastCleaner.ifPresent(SimAgentHost::orphaned);
            engine = Optional.empty();
            node = Optional.empty();
            cluster.transport().leave(id);
            agents.powerOff();
            files.powerLost(clock.random().nextInt(101));
            truth.powerLost(files.syncedNs());
        }
    }

    /// The whole machine stands still; its clock goes on.
    void suspend() {
        if (awake()) {
            say("suspended");
            suspended = true;
        }
    }

    void resume() {
        if (suspended) {
            say("resumed");
            suspended = false;
            truth.resumed(id);
            // The daemons come to before anything that waited for the machine.
            node.ifPresent(Node::drain);
            while (!onResume.isEmpty() && awake()) {
                onResume.remove().run();
            }
            engine.ifPresent(e -> e.process.drain());
        }
    }

    void killEngine(long restartNs) {
        engine.ifPresent(
                dead -> {
                    say("had " + dead.incarnation + " is dead");
                    dead.process.kill();
                    engine = Optional.empty();
                    cluster.transport().leave(id);
                    clock.after(
                            MS,
                            () ->
                                    whenAwake(
                                            () -> {
                                                if (engine.isEmpty()) {
                                                    node.ifPresent(Node::engineGone);
                                                }
                                            }));
                    clock.after(restartNs, () -> whenAwake(this::startEngine));
                    guarded();
                });
    }

    void killNode(long restartNs) {
        node.ifPresent(
                dead -> {
                    say("hanode is dead");
                    dead.kill();
                    node = Optional.empty();
                    clock.after(
                            MS,
                            () ->
                                    whenAwake(
                                            () -> {
                                                if (node.isEmpty()) {
                                                    engine.ifPresent(Engine::nodeGone);
                                                    engine.ifPresent(this::guardsStoredLease);
                                                }
                                            }));
                    clock.after(restartNs, () -> whenAwake(this::startNode));
                    guarded();
                });
    }

    /// What `StoredLeaseWatch` does for an engine that loses its hanode: K after the end of the lease that is stored, it stops things itself.
    private void guardsStoredLease(Engine e) {
        boolean leased =
                run.bootId().equals(id + "/" + boots)
                        && run.leased()
                        && !run.lost()
                        && run.order().seeded()
                        && run.order().mode().arbitrates();
        if (leased) {
            long untilNs = Math.max(run.leaseUntilNs(), localNs()) + options.timing().guardNs();
            e.input(at -> new Input.StoredLease(at, untilNs));
        }
    }

    void stopEngine(long forNs) {
        engine.ifPresent(
                e -> {
                    say("had is stopped");
                    e.process.stop();
                    guarded();
                    clock.after(
                            forNs,
                            () -> {
                                say("had is continued");
                                e.process.carryOn();
                            });
                });
    }

    void stopNode(long forNs) {
        node.ifPresent(
                n -> {
                    say("hanode is stopped");
                    n.stop();
                    guarded();
                    clock.after(
                            forNs,
                            () -> {
                                say("hanode is continued");
                                n.carryOn();
                            });
                });
    }

    /// When neither daemon runs, one is back before K is over: longer than that is risk 3, which software alone cannot close.
    private void guarded() {
        boolean had = engine.map(e -> !e.process.stopped()).orElse(false);
        boolean hanode = node.map(n -> !n.process.stopped()).orElse(false);
        if (powered && !had && !hanode) {
            clock.after(
                    options.timing().guardNs() / 2,
                    () -> {
                        node.ifPresent(Node::carryOn);
                        whenAwake(this::startNode);
                    });
        }
    }

    /// An operator types something.
    void request(Request request) {
        engine.ifPresent(e -> e.submit(request, _ -> {}));
    }

    /// An operator counts: acknowledged when it is applied here and accepted.
    void count() {
        engine.ifPresent(Engine::count);
    }

    /// Something goes wrong with one of the resources of this system.
    void trouble() {
        List<SimAgents.Thing> things = agents.things();
        if (!powered || things.isEmpty()) {
            return;
        }
        SimAgents.Thing thing = things.get(clock.random().nextInt(things.size()));
        SimAgents.Trouble[] kinds = SimAgents.Trouble.values();
        SimAgents.Trouble kind = kinds[clock.random().nextInt(kinds.length)];
        say("trouble with " + thing.name + ": " + kind);
        truth.troubled();
        if (kind != SimAgents.Trouble.NONE) {
            thing.trouble = kind;
        } else if (thing.up && !thing.starting) {
            agents.set(thing, false, false);
            node.ifPresent(n -> n.host.noticed(thing.name));
        }
    }

    /// Nothing goes wrong any more.
    void noMoreTrouble() {
        agents.things().forEach(thing -> thing.trouble = SimAgents.Trouble.NONE);
    }

    /// Its engine is told what each system is worth in a race.
    void weigh(SortedMap<Integer, Integer> weights) {
        engine.ifPresent(e -> e.input(at -> new Input.Weights(at, weights)));
    }

    void control(ControlRequest request) {
        engine.ifPresent(e -> e.input(at -> new Input.Control(at, OPERATOR, request)));
    }

    /// `hastop -local`, perhaps with `-evacuate`, and `hastart` a while later.
    void leave(boolean evacuate, long backNs) {
        if (awake()) {
            request(
                    new Request.Stop(
                            List.of(SimConfiguration.system(id)), false, false, evacuate, false));
            clock.after(
                    backNs,
                    () -> {
                        stayAway = false;
                        whenAwake(this::startEngine);
                    });
        }
    }

    /// `hastop -local -force`, and `hastart` a while later.
    void leaveByForce(long backNs) {
        if (awake()) {
            request(
                    new Request.Stop(
                            List.of(SimConfiguration.system(id)), false, true, false, false));
            clock.after(
                    backNs,
                    () -> {
                        stayAway = false;
                        whenAwake(this::startEngine);
                    });
        }
    }

    void start() {
        stayAway = false;
        if (!powered) {
            powerOn();
        } else if (suspended) {
            resume();
        } else {
            node.ifPresent(Node::carryOn);
            engine.ifPresent(e -> e.process.carryOn());
            startNode();
            startEngine();
        }
    }

    // What can be seen of it

    /// The engine's view and log, if it lives.
    public Optional<StackStatus> status() {
        return engine.map(e -> e.stack.status());
    }

    String describe() {
        return engine.map(
                                e ->
                                        " had "
                                                + e.incarnation
                                                + e.process.describe()
                                                + " outputs "
                                                + e.outputs.size())
                        .orElse("")
                + node.map(n -> " hanode" + n.process.describe()).orElse(" no hanode");
    }

    Optional<SimCore> core() {
        return engine.map(e -> e.core);
    }

    Optional<Long> engineIncarnation() {
        return engine.map(e -> e.incarnation);
    }

    // Daemons

    private void startNode() {
        if (powered && node.isEmpty()) {
            nodeStarts++;
            say("hanode starts");
            var next = new Node();
            node = Optional.of(next);
            next.process.post(at -> next.busy(at, 0));
            next.host.begin();
            connect();
        }
    }

    private void startEngine() {
        if (powered && engine.isEmpty() && !stayAway) {
            engineStarts++;
            say("had " + engineStarts + " starts");
            files.opened();
            var next = new Engine();
            engine = Optional.of(next);
            next.begin();
            if (node.isEmpty()
                    && run.bootId().equals(id + "/" + boots)
                    && run.leased()
                    && !run.lost()) {
                next.input(at -> new Input.StoredLease(at, run.leaseUntilNs()));
            }
            connect();
        }
    }

    /// A new connection: hanode reports at once, had says what it knows of.
    private void connect() {
        clock.after(
                clock.between(200 * US, 2 * MS),
                () -> whenAwake(() -> node.ifPresent(n -> engine.ifPresent(e -> connect(n, e)))));
    }

    private void connect(Node n, Engine e) {
        n.process.post(at -> report(n, e, new NodeOutput.ToEngine(n.machine.report(at))));
        if (n.peer.filter(known -> known == e).isEmpty()) {
            n.peer = Optional.of(e);
            e.process.post(
                    _ -> {
                        e.peer = Optional.of(n);
                        e.duties.nodeConnected();
                    });
        }
    }

    private void report(Node from, Engine to, NodeOutput.ToEngine report) {
        from.toEngine.send(
                () ->
                        whenAwake(
                                () -> {
                                    to.input(at -> new Input.FromNode(at, report.report()));
                                    to.process.post(_ -> to.duties.linksAre(report.report()));
                                }));
    }

    void heartbeat(String link, Heartbeat heartbeat) {
        if (powered) {
            node.ifPresent(
                    n ->
                            n.process.post(
                                    at ->
                                            n.handle(
                                                    new NodeInput.Heard(
                                                            at,
                                                            link,
                                                            "node " + heartbeat.from(),
                                                            heartbeat))));
        }
    }

    void message(int from, PeerMessage message) {
        if (powered) {
            engine.ifPresent(e -> e.input(at -> new Input.FromPeer(at, from, message)));
        }
    }

    /// hanode.
    private final class Node {
        final SimProcess process;
        final NodeMachine machine;
        private final long session = nodeStarts;
        private final Deque<NodeOutput> outputs = new ArrayDeque<>();
        private final SimChannel toEngine = new SimChannel(clock);
        final SimAgentHost host;
        Optional<Engine> peer = Optional.empty();
        private boolean leasedMayRun = agents.leasedMayRun();

        Node() {
            lastCleaner.ifPresent(SimAgentHost::orphaned);
            lastCleaner = Optional.empty();
            host =
                    new SimAgentHost(
                            clock,
                            SimMachine.this,
                            agents,
                            options.timing().cleanNs(),
                            new SimAgentHost.Ports(this::permits, this::reported, this::look));
            var config =
                    new NodeConfig(
                            1,
                            id,
                            cluster.ids(),
                            cluster.links(),
                            cluster.lowPriority(),
                            LinkTimers.of(configured.heartbeatNs(), configured.peertroubleNs()),
                            configured,
                            session,
                            id + "/" + boots,
                            15_000 * MS);
            machine = new NodeMachine(config, run, localNs());
            process =
                    new SimProcess(
                            clock,
                            SimMachine.this,
                            machine::nextDeadlineNs,
                            at -> handle(new NodeInput.Tick(at)));
        }

        void handle(NodeInput input) {
            outputs.addAll(machine.handle(input));
            carryOut();
        }

        void kill() {
            process.kill();
            host.orphaned();
        }

        void stop() {
            process.stop();
            host.process().stop();
        }

        void carryOn() {
            process.carryOn();
            host.process().carryOn();
        }

        void drain() {
            process.drain();
            host.process().drain();
        }

        void engineGone() {
            peer = Optional.empty();
            process.post(at -> handle(new NodeInput.EngineGone(at)));
        }

        void heard(NodeFrame frame) {
            switch (frame) {
                case NodeFrame.Configure(var resources) -> host.configure(resources);
                case NodeFrame.Order(var order) -> host.order(order);
                case NodeFrame.Snapshot() -> host.snapshot().forEach(this::reported);
                case NodeFrame.Hello _,
                        NodeFrame.Command _,
                        NodeFrame.Fault _,
                        NodeFrame.FaultDone _,
                        NodeFrame.Faults _,
                        NodeFrame.Zero _,
                        NodeFrame.Report _,
                        NodeFrame.Agents _ ->
                        throw new SimFailure("had never sends this here: " + frame);
            }
        }

        private boolean permits(OrderStamp stamp, ResourceDefinition resource) {
            long atNs = localNs();
            return stamp.operationId().isEmpty()
                    ? machine.mayRestart(atNs)
                    : machine.mayStart(atNs, stamp.engineIncarnation());
        }

        private void reported(AgentReport said) {
            peer.ifPresent(
                    to ->
                            toEngine.send(
                                    () -> whenAwake(() -> to.process.post(_ -> to.heard(said)))));
        }

        private void look() {
            boolean now = host.anythingLeasedMayRun();
            if (now != leasedMayRun) {
                leasedMayRun = now;
                process.post(at -> busy(at, 0));
            }
        }

        void busy(long atNs, long answers) {
            handle(new NodeInput.AgentsBusy(atNs, leasedMayRun, answers));
        }

        private void stopLeased(long order, String reason) {
            host.stopLeased(
                    reason,
                    () ->
                            process.post(
                                    at -> {
                                        leasedMayRun = false;
                                        busy(at, order);
                                    }));
        }

        private void carryOut() {
            while (!outputs.isEmpty() && process.alive()) {
                NodeOutput next = outputs.remove();
                carryOut(next);
                if (next instanceof NodeOutput.StopLeased && busyStoppingNs > 0) {
                    process.busyFor(busyStoppingNs, this::carryOut);
                    return;
                }
            }
        }

        private void carryOut(NodeOutput output) {
            switch (output) {
                case NodeOutput.Send send ->
                        cluster.send(id, send.peer(), send.link(), send.heartbeat());
                case NodeOutput.Challenge send ->
                        cluster.send(id, send.peer(), send.link(), send.heartbeat());
                case NodeOutput.Leave leave ->
                        throw new SimFailure("no system has a clone: " + leave.reason());
                case NodeOutput.ToEngine report -> engine.ifPresent(e -> report(this, e, report));
                case NodeOutput.StopLeased stop -> {
                    say("stops leased: " + stop.reason());
                    stopLeased(stop.order(), stop.reason());
                }
                case NodeOutput.ResumeLeased _ -> host.resume();
                case NodeOutput.Persist persist -> run = persist.durable();
                case NodeOutput.PersistPeerinact persist ->
                        storedPeerinactNs = persist.peerinactNs();
                case NodeOutput.KillEngine kill -> {
                    say("kills had: " + kill.reason());
                    killEngine(clock.between(50 * MS, 400 * MS));
                }
                case NodeOutput.Line line -> say(line.line().text());
            }
        }
    }

    /// had, with the real core and its duties.
    private final class Engine {
        final SimProcess process;
        final Stack stack;
        final SimCore core;
        final CoreDuties duties;
        final long incarnation = engineStarts;
        Optional<Node> peer = Optional.empty();
        private final String name = SimConfiguration.system(id);
        private final SimChannel toNode = new SimChannel(clock);
        private final Deque<Output> outputs = new ArrayDeque<>();
        private long counted;
        private long requests;
        private boolean staying;

        Engine() {
            var names = new TreeMap<Integer, String>();
            cluster.ids().forEach(i -> names.put(i, SimConfiguration.system(i)));
            core = new SimCore(cluster, id, names);
            duties =
                    new CoreDuties(
                            name,
                            incarnation,
                            new CoreDuties.Ports(
                                    core::state,
                                    this::offer,
                                    this::toNode,
                                    () -> stack().owner(),
                                    this::leave,
                                    line -> say("core: " + line.umi() + " " + line.text()),
                                    (trigger, _, _, ended) -> after(1, () -> ended.accept(0)),
                                    files,
                                    this::after,
                                    options.timing()::cleanNs));
            var config =
                    new StackConfig(
                            id,
                            names,
                            incarnation,
                            options.seedCount(),
                            configured,
                            options.mode(),
                            List.copyOf(cluster.points().keySet()));
            stack = new Stack(config, disk, core, localNs());
            process =
                    new SimProcess(
                            clock,
                            SimMachine.this,
                            stack::nextDeadlineNs,
                            at -> handle(new Input.Tick(at)));
        }

        private Stack stack() {
            return stack;
        }

        /// Once in a second, as `JournalCare` does.
        private void syncJournal() {
            files.sync();
            after(1_000, this::syncJournal);
        }

        void begin() {
            after(1_000, this::syncJournal);
            process.post(
                    at -> {
                        duties.ready(files.read(), incarnation > 1);
                        handle(new Input.Tick(at));
                    });
        }

        void nodeGone() {
            peer = Optional.empty();
            input(Input.NodeGone::new);
        }

        void heard(AgentReport said) {
            duties.reported(said);
        }

        private void toNode(NodeFrame frame) {
            peer.ifPresent(
                    n -> toNode.send(() -> whenAwake(() -> n.process.post(_ -> n.heard(frame)))));
        }

        /// Runs something later, unless this engine has ended by then.
        private Runnable after(long delayMs, Runnable what) {
            var off = new boolean[1];
            clock.after(
                    delayMs * MS,
                    () ->
                            whenAwake(
                                    () -> {
                                        if (!off[0]) {
                                            process.post(_ -> what.run());
                                        }
                                    }));
            return () -> off[0] = true;
        }

        void submit(Request request, Consumer<Boolean> answered) {
            String requestId = name + "-" + incarnation + "-" + ++requests;
            say("types " + request);
            process.post(
                    _ ->
                            duties.submit(
                                    new Event.Requested(requestId, name, "root", "", request),
                                    (exitCode, messages) -> {
                                        say(requestId + " answered " + exitCode + " " + messages);
                                        answered.accept(exitCode == 0);
                                    }));
        }

        void count() {
            if (!core.state().writable()) {
                submit(new Request.OpenConfiguration(), _ -> {});
            }
            String origin = id + "." + incarnation;
            long number = ++counted;
            submit(
                    core.count(origin, number),
                    done -> {
                        if (done) {
                            truth.acknowledged(origin, number);
                        }
                    });
        }

        /// The core wants this engine to end; as `HadDaemon` does it.
        private void leave(boolean force) {
            after(5_000, this::left);
            staying = force;
            askToLeave(force);
        }

        private void askToLeave(boolean stay) {
            input(at -> new Input.Control(at, LEAVE, new ControlRequest.Leave(stay)));
        }

        private void left() {
            say("has left");
            files.sync();
            stayAway = true;
            killEngine(MS);
        }

        void input(java.util.function.LongFunction<Input> input) {
            process.post(at -> handle(input.apply(at)));
        }

        /// What is offered while something is handled comes after it.
        private void offer(Event event) {
            byte[] item = core.encode(event);
            clock.after(0, () -> whenAwake(() -> input(at -> new Input.Offer(at, item))));
        }

        void handle(Input input) {
            outputs.addAll(stack.handle(input));
            carryOut();
            duties.fireExpired();
        }

        private void carryOut() {
            while (!outputs.isEmpty() && process.alive()) {
                Output next = outputs.remove();
                if (next instanceof Output.Persist persist) {
                    cluster.aboutToPersist(SimMachine.this, persist.durable());
                    process.busyFor(
                            clock.between(100 * US, 3 * MS),
                            () -> {
                                disk = persist.durable();
                                carryOut();
                            });
                    return;
                }
                carryOut(next);
            }
        }

        private void carryOut(Output output) {
            switch (output) {
                case Output.ToPeer to -> cluster.send(id, to.peer(), to.message());
                case Output.ToNode to ->
                        clock.after(
                                clock.between(40 * US, 200 * US),
                                () ->
                                        whenAwake(
                                                () ->
                                                        node.ifPresent(
                                                                n ->
                                                                        n.process.post(
                                                                                at ->
                                                                                        n.handle(
                                                                                                new NodeInput
                                                                                                        .FromEngine(
                                                                                                        at,
                                                                                                        to
                                                                                                                .command()))))));
                case Output.ToLog to ->
                        cluster.transport().carryOut(id, to.command(), this::happened);
                case Output.ToPoint ask ->
                        cluster.ask(
                                id,
                                ask.point(),
                                ask.what(),
                                answer -> whenAwake(() -> answered(ask, answer)));
                case Output.Persist _ -> throw new SimFailure("persisting is handled before");
                case Output.Effects effects -> duties.carryOut(effects.effects());
                case Output.Answer answer -> answered(answer);
                case Output.SendSnapshot snapshot -> sendSnapshot(snapshot);
                case Output.MakeDigest(var view, var position, var digest) ->
                        clock.after(
                                clock.between(100 * US, 20 * MS),
                                () ->
                                        whenAwake(
                                                () ->
                                                        input(
                                                                at ->
                                                                        new Input.Digest(
                                                                                at,
                                                                                view,
                                                                                position,
                                                                                digest
                                                                                        .getAsLong()))));
                case Output.KeepForSupport support -> say("had keeps " + support.name());
                case Output.Line line -> say("had: " + line.line().text());
                case Output.CleanFromTable clean -> {
                    say("had cleans from the table: " + clean.reason());
                    cleanFromTable(clean.reason());
                }
                case Output.KillNode kill -> {
                    say("had kills hanode: " + kill.reason());
                    killNode(clock.between(20 * MS, 90 * MS));
                }
                case Output.Die die -> killEngine(clock.between(30 * MS, 600 * MS));
                case Output.Left _ -> left();
            }
        }

        private void answered(Output.ToPoint asked, PointAnswer answer) {
            input(at -> new Input.FromPoint(at, asked.point(), asked.request(), answer));
        }

        /// It takes a while to make, and what comes after goes before it.
        private void sendSnapshot(Output.SendSnapshot snapshot) {
            clock.after(
                    clock.between(MS, 60 * MS),
                    () ->
                            whenAwake(
                                    () -> {
                                        if (process.alive())
                                            snapshot.peers()
                                                    .forEach(
                                                            peer ->
                                                                    cluster.send(
                                                                            id,
                                                                            peer,
                                                                            snapshot.message()));
                                    }));
        }

        private void happened(LogHappening happening) {
            if (awake() || suspended) {
                input(at -> new Input.FromLog(at, happening));
            }
        }

        private void answered(Output.Answer answer) {
            say("answers " + answer.done() + ": " + answer.text());
            if (answer.request().equals(LEAVE) && !answer.done()) {
                after(100, () -> askToLeave(staying));
            }
        }
    }

    /// No node daemon lives to do it: agents of had's own stop what the table says may run.
    private void cleanFromTable(String reason) {
        lastCleaner.ifPresent(SimAgentHost::orphaned);
        node.ifPresent(n -> killNode(clock.between(20 * MS, 90 * MS)));
        var cleaner =
                new SimAgentHost(
                        clock,
                        this,
                        agents,
                        options.timing().cleanNs(),
                        new SimAgentHost.Ports((_, _) -> false, _ -> {}, () -> {}));
        lastCleaner = Optional.of(cleaner);
        cleaner.begin();
        cleaner.stopLeased(reason, () -> {});
    }
}
