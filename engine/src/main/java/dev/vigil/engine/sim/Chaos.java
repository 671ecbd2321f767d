package dev.vigil.engine.sim;

import dev.vigil.engine.core.Request;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.ControlRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Breaks things at random for a while, then mends them and waits until the cluster has found together.
public final class Chaos {
    private static final long MS = 1_000_000L;

    private final SimCluster cluster;
    private final SimClock clock;
    private final SplittableRandom random;
    private final long endNs;
    private final List<Strike> strikes = new ArrayList<>();

    /// Something that goes wrong.
    private record Strike(String kind, Consumer<SimMachine> does) {}

    private Chaos(SimCluster cluster) {
        this.cluster = cluster;
        this.clock = cluster.clock();
        this.random = clock.random();
        this.endNs = clock.nowNs() + cluster.options().chaosNs();
        daemons();
        machines();
        network();
        operators();
        points();
        if (cluster.options().troubles()) {
            add(6, "resource in trouble", SimTroubles::any);
        }
    }

    /// Plays one replay seed to its end.
    ///
    /// @param keepLines how many lines of the trace to keep
    /// @return the cluster as it is in the end
    /// @throws SimFailure when a rule is broken; its message has everything needed to play it again
    public static SimCluster play(long replaySeed, int keepLines) {
        SimOptions options = SimOptions.of(replaySeed);
        var cluster = new SimCluster(replaySeed, options, keepLines);
        try {
            cluster.formed();
            cluster.dependencies().watch();
            new Chaos(cluster).run();
        } catch (RuntimeException broken) {
            throw new SimFailure(
                    "replay seed "
                            + replaySeed
                            + " at "
                            + clock(cluster)
                            + " ms: "
                            + broken
                            + "\n"
                            + options
                            + "\n"
                            + cluster.describe()
                            + "\n"
                            + String.join("\n", cluster.lines())
                            + "\n"
                            + "replay: mvn -pl engine -am test -Dtest=SimulationTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dvigil.replay="
                            + replaySeed,
                    broken);
        }
        return cluster;
    }

    private static long clock(SimCluster cluster) {
        return cluster.clock().nowNs() / MS;
    }

    private void run() {
        if (random.nextInt(2) == 0) {
            cluster.onPersist(
                    (_, durable) -> {
                        if (durable.accepted().exists() && random.nextInt(4) == 0) {
                            clock.after(clock.between(0, 25 * MS), this::strike);
                        }
                    });
        }
        clock.after(clock.between(0, 500 * MS), this::next);
        cluster.run(cluster.options().chaosNs());
        cluster.heal();
        long limitNs = 4 * cluster.options().timing().peerinactNs() + 30_000 * MS;
        var person = new SimOperator(cluster);
        cluster.await(
                "one cluster of all systems again, all RUNNING",
                limitNs,
                () -> {
                    person.looks();
                    return cluster.together(cluster.ids()) && cluster.allRunning();
                });
        // Without fencing nothing is taken down: what both sides have started is left to people.
        if (cluster.options().mode() != QuorumMode.DISABLED) {
            person.starts();
            cluster.await(
                    "every group online again",
                    30_000 * MS,
                    () -> {
                        person.looks();
                        return cluster.allOnline();
                    });
        }
        cluster.await(
                "that all remember what was acknowledged",
                15_000 * MS,
                () ->
                        cluster.all().stream()
                                .allMatch(
                                        m ->
                                                m.core()
                                                        .map(cluster.truth()::remembers)
                                                        .orElse(false)));
        cluster.await(
                "that nothing is pending any more",
                15_000 * MS,
                () ->
                        cluster.all().stream()
                                .allMatch(
                                        m ->
                                                m.core()
                                                        .map(c -> c.state().operations().isEmpty())
                                                        .orElse(false)));
        long done = cluster.truth().acknowledgements();
        cluster.await(
                "a command that is acknowledged",
                15_000 * MS,
                () -> {
                    cluster.machine(0).count();
                    return cluster.truth().acknowledgements() > done;
                });
    }

    private void next() {
        if (clock.nowNs() < endNs) {
            strike();
            clock.after(
                    clock.between(20 * MS, random.nextInt(3) == 0 ? 3_000 * MS : 700 * MS),
                    this::next);
        }
    }

