package dev.vigil.engine.sim;

import static dev.vigil.engine.sim.Schedules.assertNothingTouched;
import static dev.vigil.engine.sim.Schedules.finds;
import static dev.vigil.engine.sim.Schedules.formed;
import static dev.vigil.engine.sim.Schedules.ids;
import static dev.vigil.engine.sim.Schedules.placement;
import static dev.vigil.engine.sim.Schedules.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.core.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Schedules of the log that broke earlier designs: what its transport loses, and who does not keep up.
///
/// That no group is ever up twice, that a view has one successor and that states agree is checked by the simulation itself at every step.
class LogScheduleTest {
    private static final long MS = 1_000_000L;

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
}
