package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class UncaughtTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final Uncaught handler =
            new Uncaught(thread -> !thread.isVirtual(), ended::incrementAndGet);

    private int endsAfter(Thread.Builder kind, Runnable task) throws InterruptedException {
        Thread thread = kind.unstarted(task);
        thread.setUncaughtExceptionHandler(handler);
        thread.start();
        thread.join();
        return ended.get();
    }

    @Test
    void anEssentialThreadTakesTheProcessAlong() throws Exception {
        assertEquals(
                1,
                endsAfter(
                        Thread.ofPlatform(),
                        () -> {
                            throw new IllegalStateException("expected by this test");
                        }));
    }

    @Test
    void anErrorDoesSoOnAnyThread() throws Exception {
        Runnable mistake =
                () -> {
                    throw new IllegalStateException("expected by this test");
                };
        assertEquals(0, endsAfter(Thread.ofVirtual(), mistake));
        Runnable error =
                () -> {
                    throw new NoClassDefFoundError("expected by this test");
                };
        assertEquals(1, endsAfter(Thread.ofVirtual(), error));
    }
}
