package dev.vigil.engine.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.gab.ViewId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

class HeldLogTest {
    private static final ViewId VIEW = new ViewId(3, 1, 65);

    private static HeldLog log(int self) {
        return new HeldLog(VIEW, new TreeSet<>(List.of(0, 1, 2)), self);
    }

    private static byte[] item(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void committedIsWhatEveryMemberHoldsWithAnEqualHash() {
        HeldLog mine = log(0);
        mine.hold(0, List.of(item("a"), item("b")));
        mine.heldBy(1, 2, mine.hash(2));
        assertEquals(0, mine.committed());
        mine.heldBy(2, 1, mine.hash(1));
        assertEquals(1, mine.committed());
        mine.heldBy(2, 2, mine.hash(2));
        assertEquals(2, mine.committed());
        assertArrayEquals(item("b"), mine.element(2));
    }

    @Test
    void aLongLogForgetsWhatIsCommittedAndGoesOnAsIfItHadNot() {
        HeldLog forgetful = log(0);
        HeldLog plain = log(0);
        for (int i = 0; i < 3_500; i++) {
            List<byte[]> next = List.of(item("item " + i));
            for (HeldLog each : List.of(forgetful, plain)) {
                each.hold(i, next);
                each.heldBy(1, i + 1, each.hash(i + 1));
                each.heldBy(2, Math.max(1, i - 10), each.hash(Math.max(1, i - 10)));
            }
            forgetful.forget(forgetful.committed());
        }
        assertEquals(plain.held(), forgetful.held());
        assertEquals(plain.committed(), forgetful.committed());
        assertEquals(plain.hashesFromCommitted(), forgetful.hashesFromCommitted());
        assertArrayEquals(plain.element(3_500), forgetful.element(3_500));
        assertEquals(Optional.empty(), forgetful.hold(0, List.of(item("item 0"))));
        assertTrue(forgetful.hold(3_499, List.of(item("another"))).isPresent());
        assertThrows(IndexOutOfBoundsException.class, () -> forgetful.element(1));
        assertThrows(IllegalArgumentException.class, () -> forgetful.forget(3_500));
    }

    @Test
    void whatAMemberHoldsAheadCountsOnceItIsHeldHereToo() {
        HeldLog other = log(1);
        other.hold(0, List.of(item("a"), item("b")));
        HeldLog mine = log(0);
        mine.heldBy(1, 2, other.hash(2));
        mine.heldBy(2, 2, other.hash(2));
        assertTrue(mine.isBehind());
        mine.hold(0, List.of(item("a"), item("b")));
        assertEquals(2, mine.committed());
    }

    @Test
    void aForkIsAFaultWhoeverIsAhead() {
        HeldLog other = log(1);
        other.hold(0, List.of(item("x")));
        HeldLog mine = log(0);
        mine.hold(0, List.of(item("a")));
        assertEquals(
                Optional.of("system 1 holds another log at position 1"),
                mine.heldBy(1, 1, other.hash(1)));
        HeldLog late = log(2);
        late.heldBy(1, 1, other.hash(1));
        assertEquals(
                Optional.of("system 1 holds another log at position 1"),
                late.hold(0, List.of(item("a"))));
        assertEquals(0, late.committed());
    }

    @Test
    void aGapAndAChangedItemAreFaults() {
        HeldLog mine = log(0);
        mine.hold(0, List.of(item("a")));
        assertEquals(Optional.of("items 1 to 2 are missing"), mine.hold(3, List.of(item("d"))));
        assertEquals(Optional.empty(), mine.hold(0, List.of(item("a"), item("b"))));
        assertEquals(
                Optional.of("item 1 is another than the one held"),
                mine.hold(1, List.of(item("c"))));
        assertEquals(2, mine.held());
    }

    @Test
    void nothingIsHeldOrCommittedAfterThePromiseForTheNextView() {
        HeldLog mine = log(0);
        mine.hold(0, List.of(item("a")));
        mine.freeze();
        mine.hold(1, List.of(item("b")));
        mine.heldBy(1, 1, mine.hash(1));
        mine.heldBy(2, 1, mine.hash(1));
        assertEquals(1, mine.held());
        assertEquals(0, mine.committed());
    }

    @Test
    void logsOfDifferentViewsNeverChainAlike() {
        HeldLog other = new HeldLog(new ViewId(3, 2, 66), new TreeSet<>(List.of(0, 1)), 0);
        assertTrue(other.hash(0) != log(0).hash(0));
    }
}
