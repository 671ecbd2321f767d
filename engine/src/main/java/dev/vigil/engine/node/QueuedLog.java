package dev.vigil.engine.node;

import dev.vigil.engine.had.LogLine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A log that its users never wait for: a disk that hangs must not keep heartbeats and lease waiting. What a slow disk leaves no room for is
/// dropped, and how much that was is said when it can be.
final class QueuedLog implements Consumer<LogLine> {
    private static final int MOST_WAITING = 10_000;

    private final Consumer<LogLine> log;
    private final BlockingQueue<LogLine> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong handedIn = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /// @param log writes a line, and may block
    QueuedLog(Consumer<LogLine> log) {
        this.log = log;
        Thread.ofPlatform().daemon().name("log-writer").start(this::write);
    }

    @Override
    public void accept(LogLine line) {
        handedIn.incrementAndGet();
        if (waiting.offer(line)) return;
        dropped.incrementAndGet();
        done.incrementAndGet();
    }

    void accept(LogLine.Severity severity, String umi, String text) {
        accept(new LogLine(severity, umi, text));
    }

    private void write() {
        try {
            while (true) {
                log.accept(waiting.take());
                sayDropped();
                done.incrementAndGet();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayDropped() {
        long many = dropped.getAndSet(0);
        if (many > 0)
            log.accept(
                    new LogLine(
                            LogLine.Severity.WARNING,
                            "V-15-2-1050",
                            many
                                    + " lines of this log were dropped: its disk was too slow to"
                                    + " take them; look at the disk of the log directory"));
    }

    /// Waits until all that was handed in before is written, at most so long.
    ///
    /// @return whether it is
    boolean flush(long withinMs) {
        long until = handedIn.get();
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
        while (done.get() < until && System.nanoTime() < endNs) {
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return done.get() >= until;
    }
}
