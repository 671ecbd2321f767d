package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

class NodeMachineTest {
    private static final long MS = 1_000_000L;
    private static final Timing TIMING = Timing.of(2_000 * MS, 100 * MS, 400 * MS);
    private static final String ADDRESS = "10.0.0.1";
    private static final ViewId V = new ViewId(4, 0, 64);
    private static final SortedMap<Integer, Long> MEMBERS =
            new TreeMap<>(Map.of(0, 5L, 1, 6L, 2, 7L));

    private final List<NodeOutput> seen = new ArrayList<>();
    private NodeDurable run = NodeDurable.nothing();

    private static NodeConfig config(long session, String boot) {
        return new NodeConfig(
                1,
                2,
                new TreeSet<>(List.of(0, 1, 2)),
                List.of("en1", "en2"),
                new TreeSet<>(),
                LinkTimers.of(100 * MS, 400 * MS),
                TIMING,
                session,
                boot,
                10_000 * MS);
    }

    private NodeMachine started(long atMs) {
        var machine = new NodeMachine(config(1, "b"), run, atMs * MS);
        tell(machine, new NodeInput.AgentsBusy(atMs * MS, false, 0));
        return machine;
    }

    private void tell(NodeMachine machine, NodeInput input) {
        seen.clear();
        seen.addAll(machine.handle(input));
        seen.forEach(
                o -> {
                    if (o instanceof NodeOutput.Persist persist) {
                        run = persist.durable();
                    }
                });
    }

    private static NodeCommand.ViewOrder order(
            long engine, long sequence, ViewId accepted, SortedMap<Integer, Long> next) {
        return new NodeCommand.ViewOrder(
                engine,
                sequence,
                V,
                MEMBERS,
                QuorumMode.MAJORITY,
                accepted,
                next,
                QuorumMode.MAJORITY,
                new TreeSet<>(),
                TIMING.leaseNs(),
                TIMING.silenceNs(),
                TIMING.peerinactNs(),
                new TreeMap<>());
    }

    private static Heartbeat from(
            int peer,
            long sequence,
            ViewId view,
            SortedMap<Integer, Long> members,
            long echoedSession,
            long echoedMs) {
        return new Heartbeat(
                1,
                peer,
                1,
                sequence,
                sequence * MS,
                100 * MS,
                5,
                true,
                view,
                ViewId.NONE,
                members,
                new TreeMap<>(Map.of(2, new Heartbeat.Echo(echoedSession, echoedMs * MS))),
                new TreeSet<>(List.of(0, 1, 2)),
                new TreeMap<>(Map.of(2, new Heartbeat.Echo(echoedSession, echoedMs * MS))),
                new TreeMap<>(),
                0);
    }

    private NodeMachine leased() {
        var machine = started(1_000);
        tell(
                machine,
                new NodeInput.FromEngine(1_010 * MS, order(7, 1, ViewId.NONE, new TreeMap<>())));
        tell(
                machine,
                new NodeInput.Heard(1_020 * MS, "en1", ADDRESS, from(0, 1, V, MEMBERS, 1, 1_010)));
        return machine;
    }

    private boolean stops() {
        return seen.stream().anyMatch(NodeOutput.StopLeased.class::isInstance);
    }

    @Test
    void nothingMayStartBeforeTheFirstLease() {
        var machine = started(1_000);
        assertFalse(machine.mayStart(1_000 * MS, 7));
        tell(
                machine,
                new NodeInput.FromEngine(1_010 * MS, order(7, 1, ViewId.NONE, new TreeMap<>())));
        assertFalse(machine.mayStart(1_011 * MS, 7));
        tell(
                machine,
                new NodeInput.Heard(1_020 * MS, "en1", ADDRESS, from(0, 1, V, MEMBERS, 1, 1_010)));
        assertTrue(machine.mayStart(1_021 * MS, 7));
        assertFalse(machine.mayStart(1_021 * MS, 6), "an older engine's order");
        assertFalse(machine.mayStart(1_010 * MS + TIMING.leaseNs(), 7), "the lease is over");
    }

    @Test
    void atTheDeadlineItStopsWhatIsLeasedWhateverItIsTold() {
        var machine = leased();
        long overNs = 1_010 * MS + TIMING.leaseNs();
        assertTrue(machine.nextDeadlineNs() <= overNs);
        tell(
                machine,
                new NodeInput.Heard(overNs, "en1", ADDRESS, from(0, 2, V, MEMBERS, 1, 2_600)));
        assertTrue(stops(), "an echo that comes too late changes nothing");
        tell(machine, new NodeInput.Tick(overNs + MS));
        assertFalse(stops(), "once");
        assertTrue(machine.report(overNs).lost());
    }

