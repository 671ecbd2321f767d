package dev.vigil.engine.sim;

import dev.vigil.engine.core.Request;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.ControlRequest;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Breaks things at random for a while, then mends them and waits until the cluster has found together.
public final class Chaos {
    private static final long MS = 1_000_000L;

    private final SimCluster cluster;
    private final SimClock clock;
    private final SplittableRandom random;
    private final long endNs;

    private Chaos(SimCluster cluster) {
        this.cluster = cluster;
        this.clock = cluster.clock();
        this.random = clock.random();
        this.endNs = clock.nowNs() + cluster.options().chaosNs();
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
            new Chaos(cluster).run();
        } catch (SimFailure | IllegalStateException broken) {
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
        cluster.await(
                "one cluster of all systems again, all RUNNING",
                limitNs,
                () -> cluster.together(cluster.ids()) && cluster.allRunning());
        // Without fencing nothing is taken down: what both sides have started is left to people.
        if (cluster.options().mode() != QuorumMode.DISABLED) {
            var person = new SimOperator(cluster);
            cluster.await(
                    "every group online again",
                    20_000 * MS,
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
        SimMachine m = any();
        int a = m.id();
        int b = any().id();
        int what = random.nextInt(cluster.options().troubles() ? 39 : 34);
        cluster.trace().say("chaos", "strike " + what + " at " + a + ", " + b);
        cluster.fault(kind(what));
        switch (what) {
            case 0, 1 ->
                    m.killEngine(
                            clock.between(20 * MS, random.nextBoolean() ? 300 * MS : 2_500 * MS));
            case 2, 3 ->
                    m.killNode(clock.between(10 * MS, random.nextBoolean() ? 60 * MS : 1_500 * MS));
            case 4 -> {
                // Nobody guards the machine until the first of them is back: within K, or risk 3 is
                // taken.
                long guardNs = cluster.options().timing().guardNs() / 2;
                m.killEngine(clock.between(10 * MS, 2_000 * MS));
                m.killNode(clock.between(5 * MS, guardNs));
            }
            case 5 -> m.stopEngine(clock.between(20 * MS, 4_000 * MS));
            case 6 -> m.stopNode(clock.between(5 * MS, 200 * MS));
            case 7 -> {
                m.suspend();
                clock.after(
                        clock.between(10 * MS, random.nextBoolean() ? 300 * MS : 5_000 * MS),
                        m::resume);
            }
            case 8, 9 -> {
                m.powerOff();
                clock.after(clock.between(100 * MS, 6_000 * MS), m::powerOn);
            }
            case 10, 11, 12 -> {
                var side = new TreeSet<Integer>();
                cluster.ids().stream().filter(_ -> random.nextBoolean()).forEach(side::add);
                cluster.network().partition(side);
                clock.after(clock.between(50 * MS, 6_000 * MS), cluster.network()::heal);
            }
            case 13, 14 -> {
                cluster.network().cutOneWay(a, b);
                clock.after(clock.between(50 * MS, 5_000 * MS), cluster.network()::heal);
            }
            case 15, 16 -> {
                cluster.network().cutPair(a, b);
                clock.after(clock.between(50 * MS, 5_000 * MS), cluster.network()::heal);
            }
            case 17 -> cluster.network().cut(random.nextInt(cluster.options().links()), a, b);
            case 18, 19 -> cluster.network().heal();
            case 20 -> cluster.transport().fork();
            case 21 -> cluster.transport().fault();
            case 22 ->
                    m.control(
                            new ControlRequest.SetTimer(
                                    "peerinact", 200 + 50L * random.nextInt(5)));
            case 23 -> {
                if (random.nextInt(4) == 0) {
                    m.leaveByForce(clock.between(50 * MS, 3_000 * MS));
                    return;
                }
                m.leave(random.nextInt(3) > 0, clock.between(50 * MS, 3_000 * MS));
            }
            case 24, 25 -> m.request(typed(b));
            case 26, 27, 28 -> {
                for (int i = random.nextInt(5); i >= 0; i--) {
                    m.count();
                }
            }
            case 29, 30, 31 -> point(a);
            case 32 -> allOff();
            case 33 ->
                    cluster.all()
                            .forEach(each -> each.killEngine(clock.between(20 * MS, 3_000 * MS)));
            default -> {
                if (cluster.options().troubles()) {
                    m.trouble();
                }
            }
        }
    }

    /// Something happens to a coordination point, or on the way to it.
    private void point(int system) {
        var names = List.copyOf(cluster.points().keySet());
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(3)) {
            case 0 -> {
                cluster.points().get(name).set(false);
                clock.after(
                        clock.between(50 * MS, 6_000 * MS),
                        () -> cluster.points().get(name).set(true));
            }
            default -> {
                cluster.network().pointReached(system, name, false);
                clock.after(
                        clock.between(50 * MS, 6_000 * MS),
                        () -> cluster.network().pointReached(system, name, true));
            }
        }
    }

    private static String kind(int what) {
        return switch (what) {
            case 0, 1 -> "engine killed";
            case 2, 3 -> "node daemon killed";
            case 4 -> "both daemons killed";
            case 5 -> "engine stopped for a while";
            case 6 -> "node daemon stopped for a while";
            case 7 -> "machine suspended";
            case 8, 9 -> "machine without power";
            case 10, 11, 12 -> "network split";
            case 13, 14 -> "one direction cut";
            case 15, 16 -> "two systems cut from each other";
            case 17 -> "one link cut";
            case 18, 19 -> "network mended";
            case 20 -> "log transport split";
            case 21 -> "log transport fails";
            case 22 -> "peerinact changed";
            case 23 -> "engine stopped by an operator";
            case 24, 25 -> "operator acts on a group";
            case 26, 27, 28 -> "operator changes the configuration";
            case 29, 30, 31 -> "coordination point down or cut off";
            case 32 -> "site without power";
            case 33 -> "all engines killed";
            default -> "resource in trouble";
        };
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
