package dev.vigil.engine.sim;

import static dev.vigil.engine.sim.Schedules.finds;
import static dev.vigil.engine.sim.Schedules.formed;
import static dev.vigil.engine.sim.Schedules.placement;
import static dev.vigil.engine.sim.Schedules.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.gab.GabMessage;
import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.had.PeerMessage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Systems whose engine is gone and whose node is alive (daemon down, node alive): what runs there goes on, nobody else starts it, and
/// the others do not wait for the engine.
class EnginelessScheduleTest {
    private static final long MS = 1_000_000L;

    private static Stream<SimOptions> clusters() {
        return Stream.of(
                SimOptions.quiet(3),
                SimOptions.quiet(2).withPoints(3),
                SimOptions.quiet(4).withPoints(1));
    }

    private static SortedSet<Integer> allBut(SimCluster cluster, int id) {
        var others = new TreeSet<>(cluster.ids());
        others.remove(id);
        return others;
    }

    /// What runs where at a moment after which nothing is to be touched.
    private record Start(SimCluster cluster, List<SortedSet<Integer>> running, long atNs) {
        static Start of(SimOptions options) {
            return now(formed(options));
        }

        static Start now(SimCluster cluster) {
            return new Start(cluster, placement(cluster), cluster.clock().nowNs());
        }

