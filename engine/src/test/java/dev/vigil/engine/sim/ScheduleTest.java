package dev.vigil.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.core.Request;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.had.StackStatus;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/// Schedules that broke earlier designs, each played on the real machines. That no group is ever up twice, that a view has one successor
/// and that states agree is checked by the simulation itself at every step.
class ScheduleTest {
    private static final long MS = 1_000_000L;

    private static SimCluster formed(SimOptions options) {
        var cluster = new SimCluster(1, options, 400);
        cluster.formed();
        return cluster;
    }

    private static SortedSet<Integer> ids(Integer... ids) {
        return new TreeSet<>(List.of(ids));
    }

    private static StackStatus status(SimCluster cluster, int id) {
        return cluster.machine(id).status().orElseThrow();
    }

    private static List<SortedSet<Integer>> placement(SimCluster cluster) {
        var running = new ArrayList<SortedSet<Integer>>();
        for (int g = 0; g < cluster.options().groups(); g++) {
            running.add(cluster.truth().running(g));
        }
        return running;
    }

    private static void assertNothingTouched(
            SimCluster cluster, List<SortedSet<Integer>> before, long sinceNs) {
        assertEquals(before, placement(cluster));
        for (int g = 0; g < cluster.options().groups(); g++) {
            assertTrue(
                    cluster.truth().lastStartNs(g) < sinceNs, "group " + g + " was started again");
        }
        assertTrue(
                cluster.lines().stream().noneMatch(l -> l.contains(" down on ")),
                "nothing went down");
    }

    private static void finds(SimCluster cluster) {
        cluster.heal();
        cluster.await("one cluster again", 40_000 * MS, () -> cluster.together(cluster.ids()));
        cluster.await("every group online again", 10_000 * MS, cluster::allOnline);
    }

    @Test
    void aClusterStartsWithinASecondOfTheLastSystem() {
        SimCluster cluster = new SimCluster(1, SimOptions.quiet(3), 50);
        cluster.startAll();
        cluster.await(
                "all in one view, everything online",
                1_300 * MS,
                () -> cluster.together(cluster.ids()) && cluster.allOnline());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void groupsOfAVictimStartRightAtPeerinact(int victim) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.run(700 * MS);
        cluster.machine(victim).powerOff();
        cluster.run(10 * MS);
        long lastHeardNs = 0;
        for (int id : cluster.ids()) {
            if (id != victim) {
                SimMachine m = cluster.machine(id);
                lastHeardNs =
                        Math.max(
                                lastHeardNs,
                                m.trueNs(
                                        status(cluster, id)
                                                .node()
                                                .orElseThrow()
                                                .peers()
                                                .get(victim)
                                                .lastHeardNs()));
            }
        }
        cluster.await("the victim's group elsewhere", 5_000 * MS, cluster::allOnline);
        long reactionNs = cluster.truth().lastStartNs(victim) - lastHeardNs - 2_000 * MS;
        assertTrue(
                reactionNs >= 0 && reactionNs < 10 * MS,
                "started " + reactionNs / 1000 + " us after peerinact");
    }

