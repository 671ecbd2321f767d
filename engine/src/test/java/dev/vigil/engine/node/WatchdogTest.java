package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class WatchdogTest {
    private static final long MS = 1_000_000L;
    private static final long RESERVE_NS = 40 * MS;
    private static final String DEVICE = "/dev/watchdog0";

    /// A machine with a device that resets it, and a lease.
    private static final class Machine {
        private final Watchdog watchdog;
        private Timing timing;
        private long deviceMinNs;
        private boolean deviceOpen;
        private long deviceTimeoutNs;
        private long resetAtNs = Long.MAX_VALUE;
        private int feedings;
        private long nowNs = 1_000 * MS;
        private boolean needed = true;
        private boolean lost;
        private boolean held;
        private long leaseUntilNs;
        private long downByNs;
        private long othersStartNs;
        private boolean mayRun;
        private final List<String> said = new ArrayList<>();

        Machine(Timing timing, long wantedNs) {
            this.timing = timing;
            this.watchdog = new Watchdog(DEVICE, wantedNs, timing);
        }

        LeaseGuard guard() {
            return new LeaseGuard(
                    needed,
                    lost,
                    held,
                    leaseUntilNs,
                    downByNs,
                    timing.leaseNs(),
                    Watchdog.stopNs(timing),
                    timing.heartbeatNs(),
                    mayRun);
        }

        void echoed(long sentNs) {
            held = true;
            othersStartNs = Math.max(othersStartNs, sentNs + timing.peerinactNs());
            if (sentNs + timing.leaseNs() <= leaseUntilNs) return;
            leaseUntilNs = sentNs + timing.leaseNs();
            downByNs = leaseUntilNs + timing.tickNs() + timing.cleanNs();
        }

        boolean reset() {
            return nowNs >= resetAtNs;
        }

        void step() {
            carryOut(watchdog.step(nowNs, guard()));
        }

        /// Goes to a moment as the daemon's loop does: it looks when something is due, and at every heartbeat.
        void runUntil(long untilNs, Runnable heartbeat) {
            long beatNs = nowNs;
            while (nowNs < untilNs) {
                long nextNs =
                        Math.min(
                                untilNs,
                                Math.min(
                                        beatNs + timing.heartbeatNs(),
                                        watchdog.nextNs(nowNs, guard())));
                nowNs = Math.max(nowNs, nextNs);
                assertFalse(reset(), () -> "reset at " + resetAtNs / MS + " ms: " + said);
                if (nowNs >= beatNs + timing.heartbeatNs()) {
                    beatNs = nowNs;
                    heartbeat.run();
                }
                step();
            }
        }

        private void carryOut(List<WatchdogOrder> orders) {
            for (WatchdogOrder order : orders) {
                switch (order) {
                    case WatchdogOrder.Open(var ns) -> set(ns);
                    case WatchdogOrder.SetTimeout(var ns) -> set(ns);
                    case WatchdogOrder.Feed() -> fed();
                    case WatchdogOrder.Close() -> {
                        assertTrue(deviceOpen, "what is not open is not closed");
                        deviceOpen = false;
                        resetAtNs = Long.MAX_VALUE;
                        said.add("closed");
                    }
                    case WatchdogOrder.Line(var line) -> said.add(line.umi() + " " + line.text());
                }
            }
        }

        private void set(long ns) {
            deviceOpen = true;
            deviceTimeoutNs = Math.max(ns, deviceMinNs);
            fed();
            carryOut(watchdog.set(nowNs, deviceTimeoutNs, guard()));
        }

        private void fed() {
            assertTrue(deviceOpen, "only what is open is fed");
            feedings++;
            resetAtNs = nowNs + deviceTimeoutNs;
        }
    }

    private static Timing timing(long peerinactMs, long heartbeatMs) {
        return Timing.of(peerinactMs * MS, heartbeatMs * MS, heartbeatMs * 4 * MS);
    }

    @ParameterizedTest
    @CsvSource({"1200,20", "1500,50", "2000,100", "4000,200", "16000,500", "60000,500"})
    void aSystemThatIsHeardIsNeverReset(long peerinactMs, long heartbeatMs) {
        var machine = new Machine(timing(peerinactMs, heartbeatMs), 0);
        machine.echoed(machine.nowNs);
        machine.step();
        machine.mayRun = true;
        machine.runUntil(
                machine.nowNs + 100 * machine.timing.peerinactNs(),
                () -> machine.echoed(machine.nowNs - machine.timing.heartbeatNs()));
        assertTrue(machine.watchdog.report().armed(), machine.said::toString);
        assertEquals(machine.feedings, machine.watchdog.report().fed());
        assertTrue(machine.feedings > 100 * machine.timing.peerinactNs() / machine.deviceTimeoutNs);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_200, 2_000, 16_000})
    void whoIsCutOffAndCleansInTimeIsNotReset(long peerinactMs) {
        var machine = new Machine(timing(peerinactMs, 20), 0);
        machine.echoed(machine.nowNs);
        machine.step();
        machine.mayRun = true;
        machine.runUntil(machine.leaseUntilNs, () -> {});
        machine.lost = true;
        machine.runUntil(
                machine.leaseUntilNs + machine.timing.tickNs() + machine.timing.cleanNs(),
                () -> {});
        machine.mayRun = false;
        machine.runUntil(machine.nowNs + 10 * machine.timing.peerinactNs(), () -> {});
        assertTrue(machine.watchdog.report().armed());
    }

    @ParameterizedTest
    @ValueSource(longs = {1_200, 2_000, 16_000})
    void whoDoesNotCleanInTimeIsResetBeforeOthersStart(long peerinactMs) {
        var machine = new Machine(timing(peerinactMs, 20), 0);
        machine.echoed(machine.nowNs);
        machine.step();
        machine.mayRun = true;
        while (!machine.reset()) {
            machine.nowNs += MS;
            machine.lost = machine.nowNs >= machine.leaseUntilNs;
            machine.step();
            assertTrue(machine.nowNs < machine.othersStartNs, "the others have started");
        }
        assertTrue(machine.nowNs >= machine.downByNs, "not before a clean had its time");
        assertTrue(machine.nowNs <= machine.downByNs + RESERVE_NS);
    }

    /// Whatever happens: with anything leased running, nobody needs to do anything for the machine to be reset in time.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whateverMomentEverybodyStopsAtTheResetIsInTime(int part) {
        for (int seed = part * 500; seed < (part + 1) * 500; seed++) {
            var random = new Random(seed);
            long[] peerinacts = {1_200, 1_500, 2_500, 8_000, 16_000};
            var machine =
                    new Machine(
                            timing(peerinacts[random.nextInt(peerinacts.length)], 20),
                            random.nextInt(4) == 0 ? 1_000 * MS : 0);
            machine.deviceMinNs = random.nextInt(4) == 0 ? 2_000 * MS : 0;
            for (int i = 0; i < 400; i++) {
                machine.nowNs += (1 + random.nextInt(random.nextInt(20) == 0 ? 3_000 : 60)) * MS;
                if (machine.reset() && machine.deviceOpen) break;
                happen(machine, random, peerinacts);
                if (!machine.mayRun) continue;
                String where = "seed " + seed + ", step " + i + ": " + machine.said;
                if (machine.deviceOpen && machine.watchdog.report().armed())
                    assertTrue(machine.resetAtNs <= machine.othersStartNs, where);
                if (!machine.deviceOpen)
                    assertTrue(
                            !machine.watchdog.report().armed()
                                    && (machine.said.isEmpty()
                                            || !machine.watchdog.report().problem().isEmpty()
                                            || !machine.needed),
                            where);
            }
        }
    }

    private static void happen(Machine machine, Random random, long[] peerinacts) {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> {
                if (!machine.lost) machine.echoed(machine.nowNs - random.nextInt(200) * MS);
            }
            case 3 -> {
                boolean mayStart =
                        machine.needed
                                && !machine.lost
                                && machine.nowNs < machine.leaseUntilNs
                                && machine.watchdog.permitsStart(machine.guard());
                // Without a device nothing is promised; the device was there from the beginning.
                if (mayStart && machine.watchdog.report().armed()) machine.mayRun = true;
            }
            case 4 -> machine.mayRun = false;
            case 5 -> {
                if (random.nextInt(10) == 0)
                    machine.timing = timing(peerinacts[random.nextInt(peerinacts.length)], 20);
            }
            case 6 -> {
                if (!machine.mayRun && random.nextInt(5) == 0) {
                    machine.needed = !machine.needed;
                    machine.lost = false;
                    machine.held = false;
                    machine.leaseUntilNs = 0;
                    machine.downByNs = 0;
                }
            }
            default -> {}
        }
        if (machine.held && machine.nowNs >= machine.leaseUntilNs) machine.lost = true;
        machine.step();
    }

    @Test
    void aTimeoutThatNoLeaseCoversIsRefusedWithTheNumbers() {
        var machine = new Machine(timing(1_000, 100), 0);
        machine.echoed(machine.nowNs);
        machine.step();
        machine.step();
        assertFalse(machine.deviceOpen);
        assertEquals(
                List.of(
                        """
                        V-15-2-1062 Watchdog /dev/watchdog0 is not armed: its time-out of 1000 ms is longer than the 611 ms that the lease \
                        always covers (775 ms and 96 ms to stop, less 3 heartbeats): set peerinact to 150 or more (lltconfig -T \
                        peerinact:N), or a shorter WatchdogTimeout if the device has one. If both daemons of this system die or hang, \
                        nobody stops what runs here before others start it\
                        """),
                machine.said);
    }

    @Test
    void peerinactThatIsRecommendedDoes() {
        var machine = new Machine(timing(1_500, 100), 0);
        machine.echoed(machine.nowNs);
        machine.step();
        assertTrue(machine.watchdog.report().armed(), machine.said::toString);
        assertEquals(1_000 * MS, machine.deviceTimeoutNs);
    }

    @Test
    void aDeviceThatCannotBeSetShortEnoughIsDisarmedAndLeftAlone() {
        var machine = new Machine(timing(4_000, 100), 0);
        machine.deviceMinNs = 60_000 * MS;
        machine.echoed(machine.nowNs);
        machine.step();
        machine.runUntil(machine.nowNs + 10_000 * MS, () -> machine.echoed(machine.nowNs));
        assertFalse(machine.deviceOpen);
        assertEquals(2, machine.said.size(), machine.said::toString);
        assertEquals("closed", machine.said.getFirst());
        assertTrue(machine.said.getLast().contains("its time-out of 60000 ms"));
        machine.timing = timing(80_000, 100);
        machine.echoed(machine.nowNs);
        machine.step();
        assertTrue(machine.watchdog.report().armed(), "now there is a lease that covers it");
    }

    @Test
    void itIsDisarmedOnlyWhenTheSystemHasLeft() {
        var machine = new Machine(timing(16_000, 500), 0);
        machine.echoed(machine.nowNs);
        machine.step();
        assertEquals(12_000 * MS, machine.deviceTimeoutNs);
        machine.mayRun = true;
        machine.runUntil(machine.leaseUntilNs, () -> {});
        machine.lost = true;
        machine.step();
        machine.mayRun = false;
        machine.step();
        assertTrue(machine.deviceOpen, "the right was lost, and the daemons are still needed");
        machine.needed = false;
        machine.step();
        assertFalse(machine.deviceOpen);
        assertTrue(machine.said.getLast().contains("is in no view"), machine.said::toString);
    }

    @Test
    void aDaemonThatComesBackTooLateDoesNotOpenItBeforeEverythingIsDown() {
        var machine = new Machine(timing(16_000, 500), 0);
        machine.echoed(machine.nowNs);
        machine.mayRun = true;
        machine.nowNs = machine.leaseUntilNs + MS;
        machine.lost = true;
        machine.step();
        assertFalse(machine.deviceOpen, "to open it is to feed it");
        machine.mayRun = false;
        machine.step();
        assertTrue(machine.deviceOpen);
    }

    @Test
    void aStartWaitsUntilAResetWouldBeInTime() {
        var machine = new Machine(timing(16_000, 500), 0);
        machine.echoed(machine.nowNs);
        machine.step();
        machine.nowNs = machine.leaseUntilNs - 5_000 * MS;
        machine.step();
        assertFalse(
                machine.watchdog.permitsStart(machine.guard()),
                "fed because nothing runs, it would come 12 s from now, and the lease ends before");
        machine.echoed(machine.nowNs);
        assertTrue(machine.watchdog.permitsStart(machine.guard()));
    }

    @Test
    void aShorterPeerinactSetsAShorterTimeout() {
        var machine = new Machine(timing(16_000, 100), 0);
        machine.echoed(machine.nowNs);
        machine.step();
        machine.mayRun = true;
        machine.timing = timing(2_000, 100);
        machine.runUntil(
                machine.nowNs + 60_000 * MS, () -> machine.echoed(machine.nowNs - 100 * MS));
        assertEquals(1_000 * MS, machine.deviceTimeoutNs);
        assertTrue(machine.watchdog.report().armed());
    }

    @Test
    void aDeviceThatFailsIsTriedAgainAndSaidOnce() {
        var watchdog = new Watchdog(DEVICE, 0, timing(16_000, 500));
        var machine = new Machine(timing(16_000, 500), 0);
        machine.echoed(machine.nowNs);
        assertEquals(
                List.of(new WatchdogOrder.Open(12_000 * MS)),
                watchdog.step(machine.nowNs, machine.guard()));
        assertFalse(watchdog.permitsStart(machine.guard()), "nothing starts while it is opened");
        assertEquals(1, watchdog.failed(machine.nowNs, "Permission denied").size());
        assertTrue(watchdog.permitsStart(machine.guard()));
        assertEquals("it cannot be used: Permission denied", watchdog.report().problem());
        assertEquals(List.of(), watchdog.step(machine.nowNs, machine.guard()));
        assertEquals(
                List.of(new WatchdogOrder.Open(12_000 * MS)),
                watchdog.step(machine.nowNs + 1_000 * MS, machine.guard()));
        assertEquals(List.of(), watchdog.failed(machine.nowNs + 1_000 * MS, "Permission denied"));
    }
}
