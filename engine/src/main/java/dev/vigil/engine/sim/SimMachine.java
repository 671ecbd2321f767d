package dev.vigil.engine.sim;

import dev.vigil.engine.core.Request;
import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.had.Input;
import dev.vigil.engine.had.PeerMessage;
import dev.vigil.engine.had.StackStatus;
import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeDurable;
import dev.vigil.engine.node.NodeInput;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// One system: a machine with a clock, a disk and a `/run`, its two daemons, and what runs on it.
public final class SimMachine {
    private static final long MS = 1_000_000L;
    private static final long US = 1_000L;
    private static final String OPERATOR = "operator";

    private final SimCluster cluster;
    private final SimClock clock;
    private final SimOptions options;
    private final SimTrace trace;
    private final SimTruth truth;
    private final int id;
    private final long driftPpm;
    private final SimAgents agents;
    private final SimDisk disk;
    private final SimWatchdog watchdog;
    private Timing configured;

    private long nodeStarts;
    private long boots;
    private boolean powered;
    private boolean suspended;
    private boolean stayAway;
    private long bootedNs;
    private long busyStoppingNs;
    private final Deque<Runnable> onResume = new ArrayDeque<>();

    private Optional<SimAgentHost> lastCleaner = Optional.empty();
    private boolean nodeWaits;
    private Optional<SimNode> node = Optional.empty();
    private Optional<SimEngine> engine = Optional.empty();

    SimMachine(SimCluster cluster, int id, long driftPpm) {
        this.cluster = cluster;
        this.clock = cluster.clock();
        this.options = cluster.options();
        this.trace = cluster.trace();
        this.truth = cluster.truth();
        this.id = id;
        this.driftPpm = driftPpm;
        this.agents = new SimAgents(this, truth);
        this.disk = new SimDisk(new SimConfiguration(clock, options, cluster.readBefore()));
        this.watchdog = new SimWatchdog(this, clock);
        this.configured = options.timing();
    }

    int id() {
        return id;
    }

    SimCluster cluster() {
        return cluster;
    }

    SimDisk disk() {
        return disk;
    }

    SimAgents agents() {
        return agents;
    }

    Timing configured() {
        return configured;
    }

    Optional<SimNode> node() {
        return node;
    }

    Optional<SimEngine> engine() {
        return engine;
    }

    String bootId() {
        return id + "/" + boots;
    }

    long busyStoppingNs() {
        return busyStoppingNs;
    }

    /// The engine has left for good: it is not started again until somebody says so.
    void staysAway() {
        stayAway = true;
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

    void say(String what) {
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
            disk.booted();
            say("power on");
            startNode();
            startEngine();
        }
    }

    /// Ends as without power, and starts again by itself.
    void reset(String why) {
        say(why);
        cluster.fault(why);
        powerOff();
        clock.after(clock.between(500 * MS, 5_000 * MS), this::powerOn);
    }

    /// `LoserAction=panic` has told the kernel.
    void panic() {
        long now = boots;
        clock.after(
                0,
                () -> {
                    if (boots == now) reset("machine panics");
                });
    }

    SimWatchdog watchdog() {
        return watchdog;
    }

    /// Power off: everything is gone at once.
    void powerOff() {
        if (powered) {
            say("power off");
            powered = false;
            suspended = false;
            watchdog.disarm();
            onResume.clear();
            boots++;
            engine.ifPresent(e -> e.process.kill());
            node.ifPresent(SimNode::kill);
            endLastCleaner();
            nodeWaits = false;
            engine = Optional.empty();
            node = Optional.empty();
            cluster.transport().leave(id);
            agents.powerOff();
            disk.files().powerLost(clock.random().nextInt(101), clock.random().nextBoolean());
            truth.powerLost(disk.files().syncedNs());
        }
    }

