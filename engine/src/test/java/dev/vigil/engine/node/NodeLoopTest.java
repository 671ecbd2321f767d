package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NodeLoopTest {
    private static final int MORE_THAN_THE_INBOX_HOLDS = 60_000;

    /// Nobody but the loop could empty its inbox.
    @Test
    void theLoopNeverWaitsForItself() throws IOException {
        var loop = new NodeLoop(System::nanoTime);
        var ran = new AtomicInteger();
        loop.execute(
                () -> {
                    for (int i = 0; i < MORE_THAN_THE_INBOX_HOLDS; i++)
                        loop.execute(
                                () -> {
                                    if (ran.incrementAndGet() == MORE_THAN_THE_INBOX_HOLDS)
                                        loop.close();
                                });
                });
        loop.run(() -> Long.MAX_VALUE, () -> {}, key -> {});
        assertEquals(MORE_THAN_THE_INBOX_HOLDS, ran.get());
    }
}