    @Test
    void whatRunsMayBeRestartedInPlaceWhileTheEngineIsAwayButNotWithoutTheLease() {
        var machine = leased();
        tell(machine, new NodeInput.EngineGone(1_100 * MS));
        assertTrue(machine.mayRestart(1_110 * MS));
        assertFalse(machine.mayRestart(1_010 * MS + TIMING.leaseNs()), "the lease is over");
        tell(machine, new NodeInput.FromEngine(1_200 * MS, new NodeCommand.Revoke(7, "race lost")));
        assertFalse(machine.mayRestart(1_201 * MS), "it is being stopped");
    }

    @Test
    void stoppedIsOnlyTheAnswerToThatVeryOrder() {
        var machine = leased();
        tell(machine, new NodeInput.AgentsBusy(1_100 * MS, true, 0));
        tell(machine, new NodeInput.FromEngine(1_200 * MS, new NodeCommand.Revoke(7, "race lost")));
        assertTrue(stops());
        tell(machine, new NodeInput.AgentsBusy(1_210 * MS, false, 0));
        assertTrue(
                machine.report(1_210 * MS).leasedMayRun(),
                "an earlier poll with a start still under way");
        tell(
                machine,
                new NodeInput.FromEngine(1_220 * MS, order(8, 1, ViewId.NONE, new TreeMap<>())));
        assertEquals(
                7,
                machine.report(1_220 * MS).engine(),
                "a new engine is not obeyed before all is stopped");
        tell(machine, new NodeInput.AgentsBusy(1_230 * MS, false, 1));
        assertFalse(machine.report(1_230 * MS).leasedMayRun());
        tell(
                machine,
                new NodeInput.FromEngine(1_240 * MS, order(8, 2, ViewId.NONE, new TreeMap<>())));
        assertFalse(machine.report(1_240 * MS).lost());
        assertFalse(machine.mayStart(1_240 * MS, 8), "it needs a lease of its own");
    }

    @Test
    void aRestartedDaemonGoesOnWithTheStoredLease() {
        leased();
        var next = new NodeMachine(config(2, "b"), run, 1_500 * MS);
        tell(
                next,
                new NodeInput.Heard(1_501 * MS, "en1", ADDRESS, from(1, 9, V, MEMBERS, 1, 1_400)));
        assertFalse(stops());
        assertTrue(next.mayStart(1_502 * MS, 7));
        assertEquals(
                1_010 * MS + TIMING.leaseNs(),
                next.report(1_502 * MS).leaseUntilNs(),
                "echoes of another session do not extend it");
        assertTrue(next.report(1_502 * MS).heard().contains(0), "nobody is judged at once");
    }

    @Test
    void aDaemonThatComesBackAfterTheLeaseStopsBeforeItTakesAnything() {
        leased();
        var next = new NodeMachine(config(2, "b"), run, 9_000 * MS);
        tell(next, new NodeInput.FromEngine(9_000 * MS, order(8, 1, ViewId.NONE, new TreeMap<>())));
        assertTrue(stops());
        assertTrue(next.report(9_000 * MS).lost());
        assertFalse(next.mayStart(9_001 * MS, 8));
    }

    @Test
    void aDaemonThatWasInAViewWithoutALeaseStopsWhatMayRun() {
        var machine = started(1_000);
        tell(
                machine,
                new NodeInput.FromEngine(1_010 * MS, order(7, 1, ViewId.NONE, new TreeMap<>())));
        var next = new NodeMachine(config(2, "b"), run, 1_100 * MS);
        tell(next, new NodeInput.Tick(1_100 * MS));
        assertTrue(stops());
    }

    @Test
    void afterAnotherBootNoLeaseCountsButPromisesDo() {
        leased();
        var next = new NodeMachine(config(2, "c"), run, 50 * MS);
        tell(next, new NodeInput.Tick(50 * MS));
        assertFalse(stops());
        assertFalse(next.report(50 * MS).view().exists());
        assertEquals(
                50 * MS + TIMING.peerinactNs(),
                next.report(50 * MS).peers().get(0).promiseUntilNs());
    }

