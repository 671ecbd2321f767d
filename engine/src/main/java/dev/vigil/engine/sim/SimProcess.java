package dev.vigil.engine.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// One daemon on a simulated machine: it handles one thing after another, may be stopped and continued, and wakes at its deadlines.
final class SimProcess {
    private static final long US = 1_000L;

    private final SimClock clock;
    private final SimMachine machine;
    private final Deque<LongConsumer> inbox = new ArrayDeque<>();
    private final LongSupplier deadline;
    private final LongConsumer tick;
    private boolean alive = true;
    private boolean stopped;
    private boolean busy;
    private Runnable onContinue = () -> {};
    private long wakeNs = Long.MAX_VALUE;

    /// @param deadline when the machine inside wants to be ticked, by the machine's clock
    /// @param tick ticks it
    SimProcess(SimClock clock, SimMachine machine, LongSupplier deadline, LongConsumer tick) {
        this.clock = clock;
        this.machine = machine;
        this.deadline = deadline;
        this.tick = tick;
    }

    boolean alive() {
        return alive;
    }

    void kill() {
        alive = false;
        inbox.clear();
    }

    /// SIGSTOP.
    void stop() {
        stopped = true;
    }

    /// SIGCONT: it finds out what time it is before it reads what has piled up.
    void carryOn() {
        stopped = false;
        Runnable next = onContinue;
        onContinue = () -> {};
        next.run();
        drain();
    }

    boolean stopped() {
        return stopped;
    }

    /// Something comes in; it is handled now, or when the daemon gets to it.
    void post(LongConsumer input) {
        if (alive) {
            inbox.add(input);
            drain();
        }
    }

    /// The daemon waits for its disk.
    void busyFor(long ns, Runnable then) {
        busy = true;
        clock.after(
                ns,
                () -> {
                    if (alive) {
                        machine.whenAwake(
                                () -> {
                                    if (alive && stopped) {
                                        onContinue = () -> done(then);
                                    } else if (alive) {
                                        done(then);
                                    }
                                });
                    }
                });
    }

    private void done(Runnable then) {
        busy = false;
        then.run();
        drain();
    }

    /// What it is doing, for people.
    String describe() {
        return (stopped ? " stopped" : "")
                + (busy ? " busy" : "")
                + (inbox.isEmpty() ? "" : " inbox " + inbox.size());
    }

    void drain() {
        if (!runs()) {
            return;
        }
        if (machine.localNs() >= deadline.getAsLong()) {
            tick.accept(machine.localNs());
        }
        while (runs() && !inbox.isEmpty()) {
            inbox.remove().accept(machine.localNs());
        }
        schedule();
    }

    private boolean runs() {
        return alive && !stopped && !busy && machine.awake();
    }

    private void schedule() {
        long deadlineNs = alive ? deadline.getAsLong() : Long.MAX_VALUE;
        if (deadlineNs == Long.MAX_VALUE) {
            return;
        }
        long dueNs =
                Math.max(
                        clock.nowNs() + 50 * US,
                        machine.trueNs(deadlineNs) + clock.between(20 * US, 800 * US));
        if (wakeNs <= clock.nowNs() || dueNs < wakeNs) {
            wakeNs = dueNs;
            clock.at(
                    dueNs,
                    () -> {
                        if (wakeNs == dueNs) {
                            wakeNs = Long.MAX_VALUE;
                        }
                        drain();
                    });
        }
    }
}
