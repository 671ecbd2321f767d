package dev.vigil.engine.sim;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Plays many replay seeds and says which of them broke a rule, how long was simulated, and what was broken on purpose.
public final class Simulation {
    private static final int GIVE_UP_AFTER = Integer.getInteger("vigil.failures", 10);
    private static final int PLAYERS =
            Integer.getInteger(
                    "vigil.players", Math.max(1, Runtime.getRuntime().availableProcessors()));

    private final SortedMap<String, Long> faults = new TreeMap<>();
    private final SortedMap<String, SimExceptions.Count> exceptions = new TreeMap<>();
    private final SortedMap<Integer, Long> sizes = new TreeMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private long played;
    private long simulatedNs;
    private long processorNs;

    /// A replay seed that broke a rule.
    ///
    /// @param message what was broken, and everything needed to play it again
    public record Failure(long replaySeed, String message) {}

    /// Plays `count` replay seeds on all processors; gives up after ten that failed.
    ///
    /// @param first the first replay seed
    public static Simulation of(long first, long count) {
        var simulation = new Simulation();
        simulation.play(first, count);
        return simulation;
    }

    /// Plays some more.
    void play(long first, long count) {
        var next = new AtomicLong(first);
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            players.add(Thread.ofPlatform().start(() -> playUntil(next, first + count)));
        }
        for (Thread player : players) {
            try {
                player.join();
            } catch (InterruptedException stop) {
                next.set(Long.MAX_VALUE / 2);
                Thread.currentThread().interrupt();
            }
        }
    }

    private void playUntil(AtomicLong next, long end) {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            play(seed);
        }
        synchronized (this) {
            processorNs += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }

    private void play(long replaySeed) {
        if (givenUp()) return;
        try {
            SimCluster cluster = Chaos.play(replaySeed, 60);
            ended(cluster);
        } catch (SimFailure failure) {
            failed(new Failure(replaySeed, failure.getMessage()));
        }
    }

    private synchronized void ended(SimCluster cluster) {
        played++;
        simulatedNs += cluster.clock().nowNs();
        sizes.merge(cluster.ids().size(), 1L, Long::sum);
        cluster.truth()
                .exceptions()
                .counts()
                .forEach((kind, count) -> exceptions.merge(kind, count, SimExceptions.Count::and));
        cluster.faults().forEach((kind, times) -> faults.merge(kind, times, Long::sum));
    }

    private synchronized void failed(Failure failure) {
        played++;
        failures.add(failure);
    }

    /// Whether so many failed that no more are played.
    synchronized boolean givenUp() {
        return failures.size() >= GIVE_UP_AFTER;
    }

    /// The replay seeds that failed.
    public synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    /// How many were played.
    public synchronized long played() {
        return played;
    }

    /// Processor time of the players, without that of the compiler and of collecting garbage.
    public synchronized double processorSeconds() {
        return processorNs / 1e9;
    }

    /// How much time passed in the clusters that were played to their end.
    public synchronized double simulatedHours() {
        return simulatedNs / 3.6e12;
    }

    /// What software alone cannot prevent, by kind.
    synchronized SortedMap<String, SimExceptions.Count> exceptions() {
        return new TreeMap<>(exceptions);
    }

    /// How many clusters there were of each size.
    synchronized SortedMap<Integer, Long> sizes() {
        return new TreeMap<>(sizes);
    }

    /// How often each kind of fault was injected.
    public synchronized SortedMap<String, Long> faults() {
        return new TreeMap<>(faults);
    }
}
