package dev.vigil.samples.faults;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/// Changes an attribute of a group all the time, at any system, and remembers what was acknowledged.
///
/// Values only grow. When all is well again, every system must have the newest acknowledged value, or one that was sent later and of which
/// nobody said whether it was taken; a value that was given up and arrives late may also win.
final class Ledger extends Thread {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final long PAUSE_MS = 150;

    private final RunningCluster cluster;
    private final String group;
    private final Random random;
    private final SortedSet<Long> unknown = new TreeSet<>();
    private long sent;
    private long acknowledged;
    private long acknowledgements;
    private volatile boolean ended;

    Ledger(RunningCluster cluster, String group, long seed) {
        super("ledger-" + group);
        this.cluster = cluster;
        this.group = group;
        this.random = new Random(seed);
        setDaemon(true);
    }

    @Override
    public void run() {
        List<RunningSystem> systems = cluster.systems();
        try {
            while (!ended) {
                write(systems.get(random.nextInt(systems.size())));
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException stopped) {
            interrupt();
        }
    }

    private void write(RunningSystem system) {
        long value;
        synchronized (this) {
            value = ++sent;
            unknown.add(value);
        }
        String[] words = {"hagrp", "-modify", group, "UserIntGlobal", Long.toString(value)};
        try {
            RunningSystem.Typed typed = system.type(LIMIT, words);
            synchronized (this) {
                if (typed.ok()) {
                    unknown.remove(value);
                    acknowledged = value;
                    acknowledgements++;
                } else if (refused(typed)) {
                    unknown.remove(value);
                }
            }
            if (typed.text().contains("V-16-1-11335")) system.type(LIMIT, "haconf", "-makerw");
        } catch (IOException unanswered) {
            // It may have been carried out or not.
        }
    }

    /// Refused before anything was sent to the others, or by the rules of the cluster's state.
    private static boolean refused(RunningSystem.Typed typed) {
        return !typed.text().contains("V-16-1-90009");
    }

    synchronized long acknowledgements() {
        return acknowledgements;
    }

    /// What is lost of what was acknowledged, for people. The engine that was asked acknowledges; the others follow within moments.
    List<String> lost() throws IOException, InterruptedException {
        List<String> lost = new ArrayList<>();
        for (RunningSystem system : cluster.systems()) {
            long before;
            synchronized (this) {
                before = acknowledged;
            }
            if (!cluster.await(LIMIT, () -> has(system, before)))
                lost.add(
                        group
                                + " on "
                                + system
                                + ": UserIntGlobal is "
                                + value(system).map(String::valueOf).orElse("not told")
                                + ", acknowledged was "
                                + before);
        }
        return lost;
    }

    private boolean has(RunningSystem system, long value) {
        Optional<Long> present = value(system);
        synchronized (this) {
            return present.isPresent()
                    && (present.get() >= value || unknown.contains(present.get()));
        }
    }

    private Optional<Long> value(RunningSystem system) {
        try {
            RunningSystem.Typed typed =
                    system.type(LIMIT, "hagrp", "-value", group, "UserIntGlobal");
            return typed.ok()
                    ? Optional.of(Long.parseLong(typed.out().getFirst().strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException silent) {
            return Optional.empty();
        }
    }

    void end() throws InterruptedException {
        ended = true;
        join(Duration.ofSeconds(20));
    }
}
