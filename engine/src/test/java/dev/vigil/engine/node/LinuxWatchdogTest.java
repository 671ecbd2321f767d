package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is written to a device; whether the kernel resets the machine is its own affair.
class LinuxWatchdogTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir Path directory;

    @Test
    void everyFeedingIsOneByteAndTheLastOneDisarms() throws Exception {
        Path file = Files.createFile(directory.resolve("watchdog"));
        var device = new LinuxWatchdog(file.toString());
        assertEquals(12 * SECOND, device.open(12 * SECOND), "its time-out cannot be told");
        device.feed();
        assertEquals(3 * SECOND, device.set(3 * SECOND));
        assertArrayEquals(new byte[] {0, 0, 0}, Files.readAllBytes(file));
        device.disarm();
        assertArrayEquals(new byte[] {0, 0, 0, 'V'}, Files.readAllBytes(file));
        device.disarm();
        assertEquals(4, Files.size(file), "what is closed is left alone");
    }

    @Test
    void whatIsNotThereIsNamed() {
        var device = new LinuxWatchdog(directory.resolve("watchdog").toString());
        assertEquals(
                directory.resolve("watchdog") + " cannot be opened: No such file or directory",
                assertThrows(IOException.class, () -> device.open(SECOND)).getMessage());
    }

    @Test
    void aDeviceThatTakesNoFoodIsClosed() throws Exception {
        var device = new LinuxWatchdog("/dev/full");
        assertEquals(
                "/dev/full cannot be fed: No space left on device",
                assertThrows(IOException.class, () -> device.open(SECOND)).getMessage());
    }
}
