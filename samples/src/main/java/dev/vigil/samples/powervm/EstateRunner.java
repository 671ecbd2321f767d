package dev.vigil.samples.powervm;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Holds the one estate of this process, lets its time pass, and saves every change before anybody sees it.
///
/// Whoever wants something asks [#change]; everything that must follow in the outside world is an [Observer]'s,
/// told of each change in order, on a thread of its own.
final class EstateRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EstateRunner.class);

    /// Answers a request on an estate. Pure.
    @FunctionalInterface
    interface Request<T extends Result> {
        /// @param atMs now; everything due until then has happened
        T on(Estate estate, long atMs);
    }

    /// What a request came to.
    interface Result {
        /// The estate from now on.
        Estate estate();
    }

    /// Is told what changed.
    @FunctionalInterface
    interface Observer {
        /// Called once for each change, in order.
        ///
        /// @throws IOException if the outside world does not follow; says how
        void changed(Estate before, Estate after) throws IOException, InterruptedException;
    }

    private final Passage passage;
    private final LongSupplier clockMs;
    private final EstateStore store;
    private final Observer observer;
    private final ExecutorService effects =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("effects").factory());
    private final Thread timer;
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private Estate estate;

    /// Takes over an estate and starts its time.
    ///
    /// @param clockMs monotonic milliseconds
    EstateRunner(
            Estate estate,
            Passage passage,
            LongSupplier clockMs,
            EstateStore store,
            Observer observer)
            throws IOException {
        this.estate = estate;
        this.passage = passage;
        this.clockMs = clockMs;
        this.store = store;
        this.observer = observer;
        store.save(estate);
        this.timer = Thread.ofVirtual().name("time").start(this::letTimePass);
    }

    /// The estate as it is now.
    synchronized Estate now() {
        adopt(passage.advance(estate, clockMs.getAsLong()));
        return estate;
    }

    /// Carries out a request on the estate as it is now.
    ///
    /// @throws UncheckedIOException if the result cannot be saved; nothing has changed then
    synchronized <T extends Result> T change(Request<T> request) {
        long atMs = clockMs.getAsLong();
        var result = request.on(passage.advance(estate, atMs), atMs);
        adopt(result.estate());
        return result;
    }

    /// Waits until something holds of the estate.
    ///
    /// @return whether it did within the time
    synchronized boolean await(Predicate<Estate> wanted, long timeoutMs)
            throws InterruptedException {
        long endMs = clockMs.getAsLong() + timeoutMs;
        while (!wanted.test(now())) {
            long leftMs = endMs - clockMs.getAsLong();
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    /// Waits, for a while, until the observer has been told of all changes so far.
    ///
    /// @return what did not follow; empty if everything did
    String awaitEffects() throws InterruptedException {
        try {
            effects.submit(() -> {}).get(10, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            return "what follows from it takes more than 10 s";
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an empty task failed", impossible);
        }
        return failure.getAndSet("");
    }

    private void adopt(Estate next) {
        var before = estate;
        if (!next.asOf(0).equals(before.asOf(0))) {
            try {
                store.save(next);
            } catch (IOException failed) {
                throw new UncheckedIOException(
                        "cannot save the estate to " + store.file() + ": " + failed, failed);
            }
            effects.execute(() -> tell(before, next));
        }
        estate = next;
        if (next.nextDeadlineMs() != before.nextDeadlineMs()
                || next.nextSeq() != before.nextSeq()) {
            notifyAll();
        }
    }

    private void tell(Estate before, Estate after) {
        for (var entry : after.history()) {
            if (entry.seq() >= before.nextSeq()) {
                LOG.info("{} {} {} {}", entry.what(), entry.server(), entry.name(), entry.detail());
            }
        }
        try {
            observer.changed(before, after);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException broken) {
            LOG.error("what follows from a change failed", broken);
            failure.set(broken.getMessage() == null ? broken.toString() : broken.getMessage());
        }
    }

    private synchronized void letTimePass() {
        try {
            while (true) {
                try {
                    long nextMs = now().nextDeadlineMs();
                    if (nextMs == Pending.HELD) {
                        wait();
                    } else {
                        wait(Math.max(1, nextMs - clockMs.getAsLong()));
                    }
                } catch (UncheckedIOException unsaved) {
                    LOG.error("{}; trying again in a second", unsaved.getMessage());
                    wait(1_000);
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        timer.interrupt();
        effects.shutdownNow();
    }
}
