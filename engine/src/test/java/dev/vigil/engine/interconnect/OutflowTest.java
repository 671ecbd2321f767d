package dev.vigil.engine.interconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class OutflowTest {
    private final Outflow out = new Outflow(7, new Room(1_000_000, 2));

    @Test
    void whatIsNotAcknowledgedIsSentAgain() {
        for (byte i = 1; i <= 5; i++) out.add(new byte[] {i}, 0);
        out.acknowledged(3, 1);
        assertEquals(
                List.of((byte) 4, (byte) 5),
                out.unacknowledged().stream().map(frame -> frame[0]).toList());
        out.acknowledged(5, 2);
        assertTrue(out.isEmpty());
        assertTrue(out.begun());
    }

    @Test
    void nothingIsAcknowledgedThatWasNotSentOrTakenBack() {
        out.add(new byte[1], 0);
        assertThrows(IllegalArgumentException.class, () -> out.acknowledged(2, 1));
        out.acknowledged(1, 1);
        assertThrows(IllegalArgumentException.class, () -> out.acknowledged(0, 2));
    }

    @Test
    void itIsStuckSinceTheLastSignOfLife() {
        assertEquals(0, out.stuckForNs(100));
        out.add(new byte[1], 100);
        out.add(new byte[1], 150);
        assertEquals(60, out.stuckForNs(160));
        out.acknowledged(1, 170);
        assertEquals(10, out.stuckForNs(180));
        out.acknowledged(2, 190);
        assertEquals(0, out.stuckForNs(500));
    }

    @Test
    void whoTakesMoreThanItsPartOfTheRoomIsFull() {
        var room = new Room(100, 4);
        var large = new Outflow(1, room);
        var small = new Outflow(2, room);
        large.add(new byte[90], 0);
        assertFalse(large.full());
        small.add(new byte[11], 0);
        assertFalse(small.full());
        assertTrue(large.full());
        large.next();
        small.add(new byte[89], 0);
        assertFalse(small.full());
        small.acknowledged(2, 1);
        small.add(new byte[101], 1);
        assertTrue(small.full());
    }

    @Test
    void itIsFullBeforeItTakesAllMemory() {
        for (int i = 0; i < 20_000; i++) out.add(new byte[1], 0);
        assertFalse(out.full());
        out.add(new byte[1], 0);
        assertTrue(out.full());
    }
}
