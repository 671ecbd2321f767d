package dev.vigil.engine.gab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.QuorumMode;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

class ChoiceTest {
    private static final ViewId V = new ViewId(4, 0, 64);
    private static final ViewId OLDER = new ViewId(3, 0, 1);

    private static SortedSet<Integer> ids(Integer... ids) {
        return new TreeSet<>(List.of(ids));
    }

    private static View base(QuorumMode mode, Integer... ids) {
        var members = new TreeMap<Integer, Long>();
        for (int id : ids) {
            members.put(id, 1L);
        }
        return new View(
                V,
                ViewId.NONE,
                members,
                2_000,
                500,
                mode,
                false,
                ids(ids),
                0,
                0,
                ids(),
                new TreeMap<>(),
                new TreeMap<>(),
                ids(),
                ids());
    }

    private static GabMessage.Promise promise(
            long incarnation, long committed, List<Long> hashes, SortedSet<Integer> hears) {
        return new GabMessage.Promise(
                V,
                129,
                incarnation,
                0,
                View.NONE,
                !hashes.isEmpty(),
                V,
                committed,
                hashes,
                hears,
                ids(),
                true,
                0);
    }

    private static View value(View base, SortedMap<Integer, GabMessage.Promise> promises) {
        return value(base, promises, ids());
    }

    private static View value(
            View base, SortedMap<Integer, GabMessage.Promise> promises, SortedSet<Integer> alive) {
        return choice(base, promises, new TreeMap<>(), alive).value();
    }

    private static Choice choice(
            View base,
            SortedMap<Integer, GabMessage.Promise> promises,
            SortedMap<Integer, GabMessage.Hello> joiners,
            SortedSet<Integer> alive) {
        return new Choice(
                base,
                1,
                129,
                ids(0, 1, 2, 3, 4),
                promises,
                joiners,
                ids(),
                alive,
                false,
                false,
                false,
                2_000,
                500,
                base.mode());
    }

    private static SortedMap<Integer, GabMessage.Promise> promises(
            Map<Integer, GabMessage.Promise> promises) {
        return new TreeMap<>(promises);
    }

    @Test
    void whoDidNotPromiseIsLost() {
        var all = ids(1, 2);
        View view =
                value(
                        base(QuorumMode.MAJORITY, 0, 1, 2),
                        promises(
                                Map.of(
                                        1,
                                        promise(1, 0, List.of(9L), all),
                                        2,
                                        promise(1, 0, List.of(9L), all))));
        assertEquals(ids(1, 2), view.ids());
        assertEquals(Map.of(0, LossKind.CRASH), view.lost());
        assertEquals(new ViewId(5, 1, 129), view.id());
    }

    @Test
    void whoseEngineIsGoneAndWhoseNodeAllHearStaysAsANode() {
        View view =
                value(
                        base(QuorumMode.MAJORITY, 0, 1, 2, 3),
                        promises(
                                Map.of(
                                        1,
                                        promise(1, 0, List.of(9L), ids(0, 1, 2, 3)),
                                        2,
                                        promise(1, 0, List.of(9L), ids(0, 1, 2)))),
                        ids(0, 3));
        assertEquals(ids(1, 2), view.ids());
        assertEquals(ids(0), view.engineless());
        assertEquals(Map.of(0, LossKind.DDNA, 3, LossKind.CRASH), view.lost());
        assertEquals(ids(0, 1, 2), view.systems());
    }

    @Test
    void aNewHistoryDoesNotKnowWhatRunsWhereOnlyTheNodeIsAlive() {
        View view =
                value(
                        base(QuorumMode.MAJORITY, 0, 1, 2),
                        promises(
                                Map.of(
                                        1,
                                        promise(2, 0, List.of(), ids(0, 1, 2)),
                                        2,
                                        promise(2, 0, List.of(), ids(0, 1, 2)))),
                        ids(0));
        assertTrue(view.fresh());
        assertEquals(LossKind.DDNA, view.lost().get(0));
    }

    @Test
    void withoutArbitrationTheLostIsUnarbitrated() {
        View view =
                value(
                        base(QuorumMode.UNARBITRATED, 0, 1),
                        promises(Map.of(1, promise(1, 0, List.of(9L), ids(1)))));
        assertEquals(Map.of(0, LossKind.UNARBITRATED), view.lost());
    }

    @Test
    void aValueThatMayHaveBeenDecidedIsProposedAgain() {
        View before = base(QuorumMode.MAJORITY, 0, 1);
        var accepted =
                new GabMessage.Promise(
                        V,
                        129,
                        1,
                        70,
                        before,
                        true,
                        V,
                        0,
                        List.of(9L),
                        ids(0, 1, 2),
                        ids(),
                        true,
                        0);
        View view =
                value(
                        base(QuorumMode.MAJORITY, 0, 1, 2),
                        promises(Map.of(1, promise(1, 0, List.of(9L), ids(0, 1, 2)), 2, accepted)));
        assertEquals(before, view);
    }

    @Test
    void threeInARowLoseOneEnd() {
        View view =
                value(
                        base(QuorumMode.MAJORITY, 0, 1, 2),
                        promises(
                                Map.of(
                                        0, promise(1, 0, List.of(9L), ids(0, 1)),
                                        1, promise(1, 0, List.of(9L), ids(0, 1, 2)),
                                        2, promise(1, 0, List.of(9L), ids(1, 2)))));
        assertEquals(ids(0, 1), view.ids());
    }

