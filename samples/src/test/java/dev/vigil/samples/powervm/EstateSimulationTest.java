package dev.vigil.samples.powervm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.samples.powervm.HistoryEntry.What;
import dev.vigil.samples.powervm.Outcome.Done;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// Random lives of the estate: whatever is asked and whatever breaks, its truth agrees with itself.
///
/// `-Dvigil.replay=N` runs the life with that replay seed alone.
class EstateSimulationTest {

    private static final int LIVES = 40;
    private static final int STEPS = 120;
    private static final Timings TIMINGS = SimulatedConsole.TIMINGS;

    @TempDir Path dir;

    @Test
    void truthAgreesWithItself() throws Exception {
        var replay = System.getProperty("vigil.replay");
        if (replay != null) {
            live(Long.parseLong(replay));
            return;
        }
        for (long seed = 1; seed <= LIVES; seed++) {
            try {
                live(seed);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(
                        "replay seed %d: rerun with -Dvigil.test.flags=-Dvigil.replay=%d"
                                .formatted(seed, seed),
                        failed);
            }
        }
    }

    @Test
    void lifeWithOneReplaySeedIsAlwaysTheSame() throws Exception {
        assertEquals(live(7), live(7));
    }

    private Estate live(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var estate = FirstEstate.of(SimulatedConsole.sample(), 1_000, 0);
        long atMs = 1_000;
        for (int step = 0; step < STEPS; step++) {
            atMs += random.nextInt(15_000);
            var at = new Passage(TIMINGS).advance(estate, atMs);
            estate = something(at, random, atMs) instanceof Done(var after) ? after : at;
            check(estate);
        }
        var store = new EstateStore(dir.resolve("state-" + seed + ".json"));
        store.save(estate);
        assertEquals(estate, store.load().orElseThrow());
        // Left alone, everything that was begun comes to its end.
        var rest = new Passage(TIMINGS).advance(estate, atMs + 1_000_000);
        check(rest);
        assertEquals(Pending.HELD, rest.nextDeadlineMs());
        return rest;
    }

    private static Outcome something(Estate estate, SplittableRandom random, long atMs) {
        var servers = List.copyOf(estate.servers().values());
        var server = servers.get(random.nextInt(servers.size()));
        var partitions = List.copyOf(server.partitions().values());
        var partition = partitions.get(random.nextInt(partitions.size()));
        var operations = new Operations(TIMINGS);
        var faults = new Faults(TIMINGS);
        boolean either = random.nextBoolean();
        return switch (random.nextInt(12)) {
            case 0, 1, 2 ->
                    operations.activate(
                            estate,
                            server,
                            partition,
                            partition.setup().defaultProfile(),
                            random.nextInt(8) == 0 ? "sms" : "norm",
                            atMs);
            case 3 -> operations.osShutdown(estate, server, partition, either, false, atMs);
            case 4 ->
                    operations.shutdown(
                            estate, server, partition, either, random.nextBoolean(), atMs);
            case 5 -> operations.dumpRestart(estate, server, partition, atMs);
            case 6 -> operations.powerOn(estate, server, random.nextInt(5) == 0, atMs);
            case 7 ->
                    random.nextInt(4) == 0
                            ? operations.powerOff(estate, server, either, atMs)
                            : faults.crash(estate, server, partition, atMs);
            case 8 ->
                    random.nextInt(4) == 0
                            ? faults.powerLoss(estate, server, atMs)
                            : faults.cut(estate, server, partition, atMs);
            case 9 -> faults.connected(estate, server, either, atMs);
            case 10 -> faults.crash(estate, server, partition, atMs);
            default -> faults.cut(estate, server, partition, atMs);
        };
    }

    private static void check(Estate estate) {
        for (var server : estate.servers().values()) {
            for (var partition : server.partitions().values()) {
                var who = server.name() + " " + partition;
                if (server.power() == PowerState.POWER_OFF) {
                    assertEquals(PartitionState.NOT_ACTIVATED, partition.state(), who);
                }
                if (!partition.state().executes()) {
                    assertEquals(Pending.NONE, partition.pending(), who);
                    assertTrue(!partition.osUp() && !partition.diskLost(), who);
                }
                if (partition.state() == PartitionState.RUNNING) {
                    assertEquals(!server.hasDisk(partition), partition.diskLost(), who);
                }
            }
        }
        checkAgainstHistory(estate);
    }

    /// The history alone must tell who runs where, and how often somebody ran twice.
    private static void checkAgainstHistory(Estate estate) {
        var running = new TreeMap<String, TreeSet<String>>();
        long overlaps = 0;
        for (var entry : estate.history()) {
            var on = running.computeIfAbsent(entry.name(), n -> new TreeSet<>());
            if (entry.what() == What.STARTED) {
                assertTrue(on.add(entry.server()), "started twice: " + entry);
                overlaps += on.size() > 1 ? 1 : 0;
            } else if (entry.what() == What.STOPPED) {
                assertTrue(on.remove(entry.server()), "stopped while off: " + entry);
            }
        }
        assertEquals(estate.overlaps(), overlaps);
        var expected = new ArrayList<String>();
        for (Map.Entry<String, TreeSet<String>> each : running.entrySet()) {
            assertEquals(each.getValue(), estate.runningOn(each.getKey()), each.getKey());
            expected.add(each.getKey());
        }
        assertTrue(!expected.isEmpty(), "a history without anybody in it");
    }
}
