package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

class MachineClockTest {
    @Test
    void itIsTheTimeSinceTheMachineStarted() throws Exception {
        var clock = new MachineClock();
        long before = uptimeNs();
        long now = clock.getAsLong();
        long after = uptimeNs();
        // /proc/uptime is CLOCK_BOOTTIME cut to hundredths of a second.
        assertTrue(
                before <= now && now <= after + 20_000_000L,
                before + " <= " + now + " <= " + after);
    }

    @Test
    void itNeverRunsBackwards() {
        var clock = new MachineClock();
        long last = clock.getAsLong();
        for (int i = 0; i < 100_000; i++) {
            long now = clock.getAsLong();
            assertTrue(now >= last, "from " + last + " to " + now);
            last = now;
        }
    }

    private static long uptimeNs() throws Exception {
        String uptime = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
        return Math.round(Double.parseDouble(uptime) * 1e9);
    }
}
