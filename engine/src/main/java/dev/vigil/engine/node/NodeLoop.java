package dev.vigil.engine.node;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The one thread that owns the node daemon's state: sockets, tasks of others, and a deadline.
///
/// After every wake-up the clock is looked at first, then what waits: a lease that ran out while the machine slept is seen before a
/// heartbeat or an order that came in meanwhile.
final class NodeLoop implements Executor, AutoCloseable {
    private static final int MOST_WAITING = 50_000;
    private static final int TASKS_AT_ONCE = 256;
    private static final long MS = 1_000_000L;

    private final Selector selector;
    private final LongSupplier clockNs;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Deque<Runnable> own = new ArrayDeque<>();
    private volatile boolean closed;
    private volatile Thread owner;

    NodeLoop(LongSupplier clockNs) throws IOException {
        this.selector = Selector.open();
        this.clockNs = clockNs;
    }

    Selector selector() {
        return selector;
    }

    /// Hands a task to the loop's thread; waits if too many are queued, unless the loop itself hands it in, which nobody else could relieve.
    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() == owner) {
            own.add(task);
            return;
        }
        try {
            inbox.put(task);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before a task was queued", stopped);
        }
        selector.wakeup();
    }

    /// Runs until closed.
    ///
    /// @param deadlineNs when to tick next
    /// @param tick is called when that time has come
    /// @param ready is given every socket that has something to read
    void run(LongSupplier deadlineNs, Runnable tick, Consumer<SelectionKey> ready)
            throws IOException {
        owner = Thread.currentThread();
        while (!closed) {
            await(deadlineNs.getAsLong());
            if (clockNs.getAsLong() >= deadlineNs.getAsLong()) tick.run();
            for (int left = TASKS_AT_ONCE; left > 0; left--) {
                Runnable task = own.isEmpty() ? inbox.poll() : own.remove();
                if (task == null) break;
                task.run();
            }
            for (SelectionKey key : selector.selectedKeys()) ready.accept(key);
            selector.selectedKeys().clear();
        }
        selector.close();
    }

    private void await(long deadlineNs) throws IOException {
        long waitNs = deadlineNs - clockNs.getAsLong();
        if (waitNs <= 0 || !own.isEmpty() || !inbox.isEmpty()) selector.selectNow();
        else selector.select(Math.clamp((waitNs + MS - 1) / MS, 1, 1_000));
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