        void assertUntouched() {
            assertEquals(running, placement(cluster));
            for (int g = 0; g < cluster.options().groups(); g++) {
                assertTrue(
                        cluster.truth().lastStartNs(g) < atNs, "group " + g + " was started again");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void theOthersGoOnAtOnceAndNothingIsTouched(SimOptions options) {
        SimCluster cluster = formed(options);
        for (int gone : cluster.ids()) {
            var others = allBut(cluster, gone);
            var start = Start.now(cluster);
            cluster.machine(gone).killEngine(10_000 * MS);
            cluster.await(
                    "the others in a view of their own",
                    450 * MS,
                    () ->
                            cluster.together(others)
                                    && status(cluster, others.first())
                                            .view()
                                            .engineless()
                                            .contains(gone));
            long acknowledged = cluster.truth().acknowledgements();
            cluster.machine(others.first()).count();
            cluster.await(
                    "commands are answered",
                    1_500 * MS,
                    () -> cluster.truth().acknowledgements() > acknowledged);
            cluster.run(8_000 * MS);
            start.assertUntouched();
            cluster.await("all again", 5_000 * MS, () -> cluster.together(cluster.ids()));
            cluster.await(
                    "and running", 5_000 * MS, () -> cluster.allRunning() && cluster.allOnline());
            start.assertUntouched();
        }
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void aHungEngineIsLeftBehindAndWhatRunsThereIsNot(SimOptions options) {
        var start = Start.of(options);
        SimCluster cluster = start.cluster();
        int hung = cluster.ids().last();
        var others = allBut(cluster, hung);
        cluster.machine(hung).stopEngine(6_000 * MS);
        cluster.machine(others.first()).count();
        cluster.await("the others go on", 5_500 * MS, () -> cluster.together(others));
        cluster.run(4_000 * MS);
        start.assertUntouched();
        cluster.await("all again", 8_000 * MS, () -> cluster.together(cluster.ids()));
        start.assertUntouched();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void aMachineThatDiesSoonAfterItsEngineIsFailedOver(SimOptions options) {
        SimCluster cluster = formed(options);
        var others = allBut(cluster, 0);
        cluster.machine(0).killEngine(60_000 * MS);
        cluster.await("the others go on", 450 * MS, () -> cluster.together(others));
        cluster.machine(0).powerOff();
        cluster.await(
                "its groups elsewhere",
                4_000 * MS,
                () -> cluster.together(others) && cluster.allOnline());
        finds(cluster);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void aSystemWithoutItsEngineThatIsCutOffStopsEverythingInTime(SimOptions options) {
        SimCluster cluster = formed(options);
        cluster.machine(0).killEngine(60_000 * MS);
        cluster.await("the others go on", 450 * MS, () -> cluster.together(allBut(cluster, 0)));
        cluster.run(1_000 * MS);
        cluster.network().partition(new TreeSet<>(List.of(0)));
        cluster.await(
                "its groups elsewhere",
                4_000 * MS,
                () ->
                        cluster.allOnline()
                                && placement(cluster).stream().noneMatch(on -> on.contains(0)));
        finds(cluster);
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void hastopForceLeavesEverythingRunning(SimOptions options) {
        var start = Start.of(options);
        SimCluster cluster = start.cluster();
        cluster.machine(1).leaveByForce(4_000 * MS);
        cluster.await("the others go on", 2_000 * MS, () -> cluster.together(allBut(cluster, 1)));
        cluster.run(3_000 * MS);
        start.assertUntouched();
        cluster.await("all again", 5_000 * MS, () -> cluster.together(cluster.ids()));
        start.assertUntouched();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void hastopForceBeforeThereIsAConfigurationLeavesEverythingRunning(SimOptions options) {
        var start = Start.of(options);
        SimCluster cluster = start.cluster();
        cluster.all().forEach(machine -> machine.killEngine(500 * MS));
        cluster.run(501 * MS);
        cluster.machine(0).leaveByForce(8_000 * MS);
        cluster.await(
                "the others run without it",
                6_000 * MS,
                () -> cluster.together(allBut(cluster, 0)));
        cluster.run(3_000 * MS);
        start.assertUntouched();
        cluster.await("all again", 12_000 * MS, () -> cluster.together(cluster.ids()));
        cluster.await("and running", 5_000 * MS, cluster::allOnline);
        start.assertUntouched();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void hastopAfterHastopForceDoesNotMakeItOneThatHasStoppedEverything(SimOptions options) {
        SimCluster cluster = formed(options);
        var start = Start.now(cluster);
        cluster.ids().forEach(id -> cluster.machine(id).killEngine(100 * MS));
        cluster.run(102 * MS);
        cluster.machine(0).leaveByForce(8_000 * MS);
        cluster.machine(0).leave(true, 8_000 * MS);
        cluster.run(5_000 * MS);
        assertTrue(cluster.machine(0).status().isEmpty(), "it has left");
        start.assertUntouched();
        finds(cluster);
    }

    /// The others would begin a history of their own, with what older engines of theirs had on disk.
    @ParameterizedTest
    @MethodSource("clusters")
    void whoAloneHasTheStateLeavesWhenAnotherHasTakenItOver(SimOptions options) {
        SimCluster cluster = formed(options);
        cluster.machine(0).count();
        cluster.await(
                "an acknowledged command",
                1_000 * MS,
                () -> cluster.truth().acknowledgements() > 0);
        SortedSet<Integer> others = allBut(cluster, 0);
        others.forEach(id -> cluster.machine(id).killEngine(100 * MS));
        cluster.await(
                "their new engines are in a view with the one that has the state",
                2_000 * MS,
                () -> status(cluster, 0).view().members().getOrDefault(others.last(), 0L) == 2);
        cluster.machine(0).leaveByForce(8_000 * MS);
        cluster.await(
                "it has left", 6_000 * MS, () -> cluster.machine(0).engineIncarnation().isEmpty());
        cluster.await("the others run", 6_000 * MS, () -> cluster.together(others));
        for (int id : others) {
            assertTrue(
                    cluster.truth().remembers(cluster.machine(id).core().orElseThrow()),
                    "sys" + id + " knows what was acknowledged");
        }
        finds(cluster);
    }

    /// It was raced, and its new key taken away, by those who took it in.
    @ParameterizedTest
    @MethodSource("clusters")
    void anEngineThatComesBackAndIsSlowToAnswerIsAskedAgain(SimOptions options) {
        var start = Start.of(options);
        SimCluster cluster = start.cluster();
        cluster.machine(1).leaveByForce(2_000 * MS);
        cluster.run(1_500 * MS);
        cluster.lose(
                (from, message) ->
                        from == 1
                                && message instanceof PeerMessage.Gab gab
                                && gab.message() instanceof GabMessage.Promise);
        cluster.run(1_500 * MS);
        cluster.lose((_, _) -> false);
        cluster.run(10_000 * MS);
        assertTrue(cluster.together(cluster.ids()) && cluster.allOnline(), cluster::describe);
        assertEquals(Optional.of(2L), cluster.machine(1).engineIncarnation());
        start.assertUntouched();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void allEnginesStoppedByForceAndTheFirstStartedAgainWhileTheLastIsDown(SimOptions options) {
        var start = Start.of(options);
        SimCluster cluster = start.cluster();
        cluster.ids()
                .forEach(
                        id -> {
                            boolean last = id.equals(cluster.ids().last());
                            cluster.machine(id).leaveByForce((last ? 12_000 : 6_000) * MS);
                            cluster.run(700 * MS);
                        });
        cluster.run(10_000 * MS);
        start.assertUntouched();
        cluster.await("all again", 10_000 * MS, () -> cluster.together(cluster.ids()));
        cluster.await("and running", 5_000 * MS, cluster::allOnline);
        start.assertUntouched();
    }

    /// The node daemons keep each other's leases; a view that one engine begins by hand would know nothing of that.
    @ParameterizedTest
    @MethodSource("clusters")
    void seedingByHandIsRefusedWhileServicesMayRunBesideNodeDaemonsAlone(SimOptions options) {
        var start = Start.of(options);
        SimCluster cluster = start.cluster();
        int last = cluster.ids().last();
        cluster.ids()
                .reversed()
                .forEach(
                        id -> {
                            cluster.machine(id).leaveByForce((id == last ? 4_000 : 30_000) * MS);
                            cluster.run(700 * MS);
                        });
        cluster.await("an engine", 6_000 * MS, () -> cluster.machine(last).status().isPresent());
        cluster.run(3_000 * MS);
        cluster.machine(last).control(new ControlRequest.Seed());
        cluster.run(6_000 * MS);
        assertTrue(
                cluster.lines().stream()
                        .anyMatch(l -> l.contains("guarded by the node daemon alone")),
                cluster::describe);
        start.assertUntouched();
    }

    /// Its log is as long as the others'; all that it lacks is time.
    @ParameterizedTest
    @MethodSource("clusters")
    void aMemberThatIsSlowToPromiseStaysWhenAnotherIsTakenIn(SimOptions options) {
        var start = Start.of(options);
        SimCluster cluster = start.cluster();
        int slow = cluster.ids().last();
        var incarnation = cluster.machine(slow).engineIncarnation();
        cluster.machine(0).leaveByForce(2_000 * MS);
        cluster.run(1_500 * MS);
        cluster.lose(
                (from, message) ->
                        from == slow
                                && message instanceof PeerMessage.Gab gab
                                && gab.message() instanceof GabMessage.Promise);
        cluster.await(
                "the engine that comes back",
                2_000 * MS,
                () -> cluster.machine(0).status().isPresent());
        cluster.run(1_500 * MS);
        cluster.lose((_, _) -> false);
        cluster.await("all again", 5_000 * MS, () -> cluster.together(cluster.ids()));
        assertEquals(incarnation, cluster.machine(slow).engineIncarnation());
        start.assertUntouched();
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void peerinactStaysAsLongAsASystemIsWithoutItsEngine(SimOptions options) {
        SimCluster cluster = formed(options);
        cluster.machine(1).leaveByForce(4_000 * MS);
        cluster.await("the others go on", 2_000 * MS, () -> cluster.together(allBut(cluster, 1)));
        cluster.machine(0).control(new ControlRequest.SetTimer("peerinact", 400));
        cluster.run(50 * MS);
        assertTrue(
                cluster.lines().stream()
                        .anyMatch(l -> l.contains("refused: sys1 is without its engine")),
                cluster::describe);
        finds(cluster);
        cluster.machine(0).control(new ControlRequest.SetTimer("peerinact", 400));
        cluster.await(
                "the new peerinact",
                5_000 * MS,
                () -> status(cluster, 1).view().peerinactNs() == 4_000 * MS);
    }
}
