package dev.vigil.samples.powervm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.samples.powervm.Outcome.Done;
import dev.vigil.samples.powervm.Outcome.Refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The truth behind the consoles.
class EstateTest {

    private static final String ONE = "Server-9117-MMA-SN100129A";
    private static final String TWO = "Server-9117-MMA-SN100130A";
    private static final Timings TIMINGS = SimulatedConsole.TIMINGS;

    @TempDir Path dir;

    private static Estate first() throws Exception {
        return FirstEstate.of(SimulatedConsole.sample(), 1_000, 0);
    }

    private static Estate on(Estate estate, String server, String partition, long atMs) {
        var at = estate.servers().get(server);
        var outcome =
                new Operations(TIMINGS)
                        .activate(
                                estate,
                                at,
                                at.partitions().get(partition),
                                partition,
                                "norm",
                                atMs);
        return ((Done) outcome).estate();
    }

    @Test
    void startOnASecondServerIsRecordedAsAnOverlap() throws Exception {
        var estate = on(on(first(), ONE, "lpar05", 2_000), TWO, "lpar05", 3_000);
        assertEquals(1, estate.overlaps());
        assertEquals(Set.of(ONE, TWO), estate.runningOn("lpar05"));
        assertEquals(HistoryEntry.What.OVERLAP, estate.history().getLast().what());
        assertEquals(3_000, estate.history().getLast().atMs());
    }

    @Test
    void startAfterACrashElsewhereIsNoOverlap() throws Exception {
        var running = on(first(), ONE, "lpar05", 2_000);
        var server = running.servers().get(ONE);
        var crashed =
                new Faults(TIMINGS)
                        .crash(running, server, server.partitions().get("lpar05"), 2_500);
        var elsewhere = on(((Done) crashed).estate(), TWO, "lpar05", 2_501);
        assertEquals(0, elsewhere.overlaps());
        assertEquals(Set.of(TWO), elsewhere.runningOn("lpar05"));
    }

    @Test
    void stepsAreStampedWithTheirOwnTimeHoweverLateTheyAreLookedAt() throws Exception {
        var booted = new Passage(TIMINGS).advance(on(first(), ONE, "lpar05", 2_000), 500_000);
        var stamps =
                booted.history().stream()
                        .filter(e -> e.name().equals("lpar05"))
                        .map(e -> e.what() + " " + e.atMs())
                        .toList();
        assertEquals(List.of("STARTED 2000", "RUNNING 5000", "OS_UP 25000"), stamps);
    }

    @Test
    void memoryLimitsWhatRunsTogether() throws Exception {
        var estate = first();
        var server = estate.servers().get(ONE);
        var hardware = server.hardware();
        // VIO servers and management partition hold 6144 MB.
        var small =
                server.withHardware(
                        new Server.Hardware(
                                hardware.typeModel(),
                                hardware.serial(),
                                hardware.address(),
                                "autostart",
                                6_400,
                                16));
        var outcome =
                new Operations(TIMINGS)
                        .activate(
                                estate.with(small),
                                small,
                                small.partitions().get("lpar05"),
                                "lpar05",
                                "norm",
                                2_000);
        assertTrue(
                ((Refused) outcome)
                        .message()
                        .startsWith("There is not enough memory: Obtained: 256, Required: 512."));
    }

    @Test
    void whatIsSavedIsWhatIsLoaded() throws Exception {
        var store = new EstateStore(dir.resolve("state.json"));
        var estate = on(first(), ONE, "lpar05", 2_000).withConsole("hmc7", false);
        store.save(estate);
        assertEquals(estate, store.load().orElseThrow());
    }

    @Test
    void whatIsPendingOutlivesARebootOfTheMachine() throws Exception {
        var before = on(first().asOf(900_000), ONE, "lpar05", 900_000);
        var after = before.resumedAt(100, 0);
        assertEquals(100 + TIMINGS.handOverMs(), after.nextDeadlineMs());
    }

    @Test
    void lossOfPowerIsDueToHooksOfTheManagementPartition() throws Exception {
        var before = first();
        var after =
                ((Done) new Faults(TIMINGS).powerLoss(before, before.servers().get(ONE), 2_000))
                        .estate();
        assertEquals(
                List.of(new HookRunner.Due(false, ONE, "mgmt1", "mgmt1")),
                HookRunner.due(before, after));
    }

    @Test
    void restartOfAManagementPartitionIsDueToBothHooks() throws Exception {
        var before = first();
        var server = before.servers().get(ONE);
        var down =
                ((Done)
                                new Operations(TIMINGS)
                                        .shutdown(
                                                before,
                                                server,
                                                server.partitions().get("mgmt1"),
                                                true,
                                                true,
                                                2_000))
                        .estate();
        assertEquals(List.of(), HookRunner.due(before, down));
        var up = new Passage(TIMINGS).advance(down, 60_000);
        assertEquals(
                List.of(
                        new HookRunner.Due(false, ONE, "mgmt1", "mgmt1"),
                        new HookRunner.Due(true, ONE, "mgmt1", "mgmt1")),
                HookRunner.due(down, up));
    }

    @Test
    void powerReturnsManagementPartitionAndViosButNoManagedOne() throws Exception {
        var passage = new Passage(TIMINGS);
        var running = on(first(), ONE, "lpar05", 2_000);
        var off =
                ((Done) new Faults(TIMINGS).powerLoss(running, running.servers().get(ONE), 3_000))
                        .estate();
        assertEquals(Set.of(), off.runningOn("lpar05"));
        var started =
                ((Done) new Operations(TIMINGS).powerOn(off, off.servers().get(ONE), false, 4_000))
                        .estate();
        var up = passage.advance(started, 200_000);
        assertEquals(Set.of(ONE), up.runningOn("mgmt1"));
        assertEquals(Set.of(ONE), up.runningOn("vio_server1"));
        assertEquals(Set.of(), up.runningOn("lpar05"));
    }
}
