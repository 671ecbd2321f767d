package dev.vigil.engine.sim;

import static dev.vigil.engine.sim.Schedules.finds;
import static dev.vigil.engine.sim.Schedules.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.had.StackStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Clusters with coordination points, and what is done to them and on the way to them.
class FencingScheduleTest {
    private static final long MS = 1_000_000L;

    private static SimCluster formed(int systems, int points) {
        return Schedules.formed(SimOptions.quiet(systems).withPoints(points));
    }

    private static Set<Integer> active(SimCluster cluster) {
        return cluster.ids().stream()
                .filter(id -> cluster.machine(id).status().map(StackStatus::active).orElse(false))
                .collect(Collectors.toSet());
    }

    private static void oneGoesOn(SimCluster cluster) {
        cluster.await(
                "everything online on one",
                4_000 * MS,
                () ->
                        active(cluster).size() == 1
                                && cluster.together(new TreeSet<>(active(cluster)))
                                && cluster.allOnline());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void twoSystemsThatLoseEachOtherAndOneGoesOnWithEverything(int points) {
        SimCluster cluster = formed(2, points);
        cluster.network().cutPair(0, 1);
        oneGoesOn(cluster);
        finds(cluster);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1", "3, 0", "5, 1"})
    void theGroupsOfADeadSystemStartRightAtPeerinact(int systems, int victim) {
        SimCluster cluster = formed(systems, 3);
        cluster.run(700 * MS);
        cluster.machine(victim).powerOff();
        long offNs = cluster.clock().nowNs();
        cluster.await("the victim's groups elsewhere", 5_000 * MS, cluster::allOnline);
        int group = victim;
        long afterNs = cluster.truth().lastStartNs(group) - offNs;
        assertTrue(
                afterNs > 1_800 * MS && afterNs < 2_020 * MS,
                "started " + afterNs / MS + " ms after the loss");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void oneOfFiveGoesOnAloneWhenTheOthersDieAtOnce(int survivor) {
        SimCluster cluster = formed(5, 3);
        cluster.ids().stream()
                .filter(id -> id != survivor)
                .forEach(id -> cluster.machine(id).powerOff());
        cluster.await("everything online on the last", 5_000 * MS, cluster::allOnline);
        assertEquals(Set.of(survivor), active(cluster));
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp0", "cp1", "cp2"})
    void aDeadPointDoesNotEatTheMargin(String dead) {
        SimCluster cluster = formed(2, 3);
        cluster.points().get(dead).set(false);
        cluster.network().cutPair(0, 1);
        oneGoesOn(cluster);
        finds(cluster);
    }

    @Test
    void withoutAMajorityOfThePointsALossStopsEverything() {
        SimCluster cluster = formed(2, 3);
        cluster.points().get("cp0").set(false);
        cluster.points().get("cp2").set(false);
        cluster.network().cutPair(0, 1);
        cluster.await(
                "nothing runs anywhere",
                3_000 * MS,
                () -> cluster.truth().running(0).isEmpty() && cluster.truth().running(1).isEmpty());
        cluster.run(10_000 * MS);
        assertTrue(cluster.truth().running(0).isEmpty(), "nobody starts anything");
        finds(cluster);
    }

    @Test
    void whoReachesThePointsGoesOn() {
        SimCluster cluster = formed(3, 3);
        for (String point : List.of("cp0", "cp1", "cp2")) {
            cluster.network().pointReached(0, point, false);
            cluster.network().pointReached(1, point, false);
        }
        cluster.network().partition(ids(0, 1));
        oneGoesOn(cluster);
        assertEquals(Set.of(2), active(cluster));
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theHeavierSideGoesOn(int heavy) {
        SimCluster cluster = formed(2, 3);
        var weights = new TreeMap<>(Map.of(heavy, 100, 1 - heavy, 10));
        cluster.all().forEach(machine -> machine.weigh(weights));
        cluster.network().cutPair(0, 1);
        oneGoesOn(cluster);
        assertEquals(Set.of(heavy), active(cluster));
        finds(cluster);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 5, 10, 30})
    void theRacerDiesInTheRace(long afterMs) {
        SimCluster cluster = formed(4, 3);
        cluster.network().partition(ids(0, 1));
        cluster.await(
                "a race",
                3_000 * MS,
                () -> cluster.lines().stream().anyMatch(line -> line.contains("Racing")));
        cluster.run(afterMs * MS);
        cluster.machine(0).powerOff();
        cluster.run(6_000 * MS);
        assertTrue(active(cluster).size() <= 2, "one side at most");
        finds(cluster);
    }

    @Test
    void aSystemThatFindsKeysOfOthersWhomItDoesNotHearWaitsForThemOrForAPerson() {
        SimCluster cluster = formed(2, 3);
        cluster.ids().forEach(id -> cluster.machine(id).powerOff());
        cluster.run(500 * MS);
        cluster.machine(1).powerOn();
        cluster.run(10_000 * MS);
        assertEquals(Set.of(), active(cluster));
        assertTrue(
                cluster.machine(1).status().orElseThrow().waiting().contains("split brain"),
                () -> cluster.machine(1).status().orElseThrow().waiting());
        finds(cluster);
    }

    @Test
    void whoseKeyAPersonClearedIsNotWaitedFor() {
        SimCluster cluster = formed(2, 3);
        cluster.ids().forEach(id -> cluster.machine(id).powerOff());
        cluster.points().values().forEach(point -> point.clear(0));
        cluster.machine(1).powerOn();
        cluster.await(
                "registered",
                5_000 * MS,
                () ->
                        cluster.machine(1)
                                .status()
                                .map(status -> status.waiting().contains("to seed"))
                                .orElse(false));
        finds(cluster);
    }

    @Test
    void theLastOneThatLeavesByForceKeepsItsKeysForWhatItLeftRunning() {
        SimCluster cluster = formed(2, 3);
        cluster.machine(1).powerOff();
        oneGoesOn(cluster);
        cluster.machine(0).leaveByForce(60_000 * MS);
        cluster.run(1_000 * MS);
        cluster.network().cutPair(0, 1);
        cluster.machine(1).powerOn();
        cluster.run(20_000 * MS);
        assertEquals(Set.of(0), cluster.truth().running(0));
        assertEquals(Set.of(), active(cluster));
        finds(cluster);
    }

    @Test
    void aLeaverTakesItsKeysAwayAndIsNotWaitedFor() {
        SimCluster cluster = formed(2, 3);
        cluster.machine(0).leave(true, 60_000 * MS);
        cluster.await("everything on the other", 5_000 * MS, cluster::allOnline);
        cluster.machine(1).killEngine(200 * MS);
        cluster.await(
                "the other again by itself",
                8_000 * MS,
                () -> active(cluster).equals(Set.of(1)) && cluster.allOnline());
        finds(cluster);
    }
}
