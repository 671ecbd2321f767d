package dev.vigil.engine.sim;

import static dev.vigil.engine.sim.Schedules.assertNothingTouched;
import static dev.vigil.engine.sim.Schedules.finds;
import static dev.vigil.engine.sim.Schedules.formed;
import static dev.vigil.engine.sim.Schedules.ids;
import static dev.vigil.engine.sim.Schedules.placement;
import static dev.vigil.engine.sim.Schedules.startsElsewhere;
import static dev.vigil.engine.sim.Schedules.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;

/// Schedules of the lease that broke earlier designs: daemons that end or hang, and times that change.
///
/// That no group is ever up twice, that a view has one successor and that states agree is checked by the simulation itself at every step.
class LeaseScheduleTest {
    private static final long MS = 1_000_000L;

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
        assertHadStopsEverything(cluster);
    }

    @Test
    void hadStopsEverythingWhenItsHanodeHangsAtTheLeasesEnd() {
        SimCluster cluster = cutOff(50 * MS);
        cluster.machine(2).stopNode(10_000 * MS);
        assertHadStopsEverything(cluster);
    }

    /// It would end what had began, and begin anew with less time.
    @ParameterizedTest
    @ValueSource(longs = {130, 140, 150, 160})
    void aHanodeThatComesWhileHadStopsThingsWaitsForThat(long afterLeaseMs) {
        SimCluster cluster = cutOff(50 * MS);
        cluster.machine(2).killNode((50 + afterLeaseMs) * MS);
        startsElsewhere(cluster, 2, 2);
        List<String> said =
                cluster.lines().stream()
                        .filter(
                                line ->
                                        line.endsWith("sys2     hanode starts")
                                                || line.endsWith("group 2 down on 2"))
                        .toList();
        assertTrue(said.get(said.size() - 2).endsWith("group 2 down on 2"), said::toString);
        assertTrue(said.getLast().endsWith("hanode starts"), said::toString);
        finds(cluster);
    }

    private static void assertHadStopsEverything(SimCluster cluster) {
        startsElsewhere(cluster, 2, 2);
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
}
