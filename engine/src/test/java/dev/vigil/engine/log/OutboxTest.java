package dev.vigil.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class OutboxTest {
    private final Outbox outbox = new Outbox(1, 7);
    private final Origins origins = new Origins();

    private static byte[] item(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> taken(Origins origins, byte[] element) {
        return origins.take(element).stream()
                .map(i -> i.id() + " " + new String(i.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void oneBatchIsUnderWayAtATimeAndTheRestFollowsInOrder() {
        outbox.add(item("a"));
        byte[] first = outbox.next().orElseThrow();
        outbox.add(item("b"));
        outbox.add(item("c"));
        assertEquals(Optional.empty(), outbox.next());
        assertEquals(List.of("1.7.1 a"), taken(origins, first));
        outbox.cameHome(first, origins);
        assertEquals(List.of("1.7.2 b", "1.7.3 c"), taken(origins, outbox.next().orElseThrow()));
    }

    @Test
    void whatWasNotCommittedIsOfferedAgainAndAppliedOnce() {
        outbox.add(item("a"));
        byte[] before = outbox.next().orElseThrow();
        outbox.restart(origins);
        byte[] again = outbox.next().orElseThrow();
        assertEquals(List.of("1.7.1 a"), taken(origins, before));
        assertEquals(List.of(), taken(origins, again));
        outbox.cameHome(again, origins);
        assertEquals(0, outbox.size());
    }

    @Test
    void aGapIsLeftOutUntilWhatIsMissingCame() {
        outbox.add(item("a"));
        byte[] lost = outbox.next().orElseThrow();
        var later = new Element(new ItemId(1, 7, 2), List.of(item("b"))).encode();
        assertEquals(List.of(), taken(origins, later));
        assertEquals(List.of("1.7.1 a"), taken(origins, lost));
        assertEquals(List.of("1.7.2 b"), taken(origins, later));
    }

    @Test
    void itemsOfADeadIncarnationAreNotAppliedAfterThoseOfTheNext() {
        var old = new Element(new ItemId(1, 7, 1), List.of(item("old"))).encode();
        var next = new Element(new ItemId(1, 8, 1), List.of(item("new"))).encode();
        assertEquals(List.of("1.8.1 new"), taken(origins, next));
        assertEquals(List.of(), taken(origins, old));
    }

    @Test
    void bytesThatAreNoElementAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> origins.take(new byte[] {1, 2, 3}));
    }

    @Test
    void aHistoryWithoutWhatWasAppliedElsewhereDoesNotKnowIt() {
        assertTrue(outbox.isKnownTo(origins), "nothing was applied anywhere");
        var before = new Origins();
        before.restore(origins.applied());
        outbox.add(item("a"));
        byte[] element = outbox.next().orElseThrow();
        assertEquals(List.of("1.7.1 a"), taken(origins, element));
        outbox.cameHome(element, origins);
        assertTrue(outbox.isKnownTo(origins));
        assertFalse(outbox.isKnownTo(before));
        outbox.restart(before);
        assertFalse(outbox.isKnownTo(before));
    }
}
