package dev.vigil.engine.sim;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What software alone cannot prevent, counted: a group that still runs somewhere when it is started elsewhere, for a reason that is
/// documented as one, and how long that went on.
final class SimExceptions {
    /// A machine that was suspended runs again, until its node daemon has looked at the clock and cleaned.
    static final String RESUMED = "overlap on a machine that was resumed";

    /// A clean takes longer than the stop margin has room for.
    static final String SLOW_CLEAN = "overlap by a clean that takes longer than C";

    private final SimClock clock;
    private final SortedMap<String, Count> counts = new TreeMap<>();
    private final SortedMap<String, Open> open = new TreeMap<>();

    /// How often it happened, and for how long at most.
    record Count(long times, long longestNs) {
        Count and(Count other) {
            return new Count(times + other.times, Math.max(longestNs, other.longestNs));
        }
    }

    private record Open(String kind, long sinceNs) {}

    SimExceptions(SimClock clock) {
        this.clock = clock;
    }

    private static String place(int system, int group) {
        return system + ":" + group;
    }

    void begins(String kind, int system, int group) {
        open.putIfAbsent(place(system, group), new Open(kind, clock.nowNs()));
    }

    /// The group has stopped there.
    void over(int system, int group) {
        Open ended = open.remove(place(system, group));
        if (ended != null) {
            counts.merge(ended.kind, new Count(1, clock.nowNs() - ended.sinceNs), Count::and);
        }
    }

    SortedMap<String, Count> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }
}
