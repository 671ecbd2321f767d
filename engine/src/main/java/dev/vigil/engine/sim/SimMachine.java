package dev.vigil.engine.sim;

import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.had.Input;
import dev.vigil.engine.had.Output;
import dev.vigil.engine.had.PeerMessage;
import dev.vigil.engine.had.Stack;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.had.StackStatus;
import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.log.LogHappening;
import dev.vigil.engine.node.NodeCommand;
import dev.vigil.engine.node.NodeConfig;
import dev.vigil.engine.node.NodeDurable;
import dev.vigil.engine.node.NodeInput;
import dev.vigil.engine.node.NodeMachine;
import dev.vigil.engine.node.NodeOutput;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One system: a machine with a clock, a disk and a `/run`, its two daemons, and what runs on it.
public final class SimMachine {
    private static final long MS = 1_000_000L;
    private static final long US = 1_000L;

    private final SimCluster cluster;
    private final SimClock clock;
    private final SimOptions options;
    private final SimTrace trace;
    private final SimTruth truth;
    private final int id;
    private final long driftPpm;
    private final SimAgents agents;
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
        this.agents = new SimAgents(clock, this, truth);
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
            engine.ifPresent(e -> e.process.kill());
            node.ifPresent(n -> n.process.kill());
            engine = Optional.empty();
            node = Optional.empty();
            cluster.transport().leave(id);
            agents.powerOff();
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
            node.ifPresent(n -> n.process.drain());
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
                                                    node.ifPresent(
                                                            n ->
                                                                    n.process.post(
                                                                            at ->
                                                                                    n.handle(
                                                                                            new NodeInput
                                                                                                    .EngineGone(
                                                                                                    at))));
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
                    dead.process.kill();
                    node = Optional.empty();
                    clock.after(
                            MS,
                            () ->
                                    whenAwake(
                                            () -> {
                                                if (node.isEmpty()) {
                                                    engine.ifPresent(
                                                            e -> e.input(Input.NodeGone::new));
                                                }
                                            }));
                    clock.after(restartNs, () -> whenAwake(this::startNode));
                    guarded();
                });
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
                    n.process.stop();
                    guarded();
                    clock.after(
                            forNs,
                            () -> {
                                say("hanode is continued");
                                n.process.carryOn();
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
                        node.ifPresent(n -> n.process.carryOn());
                        whenAwake(this::startNode);
                    });
        }
    }

    /// An operator types something.
    void offer(String command) {
        engine.ifPresent(e -> e.offer(command));
    }

    /// An operator counts: acknowledged when it is applied here.
    void count() {
        engine.ifPresent(e -> e.offer("count " + ++e.counted));
    }

    void control(ControlRequest request) {
        engine.ifPresent(e -> e.input(at -> new Input.Control(at, "r", request)));
    }

    /// hastop -local, once nothing runs here, and hastart a while later.
    void leave(long backNs) {
        if (awake() && !agents.leasedMayRun()) {
            control(new ControlRequest.Leave());
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
            node.ifPresent(n -> n.process.carryOn());
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

    Optional<SimApplication> application() {
        return engine.map(e -> e.application);
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
            next.process.post(
                    at -> next.handle(new NodeInput.AgentsBusy(at, agents.leasedMayRun(), 0)));
            connect();
        }
    }

    private void startEngine() {
        if (powered && engine.isEmpty() && !stayAway) {
            engineStarts++;
            say("had " + engineStarts + " starts");
            var next = new Engine();
            engine = Optional.of(next);
            next.process.post(at -> next.handle(new Input.Tick(at)));
            if (node.isEmpty()
                    && run.bootId().equals(id + "/" + boots)
                    && run.leased()
                    && !run.lost()) {
                next.input(at -> new Input.StoredLease(at, run.leaseUntilNs()));
            }
            connect();
        }
    }

    /// A new connection: hanode reports at once, had orders again what is under way.
    private void connect() {
        clock.after(
                clock.between(200 * US, 2 * MS),
                () ->
                        whenAwake(
                                () ->
                                        node.ifPresent(
                                                n ->
                                                        engine.ifPresent(
                                                                e ->
                                                                        n.process.post(
                                                                                at ->
                                                                                        report(
                                                                                                e,
                                                                                                new NodeOutput
                                                                                                        .ToEngine(
                                                                                                        n
                                                                                                                .machine
                                                                                                                .report(
                                                                                                                        at))))))));
    }

    private void report(Engine to, NodeOutput.ToEngine report) {
        clock.after(
                clock.between(40 * US, 200 * US),
                () -> whenAwake(() -> to.input(at -> new Input.FromNode(at, report.report()))));
    }

    void heartbeat(String link, Heartbeat heartbeat) {
        if (powered) {
            node.ifPresent(
                    n -> n.process.post(at -> n.handle(new NodeInput.Heard(at, link, heartbeat))));
        }
    }

    void message(int from, PeerMessage message) {
        if (powered) {
            engine.ifPresent(e -> e.input(at -> new Input.FromPeer(at, from, message)));
        }
    }

    void agentsChanged(long answers) {
        node.ifPresent(
                n ->
                        n.process.post(
                                at ->
                                        n.handle(
                                                new NodeInput.AgentsBusy(
                                                        at, agents.leasedMayRun(), answers))));
    }

    void operationEnded(int group, String operation) {
        if (node.isPresent()) {
            clock.after(
                    clock.between(60 * US, 300 * US),
                    () -> whenAwake(() -> engine.ifPresent(e -> e.ended(group, operation))));
        }
    }

    /// hanode.
    private final class Node {
        final SimProcess process;
        final NodeMachine machine;
        private final long session = nodeStarts;
        private final Deque<NodeOutput> outputs = new ArrayDeque<>();

        Node() {
            var config =
                    new NodeConfig(
                            1,
                            id,
                            cluster.ids(),
                            cluster.links(),
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
                case NodeOutput.ToEngine report -> engine.ifPresent(e -> report(e, report));
                case NodeOutput.StopLeased stop -> {
                    say("stops leased: " + stop.reason());
                    agents.stopAll(options.timing(), stop.order());
                }
                case NodeOutput.ResumeLeased _ -> {}
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

    /// had, with the simulation's application.
    private final class Engine {
        final SimProcess process;
        final Stack stack;
        final SimApplication application;
        final long incarnation = engineStarts;
        long counted;
        private final Deque<Output> outputs = new ArrayDeque<>();
        private final SortedMap<String, Long> offeredNs = new TreeMap<>();

        Engine() {
            application = new SimApplication(options.groups());
            var names = new TreeMap<Integer, String>();
            cluster.ids().forEach(i -> names.put(i, "sys" + i));
            var config =
                    new StackConfig(
                            id,
                            names,
                            incarnation,
                            options.systems(),
                            configured,
                            options.mode(),
                            6_000 * MS);
            stack = new Stack(config, disk, new Watched(application), localNs());
            process =
                    new SimProcess(
                            clock,
                            SimMachine.this,
                            stack::nextDeadlineNs,
                            at -> handle(new Input.Tick(at)));
            clock.after(300 * MS, this::again);
        }

        void input(java.util.function.LongFunction<Input> input) {
            process.post(at -> handle(input.apply(at)));
        }

        void offer(String command) {
            input(at -> new Input.Offer(at, command.getBytes(StandardCharsets.UTF_8)));
        }

        void handle(Input input) {
            outputs.addAll(stack.handle(input));
            carryOut();
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
                case Output.Persist _ -> throw new SimFailure("persisting is handled before");
                case Output.Effects effects ->
                        effects.effects().forEach(e -> effect((SimEffect) e));
                case Output.Answer answer -> say("answers " + answer.done() + ": " + answer.text());
                case Output.Line line -> say("had: " + line.line().text());
                case Output.CleanFromTable clean -> {
                    say("had cleans from the table: " + clean.reason());
                    agents.stopAll(options.timing(), -1);
                }
                case Output.KillNode kill -> {
                    say("had kills hanode: " + kill.reason());
                    killNode(clock.between(20 * MS, 90 * MS));
                }
                case Output.Die die -> killEngine(clock.between(30 * MS, 600 * MS));
                case Output.Left _ -> {
                    say("has left");
                    stayAway = true;
                    killEngine(MS);
                }
            }
        }

        private void happened(LogHappening happening) {
            if (awake() || suspended) {
                input(at -> new Input.FromLog(at, happening));
            }
        }

        private void effect(SimEffect effect) {
            switch (effect) {
                case SimEffect.Order order -> {
                    if (order.system() == id && order.incarnation() == incarnation) {
                        order(order);
                    }
                }
                case SimEffect.Probe probe -> {
                    if (probe.system() == id && probe.incarnation() == incarnation) {
                        probe();
                    }
                }
                case SimEffect.Done done -> {
                    if (done.system() == id && done.incarnation() == incarnation) {
                        truth.acknowledged(id + "." + incarnation, done.number());
                    }
                }
            }
        }

        private void order(SimEffect.Order order) {
            clock.after(
                    clock.between(60 * US, 300 * US),
                    () ->
                            whenAwake(
                                    () ->
                                            node.ifPresent(
                                                    n ->
                                                            n.process.post(
                                                                    at ->
                                                                            agents.order(
                                                                                    order,
                                                                                    n.machine
                                                                                            .mayStart(
                                                                                                    at,
                                                                                                    incarnation))))));
        }

        private void probe() {
            clock.after(
                    clock.between(100 * US, 2 * MS),
                    () ->
                            whenAwake(
                                    () -> {
                                        if (process.alive() && application.unprobed(id)) {
                                            if (agents.busy() || node.isEmpty()) {
                                                clock.after(10 * MS, () -> whenAwake(this::probe));
                                            } else {
                                                var running =
                                                        new StringBuilder(
                                                                "probe " + id + " " + incarnation);
                                                agents.up()
                                                        .forEach(
                                                                g ->
                                                                        running.append(" g")
                                                                                .append(g));
                                                offer(running.toString());
                                            }
                                        }
                                    }));
        }

        void ended(int group, String operation) {
            String outcome = agents.outcome(operation);
            if (process.alive()
                    && !outcome.isEmpty()
                    && clock.nowNs() - offeredNs.getOrDefault(operation, Long.MIN_VALUE / 2)
                            > 400 * MS) {
                offeredNs.put(operation, clock.nowNs());
                offer("ended " + group + " " + operation + " " + outcome);
            }
        }

        /// What is under way here according to the state is ordered, or reported, again.
        private void again() {
            if (process.alive()) {
                clock.after(400 * MS, this::again);
                if (awake() && !process.stopped() && stack.status().active()) {
                    for (SimEffect.Order order : new ArrayList<>(application.pending(id))) {
                        if (order.incarnation() == incarnation) {
                            order(order);
                        }
                    }
                }
            }
        }
    }

    /// The application as the stack sees it: every step's state is compared with the other systems'.
    private final class Watched implements dev.vigil.engine.had.Application {
        private final SimApplication inner;

        Watched(SimApplication inner) {
            this.inner = inner;
        }

        @Override
        public List<Object> viewOpened(long atNs, dev.vigil.engine.had.ViewChange change) {
            if (change.fresh()) {
                cluster.historyBegins(change.view());
            }
            var effects = inner.viewOpened(atNs, change);
            say(
                    "view "
                            + change.view()
                            + " members "
                            + change.members()
                            + " lost "
                            + change.lost());
            truth.state("view " + change.view(), inner.text());
            return effects;
        }

        @Override
        public List<Object> apply(long atNs, dev.vigil.engine.log.ItemId item, byte[] payload) {
            var effects = inner.apply(atNs, item, payload);
            truth.state("item " + item, inner.text());
            return effects;
        }

        @Override
        public byte[] snapshot() {
            return inner.snapshot();
        }

        @Override
        public List<Object> restore(long atNs, byte[] snapshot) {
            return inner.restore(atNs, snapshot);
        }
    }
}