    @Test
    void anEchoIsAPromiseUntilPeerinactAfterReceipt() {
        var machine = leased();
        assertEquals(
                1_020 * MS + TIMING.peerinactNs(),
                machine.report(1_030 * MS).peers().get(0).promiseUntilNs());
        tell(machine, new NodeInput.Tick(1_110 * MS));
        Heartbeat sent =
                seen.stream()
                        .filter(NodeOutput.Send.class::isInstance)
                        .map(o -> ((NodeOutput.Send) o).heartbeat())
                        .findFirst()
                        .orElseThrow();
        assertEquals(new Heartbeat.Echo(1, 1 * MS), sent.echoes().get(0));
    }

    @Test
    void whomAnAcceptedViewDropsIsNotEchoedAndPromisedNothingMore() {
        var machine = leased();
        tell(
                machine,
                new NodeInput.FromEngine(
                        1_100 * MS,
                        order(7, 2, new ViewId(5, 1, 129), new TreeMap<>(Map.of(1, 6L, 2, 7L)))));
        assertEquals(2, machine.report(1_100 * MS).order());
        long promised = machine.report(1_100 * MS).peers().get(0).promiseUntilNs();
        tell(
                machine,
                new NodeInput.Heard(1_200 * MS, "en1", ADDRESS, from(0, 2, V, MEMBERS, 1, 1_110)));
        assertEquals(promised, machine.report(1_200 * MS).peers().get(0).promiseUntilNs());
        tell(machine, new NodeInput.Tick(1_300 * MS));
        seen.stream()
                .filter(NodeOutput.Send.class::isInstance)
                .forEach(
                        o ->
                                assertFalse(
                                        ((NodeOutput.Send) o).heartbeat().echoes().containsKey(0)));
    }

    @Test
    void aHigherViewWithoutThisSystemEndsTheLease() {
        var machine = leased();
        tell(
                machine,
                new NodeInput.Heard(
                        1_100 * MS,
                        "en2",
                        ADDRESS,
                        from(
                                0,
                                2,
                                new ViewId(5, 0, 128),
                                new TreeMap<>(Map.of(0, 5L, 1, 6L)),
                                1,
                                1_050)));
        assertTrue(stops());
    }

    @Test
    void afterALongPauseTheLeaseIsLookedAtBeforeTheQueue() {
        var machine = leased();
        tell(
                machine,
                new NodeInput.FromEngine(20_000 * MS, order(7, 2, ViewId.NONE, new TreeMap<>())));
        assertTrue(stops());
        assertTrue(
                seen.indexOf(
                                seen.stream()
                                        .filter(NodeOutput.StopLeased.class::isInstance)
                                        .findFirst()
                                        .orElseThrow())
                        < 3);
    }

    @Test
    void aHungEngineIsKilledAndItsEndTouchesNothing() {
        var machine = started(1_000);
        tell(machine, new NodeInput.FromEngine(1_010 * MS, new NodeCommand.Alive(7)));
        tell(machine, new NodeInput.Tick(11_010 * MS));
        assertTrue(seen.stream().anyMatch(NodeOutput.KillEngine.class::isInstance));
        assertFalse(stops());
    }

    @Test
    void aPeerIsSilentRightAfterTheToleratedSilence() {
        var machine = leased();
        long silentNs = 1_020 * MS + TIMING.silenceNs();
        for (long at = 1_025; at < 2_520; at += 5) {
            tell(
                    machine,
                    new NodeInput.Heard(
                            at * MS, "en1", ADDRESS, from(1, at, V, MEMBERS, 1, at - 10)));
        }
        assertTrue(machine.nextDeadlineNs() <= silentNs);
        tell(machine, new NodeInput.Tick(silentNs));
        assertFalse(machine.report(silentNs).heard().contains(0));
        assertTrue(seen.stream().anyMatch(NodeOutput.ToEngine.class::isInstance));
    }

    @Test
    void promisesThatWereRaisedOutliveTheDaemon() {
        var machine = started(1_000);
        var raised =
                order(7, 1, ViewId.NONE, new TreeMap<>())
                        .withRaised(new TreeMap<>(Map.of(1, 60_000 * MS)));
        tell(machine, new NodeInput.FromEngine(1_010 * MS, raised));
        var successor = new NodeMachine(config(2, "b"), run, 1_500 * MS);
        assertTrue(successor.report(1_500 * MS).peers().get(1).promiseUntilNs() >= 61_010 * MS);
    }
}
