package dev.vigil.samples.faults;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// Changes an attribute of a group all the time, at any system, and remembers what was acknowledged.
///
/// The attribute is an association whose keys are written in turn, each value larger than the one before. When all is well again and nothing
/// is being written, every key must have, on every system, the newest value that was acknowledged for it, or one that was sent later and of
/// which nobody said whether it was taken. So a value that got lost is found for as long as it takes to come round.
final class Ledger extends Thread {
    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(8);
    private static final long PAUSE_MS = 150;
    private static final int KEYS = 64;
    private static final String ATTRIBUTE = "UserAssoc";

    private final RunningCluster cluster;
    private final String group;
    private final Random random;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final SortedMap<String, Long> acknowledged = new TreeMap<>();

    /// Values of which nobody said whether they were taken: one may arrive late, and then stays until its key comes round.
    private final Set<Long> unknown = new HashSet<>();

    private long sent;
    private volatile long acknowledgements;
    private volatile boolean ended;

    /// @throws java.io.IOException if the attribute cannot be given its keys
    Ledger(RunningCluster cluster, String group, long seed) throws IOException {
        super("ledger-" + group);
        this.cluster = cluster;
        this.group = group;
        this.random = new Random(seed);
        setDaemon(true);
        List<String> words = new ArrayList<>(List.of("hagrp", "-modify", group, ATTRIBUTE));
        for (int key = 0; key < KEYS; key++) words.addAll(List.of("k" + key, "0"));
        cluster.systems().getFirst().must(words.toArray(String[]::new));
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
        writing.lock();
        try {
            String key = "k" + ++sent % KEYS;
            String value = Long.toString(sent);
            unknown.add(sent);
            RunningSystem.Typed typed =
                    system.type(LIMIT, "hagrp", "-modify", group, ATTRIBUTE, "-update", key, value);
            if (typed.ok()) {
                unknown.remove(sent);
                acknowledged.put(key, sent);
                acknowledgements++;
            } else if (refused(typed)) {
                unknown.remove(sent);
            }
            if (typed.text().contains("V-16-1-11335")) system.type(LIMIT, "haconf", "-makerw");
        } catch (IOException unanswered) {
            // It may have been carried out or not.
        } finally {
            writing.unlock();
        }
    }

    /// Refused before anything was sent to the others, or by the rules of the cluster's state.
    private static boolean refused(RunningSystem.Typed typed) {
        // An engine that waits too long says that it may still be carried out.
        return !typed.text().contains("V-16-1-90016") && !typed.text().contains("V-16-1-90009");
    }

    long acknowledgements() {
        return acknowledgements;
    }

    /// What is lost of what was acknowledged, for people. The engine that was asked acknowledges; the others follow within moments.
    List<String> lost() throws IOException, InterruptedException {
        List<String> lost = new ArrayList<>();
        writing.lock();
        try {
            for (RunningSystem system : cluster.systems()) {
                if (!cluster.await(ANSWERS_WITHIN, () -> present(system).isPresent()))
                    lost.add(group + " on " + system + ": " + ATTRIBUTE + " is not told");
                else if (!cluster.await(FOLLOWS_WITHIN, () -> missing(system).isEmpty()))
                    missing(system)
                            .forEach(what -> lost.add(group + " on " + system + ": " + what));
            }
        } finally {
            writing.unlock();
        }
        return lost;
    }

    private List<String> missing(RunningSystem system) {
        Map<String, Long> present = present(system).orElse(Map.of());
        List<String> missing = new ArrayList<>();
        acknowledged.forEach(
                (key, value) -> {
                    long there = present.getOrDefault(key, -1L);
                    if (there != value && !unknown.contains(there))
                        missing.add(key + " is " + there + ", acknowledged was " + value);
                });
        return missing;
    }

    /// The values as a system has them; nothing if it does not answer.
    private Optional<Map<String, Long>> present(RunningSystem system) {
        try {
            RunningSystem.Typed typed = system.type(LIMIT, "hagrp", "-value", group, ATTRIBUTE);
            if (!typed.ok()) return Optional.empty();
            String[] words = typed.text().strip().split("\\s+");
            Map<String, Long> present = new TreeMap<>();
            for (int i = 0; i + 1 < words.length; i += 2)
                present.put(words[i], Long.valueOf(words[i + 1]));
            return Optional.of(present);
        } catch (IOException | NumberFormatException silent) {
            return Optional.empty();
        }
    }

    void end() throws InterruptedException {
        ended = true;
        join(Duration.ofSeconds(20));
    }
}
