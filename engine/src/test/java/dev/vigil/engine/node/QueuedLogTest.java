package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.had.LogLine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class QueuedLogTest {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch disk = new CountDownLatch(1);

    private void slowly(LogLine line) {
        try {
            disk.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        written.add(line.text());
    }

    private static LogLine line(int number) {
        return new LogLine(LogLine.Severity.INFO, "V-15-2-1", "line " + number);
    }

    @Test
    void aDiskThatHangsKeepsNobodyWaitingAndWhatIsDroppedIsCounted() {
        var log = new QueuedLog(this::slowly);
        for (int i = 0; i < 10_100; i++) log.accept(line(i));
        assertFalse(log.flush(1));
        assertEquals(List.of(), written);
        disk.countDown();
        assertTrue(log.flush(20_000));
        assertEquals("line 0", written.getFirst());
        assertTrue(
                written.stream()
                        .anyMatch(
                                text -> text.matches("(99|100) lines of this log were dropped.*")),
                () -> written.subList(0, 3).toString());
    }

    @Test
    void linesComeInOrder() {
        disk.countDown();
        var log = new QueuedLog(this::slowly);
        for (int i = 0; i < 500; i++) log.accept(line(i));
        assertTrue(log.flush(20_000));
        for (int i = 0; i < 500; i++) assertEquals("line " + i, written.get(i));
    }
}
