package dev.vigil.samples.faults;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/// Types what operators type, all the time, whatever happens to the cluster; not while it is looked at whether it mends itself.
final class Operator extends Thread {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int MOST_PAUSE_MS = 1_200;

    private final RunningCluster cluster;
    private final List<String> groups;
    private final Random random;
    private volatile boolean working;
    private volatile boolean ended;
    private final Set<String> touched = new ConcurrentSkipListSet<>();
    private volatile long typed;
    private volatile long carriedOut;

    Operator(RunningCluster cluster, List<String> groups, long seed) {
        super("operator");
        this.cluster = cluster;
        this.groups = groups;
        this.random = new Random(seed);
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                if (working) type();
                Thread.sleep(random.nextInt(MOST_PAUSE_MS));
            }
        } catch (InterruptedException stopped) {
            interrupt();
        }
    }

    private void type() {
        RunningSystem at = any(cluster.systems());
        String group = any(groups);
        String system = any(cluster.systems()).name();
        String[] words =
                switch (random.nextInt(9)) {
                    case 0, 1, 2 -> words("hagrp", "-switch", group, "-to", system);
                    case 3 -> words("hagrp", "-offline", group, "-sys", system);
                    case 4, 5 -> words("hagrp", "-online", group, "-sys", system);
                    case 6 -> words("hagrp", "-freeze", group);
                    case 7 -> words("hagrp", "-unfreeze", group);
                    default -> words("haconf", "-dump");
                };
        typed++;
        touched.add(group);
        try {
            if (at.type(LIMIT, words).ok()) carriedOut++;
        } catch (IOException unanswered) {
            // An engine that is down, stopped, or in no view.
        }
    }

    private static String[] words(String... words) {
        return words;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /// Begins, or ends.
    void work(boolean now) {
        if (now) touched.clear();
        working = now;
    }

    /// The groups that something was typed about since it began to work: what happened to them may be its doing.
    Set<String> touched() {
        return Set.copyOf(touched);
    }

    long typed() {
        return typed;
    }

    long carriedOut() {
        return carriedOut;
    }

    void end() throws InterruptedException {
        ended = true;
        join(LIMIT.multipliedBy(2));
    }
}
