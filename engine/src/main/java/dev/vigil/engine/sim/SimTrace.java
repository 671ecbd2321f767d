package dev.vigil.engine.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/// What happened, line by line: a hash over everything, and the last lines for people.
final class SimTrace {
    private static final int DETAILS_FROM = 10_000;

    private final SimClock clock;
    private final int keep;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long hash = 1;
    private long count;

    private record Line(long atUs, String who, String what) {
        String text() {
            return String.format("%10.3f %-8s %s", atUs / 1000.0, who, what);
        }
    }

    SimTrace(SimClock clock, int keep) {
        this.clock = clock;
        this.keep = keep;
    }

    void say(String who, String what) {
        long atUs = clock.nowNs() / 1000;
        hash = hash * 31 + (who.hashCode() * 31L + what.hashCode()) * 31 + atUs;
        count++;
        if (keep > 0) {
            lines.add(new Line(atUs, who, what));
            if (lines.size() > keep) {
                lines.removeFirst();
            }
        }
    }

    /// What helps whoever plays one run again, and nobody else.
    void detail(String who, Supplier<String> what) {
        if (keep > DETAILS_FROM) {
            lines.add(new Line(clock.nowNs() / 1000, who, what.get()));
        }
    }

    /// Equal for equal runs.
    String digest() {
        return count + ":" + Long.toHexString(hash);
    }

    List<String> lines() {
        return lines.stream().map(Line::text).toList();
    }
}
