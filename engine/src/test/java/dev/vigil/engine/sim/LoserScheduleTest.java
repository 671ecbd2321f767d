package dev.vigil.engine.sim;

import static dev.vigil.engine.sim.Schedules.finds;
import static dev.vigil.engine.sim.Schedules.startsElsewhere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What ends a machine when nothing else stops in time what must not run on, played on the real machines. That no group is ever up twice is
/// checked by the simulation itself.
class LoserScheduleTest {
    private static final long MS = 1_000_000L;
    private static final String RESET = "machine reset by its watchdog";
    private static final String PANIC = "machine panics";

    private static SimCluster formed(boolean watchdog, boolean panics) {
        return Schedules.formed(SimOptions.quiet(3).withLoser(watchdog, panics));
    }

    private static void cleansHang(SimCluster cluster, int system) {
        cluster.machine(system)
                .agents()
                .things()
                .forEach(thing -> thing.trouble = SimAgents.Trouble.CLEAN_HANGS);
    }

    @Test
    void aWatchdogThatIsFedDoesNothing() {
        SimCluster cluster = formed(true, true);
        cluster.machine(0).killNode(20 * MS);
        cluster.machine(1).killEngine(400 * MS);
        cluster.run(20_000 * MS);
        assertEquals(Map.of(), cluster.faults());
        assertTrue(cluster.machine(0).watchdog().armed());
        finds(cluster);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aMachineWithoutALiveDaemonEndsBeforeOthersStart(boolean hadHangs, boolean hanodeHangs) {
        SimCluster cluster = formed(true, false);
        SimMachine victim = cluster.machine(2);
        if (hadHangs) victim.stopEngine(60_000 * MS);
        else victim.killEngine(60_000 * MS);
        if (hanodeHangs) victim.stopNode(60_000 * MS);
        else victim.killNode(60_000 * MS);
        startsElsewhere(cluster, 2, 2);
        assertEquals(Map.of(RESET, 1L), cluster.faults());
        finds(cluster);
    }

    @Test
    void aWatchdogOfASystemThatIsCutOffDoesNotComeBeforeTheClean() {
        SimCluster cluster = formed(true, false);
        cluster.network().partition(new TreeSet<>(Set.of(2)));
        startsElsewhere(cluster, 2, 2);
        assertEquals(Map.of(), cluster.faults(), "it was clean in time, and is fed on");
        finds(cluster);
    }

    @Test
    void whatIsNotCleanInTimeEndsWithItsMachine() {
        SimCluster cluster = formed(false, true);
        cleansHang(cluster, 2);
        cluster.network().partition(new TreeSet<>(Set.of(2)));
        startsElsewhere(cluster, 2, 2);
        assertEquals(Map.of(PANIC, 1L), cluster.faults());
        finds(cluster);
    }

    @Test
    void whatHadDoesNotGetCleanInTimeEndsWithItsMachine() {
        SimCluster cluster = formed(false, true);
        cluster.network().partition(new TreeSet<>(Set.of(2)));
        cluster.run(200 * MS);
        cluster.machine(2).killNode(60_000 * MS);
        cleansHang(cluster, 2);
        startsElsewhere(cluster, 2, 2);
        assertEquals(Map.of(PANIC, 1L), cluster.faults());
        finds(cluster);
    }

    @Test
    void whatIsCleanInTimeCostsNoMachine() {
        SimCluster cluster = formed(false, true);
        cluster.network().partition(new TreeSet<>(Set.of(2)));
        startsElsewhere(cluster, 2, 2);
        assertFalse(cluster.faults().containsKey(PANIC));
        finds(cluster);
    }
}
