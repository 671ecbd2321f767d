package dev.vigil.engine.sim;

import static dev.vigil.engine.sim.Schedules.assertNothingTouched;
import static dev.vigil.engine.sim.Schedules.finds;
import static dev.vigil.engine.sim.Schedules.formed;
import static dev.vigil.engine.sim.Schedules.ids;
import static dev.vigil.engine.sim.Schedules.placement;
import static dev.vigil.engine.sim.Schedules.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.core.Request;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.ControlRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;

/// Schedules of links, pauses and departures that broke earlier designs, each played on the real machines.
///
/// That no group is ever up twice, that a view has one successor and that states agree is checked by the simulation itself at every step.
class ScheduleTest {
    private static final long MS = 1_000_000L;

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
}
