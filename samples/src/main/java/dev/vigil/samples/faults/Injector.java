package dev.vigil.samples.faults;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;
import dev.vigil.samples.cluster.RunningSystem.Daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Does to the cluster what a [Fault] says, for as long as it says.
final class Injector {
    private static final Duration QUICK = Duration.ofSeconds(3);
    private static final long AT_WORK_MS = 250;
    private static final List<String> LINKS = List.of("net1", "net2");

    private final RunningCluster cluster;
    private final List<Setup.Group> groups;
    private final List<String> points;
    private final int peerinactCs;
    private final Truth truth;

    Injector(RunningCluster cluster, Setup setup, Truth truth) {
        this.cluster = cluster;
        this.groups = setup.groups();
        this.points = setup.points();
        this.peerinactCs = setup.peerinactCs();
        this.truth = truth;
    }

    static int links() {
        return LINKS.size();
    }

    /// Returns when it is over; what has to be healed is not healed yet.
    void inject(Fault fault) throws IOException, InterruptedException {
        RunningSystem victim = cluster.systems().get(fault.victim());
        RunningSystem other = cluster.systems().get(fault.other());
        String link = LINKS.get(fault.link());
        switch (fault.kind()) {
            case HAD_KILLED -> kill(victim, Daemon.HAD);
            case HANODE_KILLED -> kill(victim, Daemon.HANODE);
            case BOTH_KILLED -> kill(victim, Daemon.BOTH);
            case HAD_STOPPED -> pause(victim, Daemon.HAD, fault.ms());
            case HANODE_STOPPED -> pause(victim, Daemon.HANODE, fault.ms());
            case BOTH_STOPPED -> pause(victim, Daemon.BOTH, fault.ms());
            case SUSPENDED -> suspend(victim, fault.ms());
            case POWER_LOST -> {
                victim.off();
                truth.note("gone", victim.name());
            }
            case LINK_CUT -> victim.cut(link);
            case LINKS_CUT_IN_TURN -> {
                victim.cut(link);
                Thread.sleep(fault.ms());
                victim.cut();
            }
            case LINKS_CUT -> victim.cut();
            case CUT_OUT -> victim.cut("-dir", "out");
            case CUT_IN -> victim.cut("-dir", "in");
            case PAIR_CUT -> victim.cut("-peer", other.name());
            case DELAY -> victim.delay(fault.amount() * 10L);
            case LOSS -> victim.lose(fault.amount());
            case DUPLICATES -> victim.duplicate();
            case PEERINACT -> {
                other.type(
                        QUICK,
                        "lltconfig",
                        "-T",
                        "peerinact:" + (peerinactCs - 150 + fault.amount() * 5));
                victim.cut();
            }
            case ONLINE_HANGS -> {
                Setup.Group group = groups.get(fault.amount() % groups.size());
                for (String each : group.resources())
                    victim.misbehave(each, "online", "-hang", "-times", "1");
                other.type(QUICK, "hagrp", "-switch", group.name(), "-to", victim.name());
                Thread.sleep(AT_WORK_MS);
                victim.cut();
            }
            case OFFLINE_HANGS -> {
                for (Setup.Group group : groups) {
                    for (String each : group.resources())
                        victim.misbehave(each, "offline", "-hang", "-times", "1");
                    other.type(QUICK, "hagrp", "-offline", group.name(), "-sys", victim.name());
                }
                Thread.sleep(AT_WORK_MS);
                victim.cut();
            }
            case CLEAN_FAILS -> {
                for (Setup.Group group : groups) {
                    for (String each : group.resources())
                        victim.misbehave(each, "clean", "-fail", "-times", "1");
                }
                victim.cut();
            }
            case MONITOR_HANGS -> {
                for (Setup.Group group : groups) {
                    for (String each : group.resources())
                        victim.misbehave(each, "monitor", "-hang", "-times", "1");
                }
                kill(victim, Daemon.HANODE);
            }
            case ONLINE_FAILS -> {
                Setup.Group group = groups.get(fault.amount() % groups.size());
                for (String each : group.resources())
                    victim.misbehave(each, "online", "-fail", "-times", "1");
                other.type(QUICK, "hagrp", "-switch", group.name(), "-to", victim.name());
                Thread.sleep(AT_WORK_MS);
                kill(victim, Daemon.HAD);
            }
            case ENGINES_KILLED -> {
                for (RunningSystem each : cluster.systems()) kill(each, Daemon.HAD);
            }
            case TWO_AT_ONCE -> {
                victim.cut();
                kill(other, Daemon.HAD);
            }
            case POINT_KILLED -> cluster.off(points.get(fault.amount() % points.size()));
            case POINT_KILLED_LINKS_CUT -> {
                cluster.off(points.get(fault.amount() % points.size()));
                victim.cut();
            }
            case POINTS_KILLED -> {
                for (String point : points) {
                    cluster.off(point);
                    Thread.sleep(AT_WORK_MS);
                }
                victim.cut(link);
            }
            case POINTS_KILLED_LINKS_CUT -> {
                for (String point : points) cluster.off(point);
                victim.cut();
            }
        }
        Thread.sleep(fault.ms());
    }

    private static void kill(RunningSystem system, Daemon daemon) throws IOException {
        system.kill(daemon);
    }

    private static void pause(RunningSystem system, Daemon daemon, int ms) throws IOException {
        system.pause(daemon, Duration.ofMillis(ms));
    }

    /// All processes of a system stop, resources included, and go on again.
    private void suspend(RunningSystem system, int ms) throws IOException, InterruptedException {
        Set<Long> stopped = new HashSet<>();
        // Some may be started while others are being stopped.
        for (List<Long> more = left(system, stopped);
                !more.isEmpty();
                more = left(system, stopped)) {
            signal("-STOP", more);
            stopped.addAll(more);
        }
        truth.note("suspended", system.name());
        Thread.sleep(ms);
        truth.note("resumed", system.name());
        signal("-CONT", stopped);
    }

    private static List<Long> left(RunningSystem system, Set<Long> stopped) throws IOException {
        return system.processes().stream().filter(pid -> !stopped.contains(pid)).toList();
    }

    private static void signal(String signal, Iterable<Long> pids)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of("kill", signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /// Ends everything that was injected.
    ///
    /// @return what could not be ended, if anything
    Optional<String> heal(Fault fault, Duration limit) throws IOException, InterruptedException {
        RunningSystem victim = cluster.systems().get(fault.victim());
        if (fault.kind() == Kind.POWER_LOST) victim.on();
        if (fault.kind().needsPoints()) {
            for (String point : points) cluster.on(point);
        }
        for (RunningSystem system : cluster.systems()) {
            if (!cluster.await(limit, () -> healed(system)))
                return Optional.of("the node daemon of " + system + " does not answer");
        }
        return Optional.empty();
    }

    private static boolean healed(RunningSystem system) {
        try {
            return system.type(QUICK, "hafault", "-heal").ok();
        } catch (IOException notYet) {
            return false;
        }
    }
}
