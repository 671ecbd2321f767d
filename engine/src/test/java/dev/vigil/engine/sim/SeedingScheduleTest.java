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

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.ControlRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Schedules of starts that broke earlier designs: who may begin, with which configuration, and with which disk.
///
/// That no group is ever up twice, that a view has one successor and that states agree is checked by the simulation itself at every step.
class SeedingScheduleTest {
    private static final long MS = 1_000_000L;

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
    void allEnginesKilledAtOnceComeBackAndTouchNothing() {
        SimCluster cluster = formed(SimOptions.quiet(3));
        var before = placement(cluster);
        long sinceNs = cluster.clock().nowNs();
        cluster.all().forEach(m -> m.killEngine(800 * MS));
        cluster.run(4_000 * MS);
        assertTrue(cluster.together(cluster.ids()) && cluster.allOnline(), cluster::describe);
        assertNothingTouched(cluster, before, sinceNs);
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

    @Test
    void aClusterStartsWithinASecondOfTheLastSystem() {
        SimCluster cluster = new SimCluster(1, SimOptions.quiet(3), 50);
        cluster.startAll();
        cluster.await(
                "all in one view, everything online",
                1_300 * MS,
                () -> cluster.together(cluster.ids()) && cluster.allOnline());
    }

    /// Nobody arbitrates: who is left out goes its own way, and is taken in again.
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void enginesWhoseFirstWordsTakeLongDoNotThrowEachOtherOut(int restarted) {
        SimCluster cluster =
                formed(SimOptions.quiet(6).withMode(QuorumMode.DISABLED).withSetup(2_500 * MS));
        long before = status(cluster, 0).view().id().number();
        for (int id = 0; id < restarted; id++) {
            cluster.machine(id).killEngine(30 * MS);
        }
        cluster.await("all together", 10_000 * MS, () -> cluster.together(cluster.ids()));
        assertEquals(before + 1, status(cluster, 0).view().id().number());
        finds(cluster);
    }
}
