package dev.vigil.engine.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.PointAnswer.Granted;
import dev.vigil.engine.fence.PointAnswer.Refused;
import dev.vigil.engine.fence.PointRequest.Eject;
import dev.vigil.engine.fence.PointRequest.ReadKeys;
import dev.vigil.engine.fence.PointRequest.Register;
import dev.vigil.engine.fence.PointRequest.Unregister;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

class PointStateTest {
    private PointState state = PointState.EMPTY;

    @Test
    void systemsThatHearEachOtherRegister() {
        granted(register(0, 1), "0/1");
        granted(register(1, 1, 0), "0/1 1/1");
        granted(new ReadKeys(), "0/1 1/1");
    }

    @Test
    void whoDoesNotHearAHolderIsRefused() {
        granted(register(0, 1), "0/1");
        granted(register(1, 1, 0), "0/1 1/1");
        Refused refused = refused(register(2, 1, 0));
        assertTrue(refused.reason().contains("pre-existing split brain"), refused::reason);
        assertTrue(refused.reason().contains("[1]"), refused::reason);
        // Also the next life of a holder: the others may run what it ran.
        refused(register(0, 2));
        granted(new ReadKeys(), "0/1 1/1");
    }

    @Test
    void theNextIncarnationTakesThePlaceOfTheLast() {
        granted(register(0, 1), "0/1");
        granted(register(1, 1, 0), "0/1 1/1");
        granted(register(0, 2, 1), "0/2 1/1");
        refused(register(0, 1, 1));
        refused(eject(0, 1, 1));
        granted(new ReadKeys(), "0/2 1/1");
    }

    @Test
    void whoIsRefusedForGoodIsToldSo() {
        granted(register(0, 1), "0/1");
        granted(register(1, 1, 0), "0/1 1/1");
        assertFalse(refused(register(2, 1, 0)).dead(), "it may hear node 1 later");
        granted(eject(0, 1, 1), "0/1");
        assertTrue(
                refused(register(1, 1)).dead(), "ejected, though it does not hear node 0 either");
        granted(register(0, 2), "0/2");
        assertTrue(refused(register(0, 1)).dead(), "a newer one is there");
    }

    @Test
    void repeatedRequestsAreGrantedAgainAndChangeNothing() {
        granted(register(0, 1), "0/1");
        granted(register(1, 1, 0), "0/1 1/1");
        // It lost sight of the other after the first answer was lost.
        granted(register(0, 1), "0/1 1/1");
        granted(eject(0, 1, 1), "0/1");
        granted(eject(0, 1, 1), "0/1");
        granted(new Unregister(new Key(0, 1)), "");
        granted(new Unregister(new Key(0, 1)), "");
    }

    @Test
    void onlyOneOfTwoRacersWins() {
        granted(register(0, 1), "0/1");
        granted(register(1, 1, 0), "0/1 1/1");
        granted(eject(1, 1, 0), "1/1");
        Refused refused = refused(eject(0, 1, 1));
        assertTrue(refused.reason().contains("0/1"), refused::reason);
        granted(new ReadKeys(), "1/1");
    }

    @Test
    void whoIsNotRegisteredEjectsNobody() {
        granted(register(0, 1), "0/1");
        refused(eject(1, 1, 0));
        refused(eject(0, 2, 1));
        granted(new ReadKeys(), "0/1");
    }

    @Test
    void anEjectedIncarnationIsNotRevivedByALateRegistration() {
        granted(register(0, 1), "0/1");
        granted(register(1, 4, 0), "0/1 1/4");
        granted(eject(0, 1, 1), "0/1");
        refused(register(1, 4, 0));
        refused(register(1, 3, 0));
        granted(register(1, 5, 0), "0/1 1/5");
    }

    @Test
    void aVictimThatNeverRegisteredHereIsBuriedByName() {
        granted(register(0, 1), "0/1");
        granted(Eject.of(new Key(0, 1), new TreeSet<>(List.of(new Key(1, 4)))), "0/1");
        refused(register(1, 4, 0));
        granted(register(1, 5, 0), "0/1 1/5");
    }