    /// Its disk is gone, and with it its power until there is another one.
    void loseDisk(long backNs) {
        powerOff();
        disk.replaced(new SimConfiguration(clock, options, cluster.readBefore()));
        clock.after(backNs, this::powerOn);
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
            node.ifPresent(SimNode::drain);
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
                                                    node.ifPresent(SimNode::engineGone);
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
                    truth.guardDied(id);
                    dead.kill();
                    node = Optional.empty();
                    clock.after(
                            MS,
                            () ->
                                    whenAwake(
                                            () -> {
                                                if (node.isEmpty()) {
                                                    engine.ifPresent(SimEngine::nodeGone);
                                                    engine.ifPresent(this::guardsStoredLease);
                                                }
                                            }));
                    clock.after(restartNs, () -> whenAwake(this::startNode));
                    guarded();
                });
    }

    /// What `StoredLeaseWatch` does for an engine without a hanode: K after the end of the lease that is stored, or if that is lost, it stops
    /// things itself.
    private void guardsStoredLease(SimEngine e) {
        NodeDurable run = disk.run();
        boolean leased =
                run.bootId().equals(bootId())
                        && (run.leased() || run.lost())
                        && run.order().seeded()
                        && run.order().mode().arbitrates();
        if (leased) {
            long endNs = run.lost() ? localNs() : Math.max(run.leaseUntilNs(), localNs());
            long untilNs = endNs + run.order().guardNs();
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

    /// When neither daemon runs, one is back before K is over: longer than that is risk 3, which software alone cannot close, and a watchdog
    /// does.
    private void guarded() {
        if (powered && !hadRuns() && !hanodeRuns() && !watchdog.armed()) {
            clock.after(
                    options.timing().guardNs() / 2,
                    () -> {
                        node.ifPresent(SimNode::carryOn);
                        whenAwake(this::startNode);
                    });
        }
    }

    private boolean hadRuns() {
        return engine.map(e -> !e.process.stopped()).orElse(false);
    }

    private boolean hanodeRuns() {
        return node.map(n -> !n.process.stopped()).orElse(false);
    }

    /// Whether it is awake and both its daemons run.
    boolean working() {
        return awake() && hadRuns() && hanodeRuns();
    }

    /// An operator types something.
    void request(Request request) {
        engine.ifPresent(e -> e.submit(request, _ -> {}));
    }

    /// An operator counts: acknowledged when it is applied here and accepted.
    void count() {
        engine.ifPresent(SimEngine::count);
    }

    /// Whether a group that still runs here has been cleaned for longer than a clean may take.
    boolean cleansTooLong(int group) {
        return agents.cleanedTooLong(group, clock.nowNs(), options.timing().cleanNs());
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
            node.ifPresent(SimNode::carryOn);
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

    void startNode() {
        long untilNs = trueNs(disk.run().downByNs(bootId()));
        nodeWaits = lastCleaner.isPresent() && clock.nowNs() < untilNs;
        if (nodeWaits) {
            clock.at(
                    untilNs,
                    () ->
                            whenAwake(
                                    () -> {
                                        if (nodeWaits) startNode();
                                    }));
            return;
        }
        endLastCleaner();
        if (powered && node.isEmpty()) {
            nodeStarts++;
            say("hanode starts");
            var next = new SimNode(this, nodeStarts);
            node = Optional.of(next);
            next.process.post(at -> next.busy(at, 0));
            next.host.begin();
            connect();
        }
    }

    private void startEngine() {
        if (powered && engine.isEmpty() && !stayAway) {
            long incarnation = disk.nextIncarnation();
            say("had " + incarnation + " starts");
            disk.files().opened();
            var next = new SimEngine(this, incarnation);
            engine = Optional.of(next);
            next.begin();
            if (node.isEmpty()) {
                guardsStoredLease(next);
            }
            connect();
        }
    }

    private void connect() {
        clock.after(
                clock.between(200 * US, 2 * MS),
                () -> whenAwake(() -> node.ifPresent(n -> engine.ifPresent(n::connect))));
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

    /// No node daemon lives to do it: agents of had's own stop what the table says may run, and the next node daemon waits for them.
    void cleanFromTable(String reason) {
        if (lastCleaner.isPresent()) {
            return;
        }
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
        var clean = new AtomicBoolean();
        cleaner.stopLeased(
                reason,
                () -> {
                    clean.set(true);
                    clock.after(0, () -> whenAwake(() -> cleaned(cleaner)));
                });
        if (options.loser().panics()) {
            panicsUnlessClean(cleaner, clean);
        }
    }

    private void cleaned(SimAgentHost cleaner) {
        if (lastCleaner.filter(last -> last == cleaner).isPresent()) {
            endLastCleaner();
            if (nodeWaits) startNode();
        }
    }

    private void endLastCleaner() {
        lastCleaner.ifPresent(SimAgentHost::orphaned);
        lastCleaner = Optional.empty();
    }

    /// As `TableCleaner` does.
    private void panicsUnlessClean(SimAgentHost cleaner, AtomicBoolean clean) {
        clock.at(
                trueNs(disk.run().downByNs(bootId())),
                () ->
                        whenAwake(
                                () ->
                                        cleaner.process()
                                                .post(
                                                        _ -> {
                                                            if (!clean.get()) panic();
                                                        })));
    }
}
