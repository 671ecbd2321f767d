package dev.vigil.engine.sim;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// Simulated time: what happens next, in an order that one replay seed gives.
final class SimClock {
    private final PriorityQueue<Happening> queue = new PriorityQueue<>();
    private final SplittableRandom random;
    private long nowNs;
    private long count;

    private record Happening(long atNs, long order, Runnable what)
            implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    SimClock(long replaySeed) {
        this.random = new SplittableRandom(replaySeed);
    }

    long nowNs() {
        return nowNs;
    }

    /// Chance, from the replay seed.
    SplittableRandom random() {
        return random;
    }

    /// A duration between two, by chance.
    long between(long fromNs, long toNs) {
        return toNs <= fromNs ? fromNs : random.nextLong(fromNs, toNs);
    }

    boolean percent(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }

    void at(long atNs, Runnable what) {
        queue.add(new Happening(Math.max(nowNs, atNs), count++, what));
    }

    void after(long delayNs, Runnable what) {
        at(nowNs + delayNs, what);
    }

    /// Lets time pass until `untilNs`.
    void runUntil(long untilNs) {
        while (!queue.isEmpty() && queue.peek().atNs <= untilNs) {
            Happening next = queue.poll();
            nowNs = next.atNs;
            next.what.run();
        }
        nowNs = untilNs;
    }
}