    /// What is reported at the moment of the cut reaches the other side alone, which takes the group over.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aFaultThatOnlyTheOtherSideKnowsOf(int retries) {
        SimCluster cluster =
                formed(
                        SimOptions.quiet(2)
                                .withGroups(
                                        List.of(
                                                new SimGroup(
                                                        0, 1, false, false, false, 0, List.of()),
                                                new SimGroup(
                                                        1, 1, false, false, false, retries,
                                                        List.of()))));
        cluster.network().cutPair(0, 1);
        SimTroubles.dies(cluster.machine(1), "r1_0");
        cluster.run(6_000 * MS);
        assertEquals(retries == 0 ? ids(0) : ids(), cluster.truth().running(1));
        // A person sees nothing but its own side.
        cluster.machine(1).request(new Request.GroupClear("g1", ""));
        cluster.run(100 * MS);
        cluster.machine(1)
                .request(
                        new Request.GroupOnline(
                                "g1", new Request.Target("sys1"), false, false, false, ""));
        cluster.run(2_000 * MS);
        assertEquals(retries == 0 ? ids(0) : ids(), cluster.truth().running(1));
        finds(cluster);
    }

    /// The ring goes on with what others offer, and says nothing of what it has lost.
    @Test
    void whatTheTransportLosesIsOfferedAgainWhileOthersGoOn() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.transport().loseNextOf(1);
        cluster.machine(1).count();
        for (int i = 0; i < 40; i++) {
            cluster.machine(2).request(new Request.SystemLoad("sys2", i));
            cluster.run(200 * MS);
        }
        assertTrue(cluster.truth().acknowledgements() > 0, cluster::describe);
    }

    /// An order that never ends is given again to every new node daemon, and clears what has faulted meanwhile.
    @Test
    void aFaultThatWasClearedLeavesNothingPending() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        SimTroubles.dies(cluster.machine(0), "r0_0");
        cluster.await(
                "the group elsewhere",
                8_000 * MS,
                () -> cluster.truth().running(0).equals(ids(1)) && cluster.allOnline());
        cluster.machine(1).request(new Request.GroupClear("g0", ""));
        cluster.run(1_000 * MS);
        for (int id : cluster.ids()) {
            assertTrue(
                    cluster.machine(id).core().orElseThrow().state().operations().isEmpty(),
                    cluster::describe);
        }
    }

    @Test
    void aKilledHadTouchesNothingAndIsNotLost() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        for (int id : cluster.ids()) {
            var before = placement(cluster);
            long sinceNs = cluster.clock().nowNs();
            cluster.machine(id).killEngine(1_500 * MS);
            cluster.run(3_500 * MS);
            assertTrue(cluster.together(cluster.ids()), cluster::describe);
            assertNothingTouched(cluster, before, sinceNs);
            assertTrue(
                    cluster.lines().stream().noneMatch(l -> l.contains("=CRASH")),
                    "nobody is counted lost");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20, 100, 1_000})
    void aKilledHanodeTouchesNothing(long restartMs) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        for (int id : cluster.ids()) {
            var before = placement(cluster);
            long sinceNs = cluster.clock().nowNs();
            cluster.machine(id).killNode(restartMs * MS);
            cluster.run(3_500 * MS);
            assertTrue(cluster.together(cluster.ids()), cluster::describe);
            assertNothingTouched(cluster, before, sinceNs);
        }
    }

    @Test
    void allEnginesKilledAtOnceComeBackAndTouchNothing() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        var before = placement(cluster);
        long sinceNs = cluster.clock().nowNs();
        cluster.all().forEach(m -> m.killEngine(800 * MS));
        cluster.run(4_000 * MS);
        assertTrue(cluster.together(cluster.ids()) && cluster.allOnline(), cluster::describe);
        assertNothingTouched(cluster, before, sinceNs);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void oneWayCutBetweenTwoSystems(int deaf) {
        for (QuorumMode mode : List.of(QuorumMode.MAJORITY, QuorumMode.UNARBITRATED)) {
            SimCluster cluster = formed(SimOptions.quiet(2).withMode(mode));
            cluster.network().cutOneWay(1 - deaf, deaf);
            cluster.run(8_000 * MS);
            finds(cluster);
        }
    }

    @Test
    void twoSystemsWithoutAPointAutodisableWhatTheVanishedOneRan() {
        SimCluster cluster = formed(SimOptions.quiet(2));
        cluster.machine(1).powerOff();
        cluster.run(6_000 * MS);
        assertEquals(ids(0), status(cluster, 0).view().ids());
        assertEquals(1, cluster.machine(0).core().orElseThrow().disabledFor(1));
        assertEquals(Set.of(), cluster.truth().running(1));
        assertEquals(Set.of(0), cluster.truth().running(0));
        finds(cluster);
    }

    @Test
    void anIsolatedSystemIsCleanBeforeTheOthersStart() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.network().partition(ids(2));
        cluster.await(
                "its group elsewhere",
                5_000 * MS,
                () ->
                        cluster.truth().running(2).equals(ids(0))
                                || cluster.truth().running(2).equals(ids(1)));
        assertEquals(ids(0, 1), status(cluster, 0).view().ids());
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 4, 7, 12, 25})
    void coordinatorCutRightAfterAgreement(long afterMs) {
        SimCluster cluster = formed(SimOptions.quiet(5));
        cluster.onPersist(
                (m, durable) -> {
                    if (m.id() == 1 && durable.accepted().exists()) {
                        cluster.clock()
                                .after(afterMs * MS, () -> cluster.network().partition(ids(0)));
                    }
                });
        cluster.machine(4).powerOff();
        cluster.run(8_000 * MS);
        assertEquals(ids(1, 2, 3), status(cluster, 1).view().ids());
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 40, 200, 400})
    void aViewRightAfterAnotherForgetsNoWait(long afterMs) {
        SimCluster cluster = formed(SimOptions.quiet(5));
        cluster.network().partition(ids(4));
        cluster.run(1_450 * MS);
        cluster.await(
                "a view without it",
                500 * MS,
                () -> status(cluster, 0).view().ids().equals(ids(0, 1, 2, 3)));
        cluster.clock().after(afterMs * MS, () -> cluster.machine(1).killEngine(10 * MS));
        cluster.run(4_000 * MS);
        assertEquals(ids(0, 1, 2, 3), status(cluster, 0).view().ids());
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_400, 1_490, 1_505, 1_520, 1_600, 1_800, 1_990, 2_010})
    void contactReturnsBetweenSilenceAndPeerinact(long afterMs) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.network().partition(ids(2));
        cluster.run(afterMs * MS);
        cluster.network().heal();
        cluster.run(3_000 * MS);
        finds(cluster);
    }

    @Test
    void threeInARowOfWhichTheEndsDoNotHearEachOther() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.network().cutPair(0, 2);
        cluster.run(8_000 * MS);
        assertEquals(ids(0, 1), status(cluster, 0).view().ids());
        assertEquals(status(cluster, 0).view(), status(cluster, 1).view());
        assertFalse(status(cluster, 2).member());
        finds(cluster);
    }

    @Test
    void aMemberThatHearsOnlySomeWhileOthersStillEchoIt() {
        SimCluster cluster = formed(SimOptions.quiet(5));
        cluster.network().cutOneWay(0, 3);
        cluster.network().cutOneWay(1, 3);
        cluster.run(8_000 * MS);
        assertTrue(
                cluster.together(ids(0, 1, 2, 4)) || cluster.together(ids(2, 3, 4)),
                cluster::describe);
        finds(cluster);
    }

    @Test
    void seedingWithFewerThanAllAfterShrinkingWaits() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(2).powerOff();
        cluster.await("a view of two", 5_000 * MS, () -> cluster.together(ids(0, 1)));
        cluster.machine(0).powerOff();
        cluster.machine(1).powerOff();
        cluster.run(1_000 * MS);
        cluster.machine(0).powerOn();
        cluster.machine(2).powerOn();
        cluster.run(20_000 * MS);
        assertFalse(status(cluster, 0).member() || status(cluster, 2).member());
        assertEquals("waiting for sys1 to seed", status(cluster, 0).waiting());
        finds(cluster);
    }

    @Test
    void fewerThanAllSeedByThemselvesIfTheyHaveTheRightByTheNewestViewOnTheirDisks() {
        SimCluster cluster = formed(SimOptions.quiet(5).withSeedCount(3));
        cluster.all().forEach(SimMachine::powerOff);
        cluster.run(1_000 * MS);
        for (int id : ids(1, 2, 4)) {
            cluster.machine(id).powerOn();
        }
        cluster.await("a view of three", 4_000 * MS, () -> cluster.together(ids(1, 2, 4)));
        cluster.await("every group online", 10_000 * MS, cluster::allOnline);
        finds(cluster);
    }

    @Test
    void fewerThanAllWaitIfTheNewestViewOnTheirDisksDoesNotGiveThemTheRight() {
        SimCluster cluster = formed(SimOptions.quiet(3).withSeedCount(2));
        cluster.machine(2).powerOff();
        cluster.await("a view of two", 5_000 * MS, () -> cluster.together(ids(0, 1)));
        cluster.machine(0).powerOff();
        cluster.machine(1).powerOff();
        cluster.run(1_000 * MS);
        cluster.machine(1).powerOn();
        cluster.machine(2).powerOn();
        cluster.run(20_000 * MS);
        assertFalse(status(cluster, 1).member() || status(cluster, 2).member());
        assertEquals("waiting for sys0 to seed", status(cluster, 1).waiting());
        cluster.machine(1).powerOff();
        cluster.machine(0).powerOn();
        cluster.await("the half with the lowest id", 4_000 * MS, () -> cluster.together(ids(0, 2)));
        finds(cluster);
    }

    @Test
    void whoNeverHadTheStateOfTheNewestViewDoesNotSeedWithoutThoseWhoHad() {
        SimCluster cluster = formed(SimOptions.quiet(3).withSeedCount(2));
        cluster.machine(2).count();
        cluster.run(100 * MS);
        for (int id : ids(0, 1)) {
            cluster.machine(id).killEngine(50 * MS);
        }
        cluster.onPersist(
                (_, durable) -> {
                    if (durable.view().stateful().equals(ids(2))
                            && durable.view().ids().size() == 3) {
                        cluster.all().forEach(SimMachine::powerOff);
                    }
                });
        cluster.await(
                "a view in which only sys2 has the state, and its end",
                10_000 * MS,
                () -> cluster.all().stream().noneMatch(SimMachine::powered));
        cluster.onPersist((_, _) -> {});
        cluster.run(500 * MS);
        cluster.machine(0).powerOn();
        cluster.machine(1).powerOn();
        cluster.run(10_000 * MS);
        assertFalse(status(cluster, 0).member() || status(cluster, 1).member());
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aMemberWhoseStateIsAnotherSaysSoAndComesBackWithThatOfTheOthers(int which) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.run(60_000 * MS);
        var before = placement(cluster);
        long sinceNs = cluster.clock().nowNs();
        long engine = cluster.machine(which).engineIncarnation().orElseThrow();
        cluster.machine(which).core().orElseThrow().corrupt();
        for (int i = 0; i < 60; i++) {
            cluster.machine(1).count();
            cluster.run(200 * MS);
        }
        cluster.await(
                "another engine",
                15_000 * MS,
                () ->
                        cluster.machine(which)
                                .engineIncarnation()
                                .map(now -> now > engine)
                                .orElse(false));
        cluster.await("one cluster", 5_000 * MS, () -> cluster.together(cluster.ids()));
        cluster.run(1_000 * MS);
        var state = cluster.machine(0).core().orElseThrow().state();
        for (int id : cluster.ids()) {
            assertEquals(state, cluster.machine(id).core().orElseThrow().state());
            assertEquals(
                    id == which ? 1 : 0,
                    cluster.lines().stream()
                            .filter(
                                    l ->
                                            l.contains("sys" + id)
                                                    && l.contains(
                                                            "The state of this system is not that"))
                            .count());
        }
        assertNothingTouched(cluster, before, sinceNs);
    }

    @Test
    void commandsThatWereNeverSavedSurviveTheEndOfAllEngines() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        for (int i = 0; i < 5; i++) {
            cluster.machine(1).count();
            cluster.run(40 * MS);
        }
        long done = cluster.truth().acknowledgements();
        assertEquals(5, done);
        cluster.all().forEach(m -> m.killEngine(300 * MS));
        cluster.await("one cluster", 8_000 * MS, () -> cluster.together(cluster.ids()));
        cluster.await(
                "that all remember",
                5_000 * MS,
                () ->
                        cluster.all().stream()
                                .allMatch(m -> cluster.truth().remembers(m.core().orElseThrow())));
        assertTrue(cluster.machine(2).core().orElseThrow().state().writable(), "still open");
        cluster.machine(1).count();
        cluster.await(
                "another one", 2_000 * MS, () -> cluster.truth().acknowledgements() == done + 1);
    }

    @Test
    void whoWaitsForAStateThatNobodyIsLeftToGiveLeavesTheView() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(0).killEngine(50 * MS);
        cluster.machine(1).killEngine(50 * MS);
        cluster.onPersist(
                (_, durable) -> {
                    if (durable.view().stateful().equals(ids(2))
                            && durable.view().ids().size() == 3) {
                        cluster.clock().after(0, () -> cluster.machine(2).powerOff());
                    }
                });
        cluster.await(
                "a view in which only sys2 has the state, and its end",
                10_000 * MS,
                () -> !cluster.machine(2).powered());
        cluster.onPersist((_, _) -> {});
        cluster.await(
                "that the others leave it and say whom they wait for",
                10_000 * MS,
                () ->
                        ids(0, 1).stream()
                                .allMatch(
                                        id ->
                                                cluster.machine(id)
                                                        .status()
                                                        .map(
                                                                s ->
                                                                        s.waiting()
                                                                                .equals(
                                                                                        "waiting"
                                                                                            + " for sys2"
                                                                                            + " to seed"))
                                                        .orElse(false)));
        finds(cluster);
    }

    @Test
    void theNewestDiskCountsWhoeverHasIt() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(0).powerOff();
        cluster.await("a view of two", 5_000 * MS, () -> cluster.together(ids(1, 2)));
        cluster.machine(2).count();
        cluster.run(2_000 * MS);
        cluster.machine(1).powerOff();
        cluster.machine(2).powerOff();
        cluster.run(500 * MS);
        cluster.all().forEach(SimMachine::powerOn);
        cluster.await("one cluster", 8_000 * MS, () -> cluster.together(cluster.ids()));
        cluster.await(
                "that sys0 too has what was done without it",
                5_000 * MS,
                () -> cluster.truth().remembers(cluster.machine(0).core().orElseThrow()));
        assertEquals(1, cluster.truth().acknowledgements());
    }

    @Test
    void aPersonSeedsWhenTheOthersDoNotComeBack() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.all().forEach(SimMachine::powerOff);
        cluster.run(500 * MS);
        cluster.machine(0).powerOn();
        cluster.run(3_000 * MS);
        cluster.machine(0).control(new ControlRequest.Seed());
        cluster.await("a view of one", 5_000 * MS, () -> cluster.together(ids(0)));
        cluster.await("every group online", 5_000 * MS, cluster::allOnline);
        finds(cluster);
    }

    @Test
    void seedingByHandIsRefusedWhileASeededSystemIsHeard() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(2).powerOff();
        cluster.await("a view of two", 5_000 * MS, () -> cluster.together(ids(0, 1)));
        cluster.network().cut(0, 0, 2);
        cluster.network().cut(1, 0, 2);
        cluster.machine(2).powerOn();
        cluster.run(2_000 * MS);
        cluster.machine(2).control(new ControlRequest.Seed());
        cluster.run(50 * MS);
        assertFalse(status(cluster, 2).member());
        assertTrue(
                cluster.lines().stream()
                        .anyMatch(l -> l.contains("refused: seeded systems are heard: sys1")));
        finds(cluster);
    }

    @Test
    void theLastSurvivorsHadIsRestarted() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(2).powerOff();
        cluster.await("a view of two", 5_000 * MS, () -> cluster.together(ids(0, 1)));
        cluster.machine(1).powerOff();
        cluster.await("a view of one", 5_000 * MS, () -> cluster.together(ids(0)));
        cluster.await("every group there", 3_000 * MS, cluster::allOnline);
        cluster.machine(0).killEngine(700 * MS);
        cluster.run(2_000 * MS);
        assertTrue(cluster.together(ids(0)) && cluster.allOnline(), cluster::describe);
        finds(cluster);
    }

    @Test
    void allEnginesDownAndTwoStartAgainWhileTheThirdsHanodeRuns() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(2).killEngine(15_000 * MS);
        cluster.machine(0).killEngine(200 * MS);
        cluster.machine(1).killEngine(300 * MS);
        cluster.run(12_000 * MS);
        assertFalse(status(cluster, 0).member());
        assertEquals(Set.of(2), cluster.truth().running(2));
        finds(cluster);
    }

    @Test
    void aHungLowestSystemIsOvertaken() {
        SimCluster cluster = formed(SimOptions.quiet(5));
        cluster.machine(0).stopEngine(20_000 * MS);
        cluster.run(50 * MS);
        cluster.machine(4).powerOff();
        cluster.await(
                "the victim's group elsewhere",
                4_000 * MS,
                () ->
                        !cluster.truth().running(2).isEmpty()
                                && !status(cluster, 1).view().ids().contains(4));
        cluster.run(20_000 * MS);
        finds(cluster);
    }

    @Test
    void peerinactDifferentPerSystemIsTheLargestOfThem() {
        SimCluster cluster = new SimCluster(1, SimOptions.quiet(3), 100);
        cluster.machine(1).configure(Timing.of(6_000 * MS, 100 * MS, 400 * MS));
        cluster.formed();
        assertEquals(6_000 * MS, status(cluster, 2).view().peerinactNs());
        cluster.network().partition(ids(1));
        cluster.run(12_000 * MS);
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 1_000})
    void peerinactChangedWhileRunningAndASystemCutRightAfter(long hundredths) {
        for (long afterMs : List.of(0L, 3L, 6L, 12L, 100L)) {
            SimCluster cluster =
                    formed(
                            SimOptions.quiet(3)
                                    .withTiming(Timing.of(4_000 * MS, 100 * MS, 400 * MS)));
            cluster.machine(1).control(new ControlRequest.SetTimer("peerinact", hundredths));
            cluster.run(afterMs * MS);
            cluster.network().partition(ids(2));
            cluster.run(14_000 * MS);
            assertEquals(ids(0, 1), status(cluster, 0).view().ids());
            finds(cluster);
        }
    }

    @Test
    void smallerPeerinactAndAJoinerAtOnce() {
        for (long afterMs : List.of(0L, 2L, 5L, 50L, 500L)) {
            SimCluster cluster =
                    formed(
                            SimOptions.quiet(4)
                                    .withTiming(Timing.of(6_000 * MS, 100 * MS, 400 * MS)));
            cluster.machine(3).killEngine(300 * MS);
            cluster.run(296 * MS);
            cluster.machine(0).control(new ControlRequest.SetTimer("peerinact", 200));
            cluster.run(afterMs * MS);
            cluster.network().partition(ids(3));
            cluster.run(12_000 * MS);
            finds(cluster);
        }
    }

    @Test
    void anOldLeaseOutlivesItsLineage() {
        SimCluster cluster =
                formed(SimOptions.quiet(3).withTiming(Timing.of(20_000 * MS, 100 * MS, 400 * MS)));
        cluster.all().forEach(m -> m.configure(Timing.of(2_000 * MS, 100 * MS, 400 * MS)));
        cluster.machine(0).powerOff();
        cluster.machine(1).powerOff();
        cluster.machine(2).killEngine(400 * MS);
        cluster.machine(0).powerOn();
        cluster.machine(1).powerOn();
        cluster.await("one cluster again", 5_000 * MS, () -> cluster.together(cluster.ids()));
        cluster.machine(0).control(new ControlRequest.SetTimer("peerinact", 200));
        cluster.run(30 * MS);
        cluster.network().partition(ids(2));
        cluster.run(30_000 * MS);
        assertEquals(ids(0, 1), status(cluster, 0).view().ids());
        finds(cluster);
    }

    @Test
    void twoOwnersOfTheLogInOneView() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        for (int round = 0; round < 10; round++) {
            cluster.transport().fork();
            cluster.all().forEach(SimMachine::count);
            cluster.run(4 * MS);
            cluster.all().forEach(SimMachine::count);
            cluster.run(3_000 * MS);
        }
        finds(cluster);
        cluster.all().forEach(m -> assertTrue(cluster.truth().remembers(m.core().orElseThrow())));
    }

    @Test
    void aRingThatDoesNotMoveAfterALossIsSoonGivenUp() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.transport().stallNext(20_000 * MS);
        cluster.machine(0).powerOff();
        cluster.await("a view of two", 2_500 * MS, () -> cluster.together(ids(1, 2)));
        cluster.await("every group online again", 900 * MS, cluster::allOnline);
        finds(cluster);
    }

    /// What everybody has to hold waits for a hung engine no longer than two times the time in which the log should move.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aMemberThatDoesNotKeepUpWithTheLogIsLeftOut(int hung) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(hung).stopEngine(60_000 * MS);
        cluster.run(50 * MS);
        long number = status(cluster, 0).view().id().number();
        cluster.machine(0).count();
        cluster.await(
                "a view without it",
                6_000 * MS,
                () ->
                        status(cluster, 0).view().id().number() > number
                                && !status(cluster, 0).view().ids().contains(hung));
        finds(cluster);
        assertTrue(cluster.truth().remembers(cluster.machine(0).core().orElseThrow()));
    }

    @Test
    void aJoinerIsNotJudgedAtOnce() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(2).powerOff();
        cluster.await("a view of two", 5_000 * MS, () -> cluster.together(ids(0, 1)));
        cluster.machine(2).powerOn();
        cluster.await("it is back", 3_000 * MS, () -> cluster.together(cluster.ids()));
        long number = status(cluster, 0).view().id().number();
        cluster.run(10_000 * MS);
        assertEquals(number, status(cluster, 0).view().id().number());
    }

    @Test
    void aSystemThatLeavesIsNotWaitedFor() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(2)
                .request(new Request.GroupSwitch("g2", new Request.Target("sys0"), false));
        cluster.await(
                "its group elsewhere", 2_000 * MS, () -> cluster.truth().running(2).equals(ids(0)));
        cluster.machine(2).leave(false, 60_000 * MS);
        cluster.await("a view of two", 100 * MS, () -> cluster.together(ids(0, 1)));
        assertTrue(cluster.lines().stream().anyMatch(l -> l.contains("lost {2=EXITED}")));
    }

    @Test
    void aShortPauseOfEverythingOnASystemDoesNoHarm() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        var before = placement(cluster);
        long sinceNs = cluster.clock().nowNs();
        cluster.machine(0).suspend();
        cluster.run(1_200 * MS);
        cluster.machine(0).resume();
        cluster.run(3_000 * MS);
        assertNothingTouched(cluster, before, sinceNs);
        assertTrue(cluster.together(cluster.ids()));
    }

    @Test
    void aSystemSuspendedForLongFindsItselfLost() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(0).suspend();
        cluster.run(6_000 * MS);
        assertEquals(ids(1, 2), status(cluster, 1).view().ids());
        cluster.machine(0).resume();
        cluster.run(300 * MS);
        assertEquals(1, cluster.truth().running(0).size());
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 30, 150, 300})
    void restartedEnginesForgetNoWait(long afterMs) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.network().partition(ids(2));
        cluster.run(1_400 * MS);
        cluster.await(
                "a view without it",
                500 * MS,
                () -> status(cluster, 0).view().ids().equals(ids(0, 1)));
        cluster.run(afterMs * MS);
        cluster.machine(0).killEngine(20 * MS);
        cluster.machine(1).killEngine(20 * MS);
        cluster.run(4_000 * MS);
        assertTrue(cluster.together(ids(0, 1)) && cluster.allOnline(), cluster::describe);
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_200, 1_400, 1_520})
    void whoWasDroppedWhileItsHanodeWasDeadStopsBeforeItJoinsAgain(long deadAtMs) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.network().partition(ids(1));
        cluster.run(deadAtMs * MS);
        cluster.machine(1).killNode(300 * MS);
        cluster.run(Math.max(0, 1_530 - deadAtMs) * MS);
        cluster.network().heal();
        cluster.run(4_000 * MS);
        finds(cluster);
    }

    /// A cluster whose system 2 is cut off; returns that long before the lease there ends.
    private static SimCluster cutOff(long beforeLeaseEndNs) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.network().partition(ids(2));
        long leaseUntilNs = status(cluster, 2).node().orElseThrow().leaseUntilNs();
        cluster.run(
                cluster.machine(2).trueNs(leaseUntilNs)
                        - beforeLeaseEndNs
                        - cluster.clock().nowNs());
        assertEquals(Set.of(2), cluster.truth().running(2));
        return cluster;
    }

    private static boolean said(SimCluster cluster, String text) {
        return cluster.lines().stream().anyMatch(line -> line.contains(text));
    }

    /// The guard's time K is 125 ms.
    @ParameterizedTest
    @ValueSource(longs = {5, 60, 110})
    void aHanodeThatIsLateAtTheLeasesEndIsLetStopByItself(long lateMs) {
        SimCluster cluster = cutOff(20 * MS);
        cluster.machine(2).stopNode((20 + lateMs) * MS);
        cluster.run(3_000 * MS);
        assertTrue(said(cluster, "stops leased: the lease ran out"), "hanode stops by itself");
        assertFalse(said(cluster, "had cleans from the table"), "and had leaves it to it");
        assertFalse(said(cluster, "had kills hanode"));
        finds(cluster);
    }

    @Test
    void aHanodeThatSaysThatItStopsIsNotKilledWhileItIsBusyWithThat() {
        SimCluster cluster = cutOff(20 * MS);
        cluster.machine(2).busyStopping(400 * MS);
        cluster.run(3_000 * MS);
        assertTrue(said(cluster, "stops leased: the lease ran out"), "hanode stops by itself");
        assertFalse(said(cluster, "had cleans from the table"), "and had leaves it to it");
        assertFalse(said(cluster, "had kills hanode"));
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 500, 1_500})
    void hadStopsEverythingWhenItsHanodeIsDeadAtTheLeasesEnd(long beforeMs) {
        SimCluster cluster = cutOff(beforeMs * MS);
        cluster.machine(2).killNode(10_000 * MS);
        cluster.await(
                "its group elsewhere",
                3_000 * MS,
                () ->
                        !cluster.truth().running(2).isEmpty()
                                && !cluster.truth().running(2).contains(2));
        assertTrue(said(cluster, "had cleans from the table"));
        finds(cluster);
    }

    @Test
    void hadStopsEverythingWhenItsHanodeHangsAtTheLeasesEnd() {
        SimCluster cluster = cutOff(50 * MS);
        cluster.machine(2).stopNode(10_000 * MS);
        cluster.await(
                "its group elsewhere",
                3_000 * MS,
                () ->
                        !cluster.truth().running(2).isEmpty()
                                && !cluster.truth().running(2).contains(2));
        assertTrue(said(cluster, "had cleans from the table"));
        finds(cluster);
    }

    @Test
    void aHungHanodeIsKilledAndItsSuccessorTouchesNothing() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        var before = placement(cluster);
        long sinceNs = cluster.clock().nowNs();
        cluster.machine(1).stopNode(60_000 * MS);
        cluster.run(4_000 * MS);
        assertTrue(said(cluster, "had kills hanode: hanode has said nothing for "));
        assertTrue(cluster.together(cluster.ids()), cluster::describe);
        assertNothingTouched(cluster, before, sinceNs);
    }

    @Test
    void aLeaverOnWhichSomethingWasStartedMeanwhileStays() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(2).control(new ControlRequest.Leave(false));
        cluster.run(50 * MS);
        assertTrue(
                cluster.lines().stream()
                        .anyMatch(
                                l -> l.contains("refused: failover resources are still running")));
        assertTrue(cluster.together(cluster.ids()));
    }

    /// System 1 decides with 0, comes back without memory, and hears only 2, which knows nothing of it.
    @Test
    void aSystemWithoutItsDiskDoesNotVoteTwice() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        long before = status(cluster, 1).view().id().number();
        var lost = new AtomicBoolean();
        cluster.onPersist(
                (m, durable) -> {
                    if (m.id() == 1
                            && durable.view().id().number() > before
                            && lost.compareAndSet(false, true)) {
                        cluster.network().partition(ids(0));
                        cluster.clock().after(0, () -> m.loseDisk(300 * MS));
                    }
                });
        cluster.network().cutPair(0, 2);
        cluster.await(
                "system 0 goes on alone",
                10_000 * MS,
                () ->
                        lost.get()
                                && status(cluster, 0).active()
                                && status(cluster, 0).view().ids().equals(ids(0)));
        cluster.run(10_000 * MS);
        assertFalse(status(cluster, 1).active());
        finds(cluster);
    }

    /// It was taken in, and its engine ended before it got the state: its disk is nevertheless as old as the view.
    @Test
    void aNewDiskThatWasInAViewHasItsVote() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(0).loseDisk(20_000 * MS);
        cluster.await(
                "systems 1 and 2 go on",
                10_000 * MS,
                () ->
                        status(cluster, 1).active()
                                && status(cluster, 1).view().ids().equals(ids(1, 2)));
        cluster.machine(2).powerOff();
        cluster.await(
                "system 1 goes on alone",
                10_000 * MS,
                () ->
                        status(cluster, 1).active()
                                && status(cluster, 1).view().ids().equals(ids(1)));
        var ended = new AtomicBoolean();
        cluster.onPersist(
                (m, durable) -> {
                    if (durable.view().ids().equals(ids(0, 1)) && ended.compareAndSet(false, true))
                        cluster.clock()
                                .after(
                                        0,
                                        () -> {
                                            cluster.machine(0).killEngine(100 * MS);
                                            cluster.machine(1).killEngine(100 * MS);
                                        });
                });
        cluster.await("the end of both engines", 30_000 * MS, ended::get);
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aSystemWhoseDiskIsReplacedIsTakenInAgain(int which) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.machine(which).loseDisk(3_000 * MS);
        finds(cluster);
        cluster.await("that all run", 5_000 * MS, cluster::allRunning);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void allStartAgainAndOneDiskIsReplaced(int which) {
        SimCluster cluster = formed(SimOptions.quiet(3));
        cluster.all()
                .forEach(
                        m -> {
                            if (m.id() == which) m.loseDisk(500 * MS);
                            else m.powerOff();
                        });
        finds(cluster);
        cluster.await("that all run", 5_000 * MS, cluster::allRunning);
    }
}