    @Test
    void aNewerKeyThanTheOneNamedGoesAsWell() {
        granted(register(0, 1), "0/1");
        granted(register(1, 6, 0), "0/1 1/6");
        granted(Eject.of(new Key(0, 1), new TreeSet<>(List.of(new Key(1, 4)))), "0/1");
        refused(register(1, 6, 0));
    }

    @Test
    void whoHasLeftDoesNotComeBackByARepeatedRegistration() {
        granted(register(0, 1), "0/1");
        granted(new Unregister(new Key(0, 1)), "");
        refused(register(0, 1));
        granted(register(0, 2), "0/2");
        // A leave that was late does not touch the next incarnation.
        granted(new Unregister(new Key(0, 1)), "0/2");
    }

    @Test
    void anOperatorClearsWhatASplitBrainLeft() {
        granted(register(0, 1), "0/1");
        refused(register(1, 1));
        state = state.cleared(0);
        granted(register(1, 1), "1/1");
        refused(register(0, 1, 1));
        granted(register(0, 2, 1), "0/2 1/1");
    }

    @Test
    void aSystemThatWasSetUpAnewIsLetInOnceForgotten() {
        granted(register(0, 57), "0/57");
        granted(new Unregister(new Key(0, 57)), "");
        refused(register(0, 1));
        state = state.forgotten(0);
        granted(register(0, 1), "0/1");
    }

    /// Whatever is asked in whatever order: who was taken away stays away, and two that eject each other do not both succeed.
    @Test
    void theDeadStayDead() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            state = PointState.EMPTY;
            Set<Key> dead = new HashSet<>();
            List<PointRequest> asked = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                PointRequest request =
                        !asked.isEmpty() && random.nextInt(4) == 0
                                ? asked.get(random.nextInt(asked.size()))
                                : any(random);
                asked.add(request);
                SortedSet<Key> before = state.keys();
                PointState.Step step = state.apply(request);
                state = step.state();
                SortedSet<Key> after = state.keys();
                if (step.answer() instanceof Refused refused) {
                    assertEquals(before, after);
                    assertEquals(before, refused.keys());
                } else if (request instanceof Eject eject) {
                    assertTrue(before.contains(eject.racer()), () -> "granted " + eject);
                    for (Key key : after)
                        assertTrue(!eject.victims().contains(key.system()), key::toString);
                    dead.addAll(eject.named());
                }
                before.stream().filter(key -> !after.contains(key)).forEach(dead::add);
                for (Key key : after) assertTrue(!dead.contains(key), () -> key + " was dead");
            }
        }
    }

    private static PointRequest any(Random random) {
        Key key = key(random);
        SortedSet<Integer> others = new TreeSet<>();
        for (int i = 0; i < 3; i++) if (i != key.system() && random.nextBoolean()) others.add(i);
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Register(key, others);
            case 2 -> new Unregister(key);
            case 3 -> new Eject(key, others);
            default -> {
                SortedSet<Key> named = new TreeSet<>();
                for (int other : others) named.add(new Key(other, 1 + random.nextInt(4)));
                yield Eject.of(key, named);
            }
        };
    }

    private static Key key(Random random) {
        return new Key(random.nextInt(3), 1 + random.nextInt(4));
    }

    private static PointRequest register(int system, long incarnation, Integer... heard) {
        return new Register(new Key(system, incarnation), new TreeSet<>(List.of(heard)));
    }

    private static PointRequest eject(int system, long incarnation, Integer... victims) {
        return new Eject(new Key(system, incarnation), new TreeSet<>(List.of(victims)));
    }

    private void granted(PointRequest request, String keys) {
        PointState.Step step = state.apply(request);
        state = step.state();
        Granted granted = assertInstanceOf(Granted.class, step.answer());
        assertEquals(keys, String.join(" ", granted.keys().stream().map(Key::toString).toList()));
        assertEquals(state.keys(), granted.keys());
    }

    private Refused refused(PointRequest request) {
        PointState.Step step = state.apply(request);
        assertEquals(state, step.state());
        return assertInstanceOf(Refused.class, step.answer());
    }
}
