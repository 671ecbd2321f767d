package dev.vigil.engine.had;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The engine's event loop: the one thread that owns all of its state.
///
/// A task that throws has met a state that cannot be; the engine must not go on with it, so the whole process ends.
final class HadLoop implements Executor {
    private static final long MS = 1_000_000L;

    private final Vertx vertx;
    private final Context context;
    private final LongSupplier clockNs;
    private final Consumer<Throwable> broken;
    private long timer = -1;
    private long timerAtNs = Long.MAX_VALUE;

    /// @param broken is given what a task threw; it must not return
    HadLoop(Vertx vertx, LongSupplier clockNs, Consumer<Throwable> broken) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.clockNs = clockNs;
        this.broken = broken;
        context.exceptionHandler(broken::accept);
    }

    Vertx vertx() {
        return vertx;
    }

    /// Runs a task on the loop, after those handed in before it.
    @Override
    public void execute(Runnable task) {
        context.runOnContext(
                ignored -> {
                    try {
                        task.run();
                    } catch (Throwable impossible) {
                        broken.accept(impossible);
                    }
                });
    }

    /// Runs a task once, after a while.
    ///
    /// @return calls it off
    Runnable after(long delayMs, Runnable task) {
        long id = vertx.setTimer(Math.max(1, delayMs), fired -> execute(task));
        return () -> vertx.cancelTimer(id);
    }

    /// Runs `task` at a time of the machine's clock; replaces what was asked for before. To be called on the loop.
    void wakeAt(long atNs, Runnable task) {
        if (timer >= 0 && timerAtNs == atNs) return;
        if (timer >= 0) vertx.cancelTimer(timer);
        timer = -1;
        timerAtNs = atNs;
        if (atNs == Long.MAX_VALUE) return;
        long delayMs = Math.clamp((atNs - clockNs.getAsLong() + MS - 1) / MS, 1, 3_600_000);
        timer =
                vertx.setTimer(
                        delayMs,
                        fired -> {
                            timer = -1;
                            try {
                                task.run();
                            } catch (Throwable impossible) {
                                broken.accept(impossible);
                            }
                        });
    }
}