    @Test
    void thePrefixIsWhatAllLogsShareAndHoldsWhatIsCommitted() {
        var all = ids(1, 2);
        View view =
                value(
                        base(QuorumMode.MAJORITY, 0, 1, 2),
                        promises(
                                Map.of(
                                        1, promise(1, 1, List.of(11L, 12L, 13L, 14L), all),
                                        2, promise(1, 2, List.of(12L, 13L, 99L), all))));
        assertEquals(3, view.prefix());
        assertEquals(13L, view.prefixHash());
    }

    @Test
    void aLongerLogThatForkedDoesNotCount() {
        var all = ids(1, 2);
        View view =
                value(
                        base(QuorumMode.MAJORITY, 0, 1, 2),
                        promises(
                                Map.of(
                                        1,
                                        promise(1, 0, List.of(9L, 11L), all),
                                        2,
                                        promise(1, 0, List.of(9L, 21L, 22L, 23L), all))));
        assertEquals(0, view.prefix());
    }

    @Test
    void logsThatDifferBeforeACommitStopTheEngine() {
        var all = ids(1, 2);
        var promises =
                promises(
                        Map.of(
                                1,
                                promise(1, 1, List.of(11L, 12L), all),
                                2,
                                promise(1, 0, List.of(9L, 21L), all)));
        assertThrows(
                IllegalStateException.class,
                () -> value(base(QuorumMode.MAJORITY, 0, 1, 2), promises));
    }

    @Test
    void aRestartedEngineVotesWithoutALogAndJoinsAnew() {
        var all = ids(0, 1);
        View view =
                value(
                        base(QuorumMode.MAJORITY, 0, 1),
                        promises(
                                Map.of(
                                        0,
                                        promise(2, 0, List.of(), all),
                                        1,
                                        promise(1, 3, List.of(13L), all))));
        assertEquals(Map.of(0, 2L, 1, 1L), view.members());
        assertEquals(ids(0), view.joined());
        assertEquals(ids(1), view.stateful());
        assertTrue(view.lost().isEmpty());
    }

    @Test
    void aNewHistoryNamesEveryAbsentSystemAsLost() {
        var all = ids(0, 1);
        View view =
                value(
                        base(QuorumMode.UNARBITRATED, 0, 1),
                        promises(
                                Map.of(
                                        0,
                                        promise(2, 0, List.of(), all),
                                        1,
                                        promise(2, 0, List.of(), all))));
        assertTrue(view.fresh());
        assertEquals(ids(0, 1), view.joined());
        assertEquals(ids(2, 3, 4), view.lost().keySet());
    }

    /// A restarted engine, which has not got the state, on a disk that knows of `stateOf`.
    private static GabMessage.Promise restarted(
            ViewId stateOf, boolean ready, long acceptedBallot, View accepted) {
        return new GabMessage.Promise(
                V,
                129,
                2,
                acceptedBallot,
                accepted,
                false,
                stateOf,
                0,
                List.of(),
                ids(0, 1, 2),
                ids(),
                ready,
                0);
    }

    private static GabMessage.Promise restarted(ViewId stateOf, boolean ready) {
        return restarted(stateOf, ready, 0, View.NONE);
    }

    private static Optional<Integer> newestLeftOut(Map<Integer, GabMessage.Promise> promises) {
        return choice(
                        base(QuorumMode.MAJORITY, 0, 1, 2),
                        promises(promises),
                        new TreeMap<>(),
                        ids())
                .newestLeftOut();
    }

    @Test
    void whoKnowsTheNewestStateAndCanNotBeTakenInYetIsMissedByANewHistory() {
        assertEquals(
                Optional.of(2),
                newestLeftOut(
                        Map.of(
                                0, restarted(OLDER, true),
                                1, restarted(OLDER, true),
                                2, restarted(V, false))));
    }

    @Test
    void whoKnowsNothingNewerIsNotMissed() {
        assertEquals(
                Optional.empty(),
                newestLeftOut(
                        Map.of(
                                0, restarted(V, true),
                                1, restarted(OLDER, true),
                                2, restarted(V, false))));
    }

    @Test
    void nobodyIsMissedWhereSomebodyHasTheState() {
        assertEquals(
                Optional.empty(),
                newestLeftOut(
                        Map.of(
                                0, restarted(OLDER, true),
                                1, promise(1, 0, List.of(9L), ids(0, 1, 2)),
                                2, restarted(V, false))));
    }

    @Test
    void aViewThatMayBeDecidedIsDecidedAgainWhoeverIsInIt() {
        View accepted = base(QuorumMode.MAJORITY, 0, 1);
        assertEquals(
                Optional.empty(),
                newestLeftOut(
                        Map.of(
                                0, restarted(OLDER, true, 70, accepted),
                                1, restarted(OLDER, true),
                                2, restarted(V, false))));
    }

    @Test
    void aJoinerBringsWhatItsDiskKnows() {
        var joiner =
                new GabMessage.Hello(
                        2,
                        View.NONE,
                        1,
                        V,
                        true,
                        true,
                        false,
                        0,
                        ids(0, 1),
                        2_000,
                        500,
                        QuorumMode.MAJORITY,
                        ids(),
                        List.of());
        var promises =
                promises(
                        Map.of(
                                0, restarted(OLDER, true),
                                1, restarted(OLDER, true),
                                3, restarted(V, false)));
        var choice =
                choice(
                        base(QuorumMode.MAJORITY, 0, 1, 3),
                        promises,
                        new TreeMap<>(Map.of(2, joiner)),
                        ids());
        assertEquals(ids(0, 1, 2), choice.value().ids());
        assertEquals(Optional.empty(), choice.newestLeftOut());
    }
}
