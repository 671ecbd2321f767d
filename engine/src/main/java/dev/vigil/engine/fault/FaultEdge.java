package dev.vigil.engine.fault;

import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

/// Where a daemon's traffic meets the faults in force. Belongs to one thread; only [#cut] may be asked by any.
public final class FaultEdge {
    /// What has become of packets so far.
    public record Counts(long dropped, long delayed, long duplicated) {
        /// Nothing yet.
        public static final Counts NONE = new Counts(0, 0, 0);
    }

    private final DoubleSupplier chance;
    private final BiConsumer<Long, Runnable> later;
    private volatile FaultPlan plan = FaultPlan.NONE;
    private Counts counts = Counts.NONE;

    /// An edge without faults.
    ///
    /// @param chance numbers from 0 to below 1
    /// @param later runs a task after some milliseconds, on the edge's own thread
    public FaultEdge(DoubleSupplier chance, BiConsumer<Long, Runnable> later) {
        this.chance = chance;
        this.later = later;
    }

    /// From now on these faults are in force, and no others.
    public void follow(FaultPlan faults) {
        plan = faults;
    }

    /// What has become of packets so far.
    public Counts counts() {
        return counts;
    }

    /// Whether nothing at all gets through at this moment, in one direction or the other: no connection can be made.
    public boolean cut(String link, int peer) {
        return dropsAll(link, peer, Direction.IN) || dropsAll(link, peer, Direction.OUT);
    }

    /// A loss is below 1, so the highest chance is lost by a cut alone.
    private boolean dropsAll(String link, int peer, Direction direction) {
        return plan.packet(link, peer, direction, () -> 1).copies() == 0;
    }

    /// Lets a packet go its way: at once, later, twice, or not at all.
    public void pass(String link, int peer, Direction direction, Runnable packet) {
        if (plan == FaultPlan.NONE) {
            packet.run();
            return;
        }
        Fate fate = plan.packet(link, peer, direction, chance);
        count(fate);
        for (int left = fate.copies(); left > 0; left--) {
            if (fate.delayMs() == 0) packet.run();
            else later.accept(fate.delayMs(), packet);
        }
    }

    private void count(Fate fate) {
        counts =
                new Counts(
                        counts.dropped + (fate.copies() == 0 ? 1 : 0),
                        counts.delayed + (fate.delayMs() > 0 ? 1 : 0),
                        counts.duplicated + (fate.copies() > 1 ? 1 : 0));
    }
}
