package dev.vigil.samples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Measures and prints rows: name, runs, minimum, median, maximum.
///
/// `bench/run [-n RUNS] [start] [roundtrip] [switch] [kill] [cut] [engine] [rejoin] [cost] [load[=MINUTES]]`: all but the last when none is
/// named. Exit status 1 when two systems ever ran one resource at once, or a measurement could not be taken.
public final class BenchMain {
    private static final List<String> ALL =
            List.of("start", "roundtrip", "switch", "kill", "cut", "engine", "rejoin", "cost");
    private static final String LOAD = "load";
    private static final Duration LOADED = Duration.ofMinutes(30);
    private static final int RUNS = 7;

    private final Cluster cluster;
    private final int runs;
    private final Duration loaded;
    private final List<Figures> table = new ArrayList<>();
    private long overlapUs;

    private BenchMain(Path home, int runs, Duration loaded) {
        this.cluster = new Cluster(home);
        this.runs = runs;
        this.loaded = loaded;
    }

    /// Runs the measurements that are named.
    public static void main(String[] arguments) throws Exception {
        int runs = RUNS;
        Duration loaded = LOADED;
        Set<String> wanted = new TreeSet<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("-n") && i + 1 < arguments.length) {
                runs = Integer.parseInt(arguments[++i]);
            } else if (ALL.contains(arguments[i])) {
                wanted.add(arguments[i]);
            } else if (arguments[i].matches(LOAD + "(=[1-9][0-9]{0,3})?")) {
                wanted.add(LOAD);
                if (!arguments[i].equals(LOAD))
                    loaded =
                            Duration.ofMinutes(
                                    Long.parseLong(arguments[i].substring(LOAD.length() + 1)));
            } else {
                System.err.println(
                        "usage: bench/run [-n RUNS] ["
                                + String.join("] [", ALL)
                                + "] ["
                                + LOAD
                                + "[=MINUTES]]");
                System.exit(2);
            }
        }
        if (wanted.isEmpty()) {
            wanted.addAll(ALL);
        }
        Optional<String> taken = Wire.inUse();
        if (taken.isPresent()) {
            System.err.println(
                    "bench: another cluster on this machine uses "
                            + taken.get()
                            + "; stop it first (vigil down)");
            System.exit(1);
        }
        System.exit(
                new BenchMain(Path.of(System.getenv("VIGIL_HOME")), runs, loaded).measure(wanted));
    }

    private int measure(Set<String> wanted) throws IOException, InterruptedException {
        boolean complete = true;
        var order = new ArrayList<>(ALL);
        order.add(LOAD);
        order.retainAll(wanted);
        for (String each : order) {
            try {
                switch (each) {
                    case "start" -> start();
                    case "roundtrip" -> roundTrip();
                    case "switch" -> planned();
                    case "kill" -> loss(true);
                    case "cut" -> loss(false);
                    case "engine" -> engine();
                    case "rejoin" -> rejoin();
                    case LOAD -> load();
                    default -> cost();
                }
            } catch (IOException failed) {
                System.err.println("bench: " + each + ": " + failed.getMessage());
                complete = false;
            }
        }
        if (upNow) {
            cluster.launcher("down");
        }
        System.out.println();
        table.forEach(row -> System.out.println(row.row()));
        System.out.printf("overlap of any resource on two systems, all runs: %d us%n", overlapUs);
        return complete && overlapUs == 0 ? 0 : 1;
    }

    private boolean upNow;

    private void up() throws IOException, InterruptedException {
        if (upNow) {
            return;
        }
        if (cluster.launcher("up", Cluster.SAMPLE) != 0) {
            throw new IOException("the cluster does not start");
        }
        upNow = true;
        cluster.truth();
    }

    private void down() throws IOException, InterruptedException {
        if (upNow) {
            cluster.launcher("down");
            upNow = false;
        }
    }

    private Figures figures(String name, String unit) {
        var figures = new Figures(name, unit);
        table.add(figures);
        return figures;
    }

    /// From the launcher's start to all systems RUNNING, and to all groups ONLINE.
    private void start() throws IOException, InterruptedException {
        var online = figures("cluster start: command to all RUNNING and groups ONLINE", "ms");
        for (int run = 0; run < runs; run++) {
            down();
            long begunUs = Cluster.nowUs();
            up();
            cluster.await(
                    "all groups are ONLINE", () -> cluster.settled(Cluster.SYSTEMS.getFirst()));
            online.add((Cluster.nowUs() - begunUs) / 1000.0);
        }
    }

    private void roundTrip() throws IOException, InterruptedException {
        up();
        var trip = figures("round trip of hagrp -state, a new process each", "ms");
        for (int run = 0; run < Math.max(50, runs); run++) {
            long begunUs = Cluster.nowUs();
            cluster.order(Cluster.SYSTEMS.getFirst(), "hagrp", "-state");
            trip.add((Cluster.nowUs() - begunUs) / 1000.0);
        }
    }

    /// From the command to the last resource that is started.
    private void planned() throws IOException, InterruptedException {
        up();
        for (String group : Cluster.GROUPS) {
            var last =
                    figures("planned switch of group " + group + ": command to last online", "ms");
            for (int run = 0; run < runs; run++) {
                String from = Cluster.SYSTEMS.get(run % 2);
                String to = Cluster.SYSTEMS.get((run + 1) % 2);
                cluster.gather(from);
                long begunUs = Cluster.nowUs();
                cluster.order(from, "hagrp", "-switch", group, "-to", to);
                cluster.await(
                        group + " is ONLINE on " + to, () -> cluster.holder(to, group).equals(to));
                List<Long> started = cluster.truth().started(group, begunUs);
                last.add((started.getLast() - begunUs) / 1000.0);
            }
        }
        overlapUs = Math.max(overlapUs, cluster.truth().overlapUs());
    }

    /// The system that runs everything is killed or cut off: when do the survivors start what it ran?
    private void loss(boolean killed) throws IOException, InterruptedException {
        if (!killed) mayCut();
        up();
        for (int node = 0; node < 2; node++) {
            String victim = Cluster.SYSTEMS.get(node);
            String how = (killed ? "killed" : "cut off") + (node == 0 ? " (coordinator)" : "");
            var beyond = new ArrayList<Figures>();
            for (String group : Cluster.GROUPS) {
                beyond.add(
                        figures(
                                victim + " " + how + ": peerinact to first online of " + group,
                                "ms"));
                beyond.add(
                        figures(
                                victim + " " + how + ": peerinact to last online of " + group,
                                "ms"));
            }
            var whole = figures(victim + " " + how + ": from the fault to the last online", "ms");
            for (int run = 0; run < runs; run++) {
                once(victim, node, killed, beyond, whole);
            }
        }
        overlapUs = Math.max(overlapUs, cluster.truth().overlapUs());
    }

    private static void mayCut() throws IOException, InterruptedException {
        if (!Wire.possible())
            throw new IOException(
                    "cutting a system off needs root and nft (Debian: apt-get install nftables)");
    }

    private void engine() throws IOException, InterruptedException {
        up();
        new Recovery(cluster)
                .engine(
                        runs,
                        figures("engine killed: to its loss being seen by another", "ms"),
                        figures("engine killed: to RUNNING again", "ms"));
        overlapUs = Math.max(overlapUs, cluster.truth().overlapUs());
    }

    private void rejoin() throws IOException, InterruptedException {
        mayCut();
        up();
        new Recovery(cluster)
                .rejoin(runs, figures("lost its right, links healed: to RUNNING again", "ms"));
        overlapUs = Math.max(overlapUs, cluster.truth().overlapUs());
    }

    private void load() throws IOException, InterruptedException {
        up();
        cluster.await("all groups are ONLINE", () -> cluster.settled(Cluster.SYSTEMS.getFirst()));
        new Endurance(cluster)
                .loaded(
                        loaded,
                        figures(
                                "longest silence of a peer in "
                                        + loaded.toMinutes()
                                        + " minutes of full load",
                                "ms"));
    }

    private void once(String victim, int node, boolean killed, List<Figures> beyond, Figures whole)
            throws IOException, InterruptedException {
        String survivor = Cluster.SYSTEMS.get(2);
        cluster.gather(victim);
        long atUs;
        if (killed) {
            atUs = cluster.kill(victim);
            survived(survivor, victim);
        } else {
            atUs = Cluster.nowUs();
            try (var _ = Wire.cut(node)) {
                survived(survivor, victim);
            }
        }
        long reachedUs =
                cluster.lastHeardUs(victim, atUs)
                                .orElseThrow(
                                        () ->
                                                new IOException(
                                                        "no survivor logged when it last heard "
                                                                + victim))
                        + Cluster.PEERINACT_MS * 1000;
        long latestUs = 0;
        for (int i = 0; i < Cluster.GROUPS.size(); i++) {
            List<Long> started = cluster.truth().started(Cluster.GROUPS.get(i), atUs);
            beyond.get(2 * i).add((started.getFirst() - reachedUs) / 1000.0);
            beyond.get(2 * i + 1).add((started.getLast() - reachedUs) / 1000.0);
            latestUs = Math.max(latestUs, started.getLast());
        }
        whole.add((latestUs - atUs) / 1000.0);
        if (killed) {
            cluster.boot(victim);
        }
        cluster.await("all systems are RUNNING again", cluster::allRunning);
    }

    private void survived(String survivor, String victim) throws IOException, InterruptedException {
        for (String group : Cluster.GROUPS) {
            cluster.await(
                    group + " is ONLINE on a survivor",
                    () -> {
                        String holder = cluster.holder(survivor, group);
                        return !holder.isEmpty() && !holder.equals(victim);
                    });
        }
    }

    /// Memory of the daemons and processor time of an idle system, over a minute.
    private void cost() throws IOException, InterruptedException {
        up();
        cluster.await("all groups are ONLINE", () -> cluster.settled(Cluster.SYSTEMS.getFirst()));
        var daemons = List.of("had", "hanode");
        double[][] before = new double[Cluster.SYSTEMS.size()][daemons.size()];
        for (int s = 0; s < before.length; s++) {
            for (int d = 0; d < daemons.size(); d++) {
                before[s][d] = cluster.cpuSeconds(Cluster.SYSTEMS.get(s), daemons.get(d));
            }
        }
        Thread.sleep(60_000);
        for (int d = 0; d < daemons.size(); d++) {
            var pss =
                    figures("memory (PSS) of " + daemons.get(d) + ", each of three systems", "MB");
            var cpu = figures("processor time of " + daemons.get(d) + " in an idle minute", "s");
            for (int s = 0; s < before.length; s++) {
                String system = Cluster.SYSTEMS.get(s);
                pss.add(cluster.pssMb(system, daemons.get(d)));
                cpu.add(cluster.cpuSeconds(system, daemons.get(d)) - before[s][d]);
            }
        }
    }
}