    private SimMachine any() {
        return cluster.machine(random.nextInt(cluster.options().systems()));
    }

    private void strike() {
        if (clock.nowNs() >= endNs) {
            return;
        }
        SimMachine at = any();
        Strike strike = strikes.get(random.nextInt(strikes.size()));
        cluster.trace().say("chaos", strike.kind + " at " + at.id());
        if (!strike.kind.startsWith("resource")) {
            cluster.fault(strike.kind);
        }
        strike.does.accept(at);
    }

    private void add(int weight, String kind, Consumer<SimMachine> does) {
        var strike = new Strike(kind, does);
        for (int i = 0; i < weight; i++) {
            strikes.add(strike);
        }
    }

    private void daemons() {
        add(
                2,
                "engine killed",
                m -> m.killEngine(anyOf(20 * MS, random.nextBoolean() ? 300 * MS : 2_500 * MS)));
        add(
                2,
                "node daemon killed",
                m -> m.killNode(anyOf(10 * MS, random.nextBoolean() ? 60 * MS : 1_500 * MS)));
        add(
                1,
                "both daemons killed",
                m -> {
                    // Nobody guards the machine until the first of them is back: within K, or risk
                    // 3 is taken.
                    long guardNs = cluster.options().timing().guardNs() / 2;
                    m.killEngine(anyOf(10 * MS, 2_000 * MS));
                    m.killNode(anyOf(5 * MS, guardNs));
                });
        if (cluster.options().loser().watchdogDevice().isPresent()) {
            add(
                    2,
                    "both daemons hung or dead with a watchdog",
                    m -> {
                        if (random.nextBoolean()) m.stopEngine(anyOf(20 * MS, 6_000 * MS));
                        else m.killEngine(anyOf(10 * MS, 6_000 * MS));
                        if (random.nextBoolean()) m.stopNode(anyOf(5 * MS, 6_000 * MS));
                        else m.killNode(anyOf(5 * MS, 6_000 * MS));
                    });
        }
        add(1, "engine stopped for a while", m -> m.stopEngine(anyOf(20 * MS, 4_000 * MS)));
        add(1, "node daemon stopped for a while", m -> m.stopNode(anyOf(5 * MS, 200 * MS)));
        add(
                1,
                "all engines killed",
                _ -> cluster.all().forEach(each -> each.killEngine(anyOf(20 * MS, 3_000 * MS))));
    }

    private void machines() {
        add(
                1,
                "machine suspended",
                m -> {
                    m.suspend();
                    later(10 * MS, random.nextBoolean() ? 300 * MS : 5_000 * MS, m::resume);
                });
        add(
                2,
                "machine without power",
                m -> {
                    m.powerOff();
                    later(100 * MS, 6_000 * MS, m::powerOn);
                });
        if (cluster.options().disksFail()) {
            add(
                    2,
                    "disk replaced",
                    m -> {
                        if (cluster.together(cluster.ids()) && cluster.undisturbed())
                            m.loseDisk(anyOf(100 * MS, 6_000 * MS));
                    });
        }
        add(1, "site without power", _ -> allOff());
    }

    private void network() {
        SimNetwork network = cluster.network();
        add(
                3,
                "network split",
                _ -> {
                    var side = new TreeSet<Integer>();
                    cluster.ids().stream().filter(_ -> random.nextBoolean()).forEach(side::add);
                    network.partition(side);
                    later(50 * MS, 6_000 * MS, network::heal);
                });
        add(
                2,
                "one direction cut",
                m -> {
                    network.cutOneWay(m.id(), any().id());
                    later(50 * MS, 5_000 * MS, network::heal);
                });
        add(
                2,
                "two systems cut from each other",
                m -> {
                    network.cutPair(m.id(), any().id());
                    later(50 * MS, 5_000 * MS, network::heal);
                });
        add(
                1,
                "one link cut",
                m -> network.cut(random.nextInt(cluster.options().links()), m.id(), any().id()));
        add(2, "network mended", _ -> network.heal());
        add(1, "log transport split", _ -> cluster.transport().fork());
        add(1, "log transport fails", _ -> cluster.transport().fault());
    }

