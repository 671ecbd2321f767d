package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.had.StateCheck.Verdict;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

class StateCheckTest {
    private static final ViewId VIEW = new ViewId(3, 0, 64);

    private static SortedSet<Integer> ids(Integer... ids) {
        return new TreeSet<>(List.of(ids));
    }

    private static StateCheck check(int self, SortedSet<Integer> members, long digest) {
        var check = new StateCheck(self);
        check.opened(VIEW, members);
        check.at(0, () -> () -> digest);
        make(check, self, 0);
        return check;
    }

    private static boolean make(StateCheck check, int self, long position) {
        Optional<LongSupplier> digest = check.make(position);
        digest.ifPresent(made -> check.heard(self, VIEW, position, made.getAsLong()));
        return digest.isPresent();
    }

    private static Verdict verdict(
            int self, SortedSet<Integer> members, Map<Integer, Long> digests) {
        StateCheck check = check(self, members, digests.get(self));
        digests.forEach(
                (id, digest) -> {
                    if (id != self) assertTrue(check.heard(id, VIEW, 0, digest));
                });
        return check.verdict(0);
    }

    @Test
    void theLargerPartIsRight() {
        var said = Map.of(0, 7L, 1, 9L, 2, 9L);
        assertEquals(Verdict.THIS_ONE_DIFFERS, verdict(0, ids(0, 1, 2), said));
        assertEquals(Verdict.ANOTHER_DIFFERS, verdict(1, ids(0, 1, 2), said));
        assertEquals(Verdict.EQUAL, verdict(2, ids(0, 1, 2), said), "sys1 speaks for it");
    }

    @Test
    void ofTwoTheLowerOneIsTakenToBeRight() {
        var said = Map.of(1, 7L, 4, 9L);
        assertEquals(Verdict.ANOTHER_DIFFERS, verdict(1, ids(1, 4), said));
        assertEquals(Verdict.THIS_ONE_DIFFERS, verdict(4, ids(1, 4), said));
    }

    @Test
    void nobodyIsJudgedBeforeMostHaveSaidTheSame() {
        assertEquals(Verdict.EQUAL, verdict(0, ids(0, 1, 2, 3), Map.of(0, 7L, 1, 9L)));
        assertEquals(Verdict.EQUAL, verdict(0, ids(0, 1, 2, 3), Map.of(0, 7L, 1, 9L, 2, 9L)));
        assertEquals(
                Verdict.THIS_ONE_DIFFERS,
                verdict(0, ids(0, 1, 2, 3), Map.of(0, 7L, 1, 9L, 2, 9L, 3, 9L)));
    }

    @Test
    void whatAnotherHasNamedIsSaidWhenItIsReached() {
        var check = check(0, ids(0, 1), 7);
        assertTrue(check.heard(1, VIEW, 32, 5));
        assertFalse(check.asked(32));
        check.at(31, () -> () -> 6);
        assertFalse(check.asked(31), "not a position that is compared");
        check.at(32, () -> () -> 6);
        assertTrue(check.asked(32));
        assertTrue(make(check, 0, 32));
        assertEquals(Verdict.ANOTHER_DIFFERS, check.verdict(32));
        assertFalse(make(check, 0, 32), "said once");
    }

    @Test
    void whatIsLongPastOrOfAnotherViewIsNotCompared() {
        var check = check(0, ids(0, 1), 7);
        for (long position = 16; position < 400; position += 16) check.at(position, () -> () -> 1);
        assertFalse(check.heard(1, VIEW, 0, 9));
        assertFalse(check.heard(1, new ViewId(4, 0, 64), 384, 9));
        assertFalse(check.heard(5, VIEW, 384, 9));
        assertFalse(make(check, 0, 0));
    }

    @Test
    void aSystemAloneHasNothingToSay() {
        var check = new StateCheck(0);
        check.opened(VIEW, ids(0));
        check.at(0, () -> () -> 1);
        assertFalse(check.due());
    }
}
