package dev.vigil.engine.node;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Hands tasks to a loop after a while. Has no thread before it is first used.
final class DelayedTasks implements AutoCloseable {
    private final Executor loop;
    private ScheduledExecutorService timer;

    DelayedTasks(Executor loop) {
        this.loop = loop;
    }

    /// Runs a task on the loop, not before some milliseconds have passed. To be called on the loop.
    void after(long ms, Runnable task) {
        if (timer == null)
            timer =
                    Executors.newSingleThreadScheduledExecutor(
                            Thread.ofPlatform().daemon().name("delayed").factory());
        timer.schedule(() -> loop.execute(task), ms, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        if (timer != null) timer.shutdownNow();
    }
}