    private void operators() {
        add(
                1,
                "peerinact changed",
                m ->
                        m.control(
                                new ControlRequest.SetTimer(
                                        "peerinact", 200 + 50L * random.nextInt(5))));
        add(
                1,
                "engine stopped by an operator",
                m -> {
                    if (random.nextInt(4) == 0) {
                        m.leaveByForce(anyOf(50 * MS, 3_000 * MS));
                    } else {
                        m.leave(random.nextInt(3) > 0, anyOf(50 * MS, 3_000 * MS));
                    }
                });
        add(2, "operator acts on a group", m -> m.request(typed(any().id())));
        add(1, "operator freezes or unfreezes", this::freeze);
        add(
                3,
                "operator changes the configuration",
                m -> {
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        m.count();
                    }
                });
    }

    private void points() {
        var names = List.copyOf(cluster.points().keySet());
        if (names.isEmpty()) {
            return;
        }
        add(
                1,
                "coordination point down",
                _ -> {
                    SimPoint point = cluster.points().get(oneOf(names));
                    point.set(false);
                    later(50 * MS, 6_000 * MS, () -> point.set(true));
                });
        add(
                2,
                "coordination point cut off from a system",
                m -> {
                    String name = oneOf(names);
                    cluster.network().pointReached(m.id(), name, false);
                    later(
                            50 * MS,
                            6_000 * MS,
                            () -> cluster.network().pointReached(m.id(), name, true));
                });
        add(
                1,
                "coordination points down one after the other",
                _ -> {
                    long atNs = 0;
                    for (SimPoint point : cluster.points().values()) {
                        clock.after(atNs, () -> point.set(false));
                        clock.after(atNs + anyOf(100 * MS, 3_000 * MS), () -> point.set(true));
                        atNs += anyOf(200 * MS, 2_500 * MS);
                    }
                });
        if (names.size() > 2) {
            add(1, "coordination point without its disk", _ -> cluster.losePoint(oneOf(names)));
        }
    }

    private <T> T oneOf(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private long anyOf(long fromNs, long toNs) {
        return clock.between(fromNs, toNs);
    }

    private void later(long fromNs, long toNs, Runnable what) {
        clock.after(clock.between(fromNs, toNs), what);
    }

    private void freeze(SimMachine at) {
        boolean persistent = random.nextInt(3) == 0;
        if (persistent) {
            at.request(new Request.OpenConfiguration());
        }
        String group = SimConfiguration.group(random.nextInt(cluster.options().groups()));
        String system = SimConfiguration.system(any().id());
        at.request(
                switch (random.nextInt(6)) {
                    case 0, 1 -> new Request.GroupFreeze(group, persistent);
                    case 2 -> new Request.GroupUnfreeze(group, persistent);
                    case 3 -> new Request.SystemFreeze(system, persistent, random.nextBoolean());
                    case 4 -> new Request.SystemFreeze(system, persistent, false);
                    default -> new Request.SystemUnfreeze(system, persistent);
                });
    }

    /// The power of the whole site fails; some machines are back soon, others later, others when everything is mended.
    private void allOff() {
        cluster.all()
                .forEach(
                        each -> {
                            clock.after(clock.between(0, 30 * MS), each::powerOff);
                            if (random.nextInt(4) > 0) {
                                clock.after(
                                        clock.between(
                                                100 * MS,
                                                random.nextBoolean() ? 1_000 * MS : 8_000 * MS),
                                        each::powerOn);
                            }
                        });
    }

    /// What an operator may type about a group.
    private Request typed(int system) {
        String group = SimConfiguration.group(random.nextInt(cluster.options().groups()));
        var target = new Request.Target(SimConfiguration.system(system));
        return switch (random.nextInt(8)) {
            case 0 -> new Request.GroupOffline(group, Request.Target.ANY, false, false, false);
            case 1 -> new Request.GroupOnline(group, target, false, false, false, "");
            case 2 -> new Request.GroupFlush(group, target.system(), random.nextBoolean());
            case 3 -> new Request.GroupClear(group, "");
            default -> new Request.GroupSwitch(group, target, false);
        };
    }
}
