package dev.vigil.engine.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// How an engine stands at its points.
class FencingTest {
    private static final long SECOND = 1_000_000_000L;
    private static final List<String> POINTS = List.of("cp1", "cp2", "cp3");
    private static final SortedSet<Key> BOTH = new TreeSet<>(List.of(new Key(0, 4), new Key(1, 9)));

    private final SortedMap<String, Long> asked = new TreeMap<>();
    private final List<PointStanding> changes = new ArrayList<>();
    private final List<String> forgetful = new ArrayList<>();
    private final Fencing fencing =
            new Fencing(
                    new Key(0, 4),
                    POINTS,
                    new Fencing.Port() {
                        @Override
                        public void ask(String point, long request, PointRequest what) {
                            asked.put(point, request);
                            last = what;
                        }

                        @Override
                        public void changed(PointStanding standing) {
                            changes.add(standing);
                        }

                        @Override
                        public void forgot(String point) {
                            forgetful.add(point);
                        }
                    });

    private PointRequest last;

    private void allAnswer(long atNs, PointAnswer answer, Integer... heard) {
        fencing.tick(atNs, () -> new TreeSet<>(List.of(heard)));
        for (String point : POINTS) fencing.answered(atNs, point, asked.get(point), answer);
    }

    private static PointAnswer.Refused refused(boolean dead) {
        return new PointAnswer.Refused("no", new TreeSet<>(List.of(new Key(1, 9))), dead);
    }

    @Test
    void aKeyThatIsThereGivesTheRight() {
        allAnswer(SECOND, new PointAnswer.Granted(BOTH), 1);
        assertTrue(fencing.registered());
        assertFalse(fencing.ejected(true));
        assertEquals(3, changes.size());
    }

    /// It does not hear those who have ejected it, and that is not why it is refused.
    @Test
    void whoWasEjectedIsNotToldToClearTheKeysOfThoseWhoWon() {
        allAnswer(SECOND, refused(true));
        assertEquals(
                List.of(
                        new PointStanding("cp1", PointStanding.State.EJECTED, "no"),
                        new PointStanding("cp2", PointStanding.State.EJECTED, "no"),
                        new PointStanding("cp3", PointStanding.State.EJECTED, "no")),
                changes);
        assertTrue(fencing.ejected(true));
    }

    @Test
    void whoIsRefusedForTheSakeOfOthersMayBeTakenInLater() {
        allAnswer(SECOND, refused(false));
        assertEquals(PointStanding.State.REFUSED, changes.getFirst().state());
        assertFalse(fencing.ejected(false), "it is in no view, and does not hear them yet");
        assertTrue(fencing.ejected(true));
    }

    @Test
    void aPointThatComesBackWithoutWhatItKnewIsNamed() {
        allAnswer(SECOND, new PointAnswer.Granted(BOTH), 1);
        allAnswer(10 * SECOND, new PointAnswer.Unreachable("no answer"), 1);
        fencing.tick(20 * SECOND, () -> new TreeSet<>(List.of(1)));
        assertEquals(new PointRequest.ReadKeys(), last, "it may still know the key");
        fencing.answered(
                20 * SECOND, "cp1", asked.get("cp1"), new PointAnswer.Granted(new TreeSet<>()));
        fencing.answered(20 * SECOND, "cp2", asked.get("cp2"), new PointAnswer.Granted(BOTH));
        fencing.tick(20 * SECOND, () -> new TreeSet<>(List.of(1)));
        assertInstanceOf(PointRequest.Register.class, last);
        fencing.answered(20 * SECOND, "cp1", asked.get("cp1"), new PointAnswer.Granted(BOTH));
        assertEquals(List.of("cp1"), forgetful, "cp2 still knew it");
    }

    @Test
    void aPointThatHasEjectedTheKeyHasForgottenNothing() {
        allAnswer(SECOND, new PointAnswer.Granted(BOTH), 1);
        allAnswer(10 * SECOND, new PointAnswer.Granted(new TreeSet<>(List.of(new Key(1, 9)))), 1);
        allAnswer(10 * SECOND, refused(true), 1);
        assertEquals(List.of(), forgetful);
        assertTrue(fencing.ejected(true));
    }

    @Test
    void aPointThatDoesNotAnswerCostsNothingYet() {
        allAnswer(SECOND, new PointAnswer.Granted(BOTH), 1);
        fencing.tick(10 * SECOND, () -> new TreeSet<>(List.of(1)));
        fencing.answered(
                10 * SECOND, "cp2", asked.get("cp2"), new PointAnswer.Unreachable("no answer"));
        assertTrue(fencing.registered());
        assertEquals("cp2: no answer", fencing.obstacle());
    }

    @Test
    void whoIsInNoViewAndNeedsAPointThatWillNeverHaveItsKeyComesBackAsANewerOne() {
        fencing.tick(SECOND, () -> new TreeSet<>(List.of(1)));
        fencing.answered(SECOND, "cp1", asked.get("cp1"), refused(true));
        fencing.answered(SECOND, "cp2", asked.get("cp2"), new PointAnswer.Granted(BOTH));
        assertFalse(fencing.ejected(false), "cp3 may yet have it");
        fencing.answered(SECOND, "cp3", asked.get("cp3"), new PointAnswer.Unreachable("no answer"));
        assertTrue(fencing.ejected(false));
        assertFalse(fencing.ejected(true), "a member has its right until its lease ends");
    }

    @Test
    void whoHasAMajorityDoesWithoutThePointThatWillNeverHaveItsKey() {
        fencing.tick(SECOND, () -> new TreeSet<>(List.of(1)));
        fencing.answered(SECOND, "cp1", asked.get("cp1"), refused(true));
        fencing.answered(SECOND, "cp2", asked.get("cp2"), new PointAnswer.Granted(BOTH));
        fencing.answered(SECOND, "cp3", asked.get("cp3"), new PointAnswer.Granted(BOTH));
        assertTrue(fencing.registered());
        assertFalse(fencing.ejected(false));
    }
}
