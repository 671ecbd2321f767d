package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

class StoredFileTest {
    private static final Clock CALENDAR =
            Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    @TempDir Path directory;

    @Test
    void whatWasWrittenLastIsRead() throws Exception {
        var file = new StoredFile(directory.resolve("lease"), true);
        assertEquals(Optional.empty(), file.read());
        file.write("a longer one".getBytes());
        file.write("short".getBytes());
        assertArrayEquals("short".getBytes(), file.read().orElseThrow());
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file.path()), files.toList(), "nothing is left over");
        }
    }

    @Test
    void aCounterGoesUpByOneAndNeverBeginsAnew() throws Exception {
        Path counter = directory.resolve("incarnation");
        assertEquals(1_700_000_000, StoredFile.raise(counter, CALENDAR));
        assertEquals(1_700_000_001, StoredFile.raise(counter, CALENDAR));
        Files.writeString(counter, "5\n");
        assertEquals(6, StoredFile.raise(counter, CALENDAR));
        Files.writeString(counter, "damaged");
        assertEquals(
                counter + " holds \"damaged\" and no number; write one larger than any used before",
                assertThrows(IOException.class, () -> StoredFile.raise(counter, CALENDAR))
                        .getMessage());
    }

    @Test
    void aDaemonRunsOncePerSystem() throws Exception {
        OnlyOne.take(directory, "had");
        assertThrows(
                java.nio.channels.OverlappingFileLockException.class,
                () -> OnlyOne.take(directory, "had"),
                "within one JVM the lock is refused by an exception of its own");
        OnlyOne.take(directory, "hanode");
    }

    @Test
    void whoHasAPlaceIsFoundAndAnOldNoteOfItIsNot() throws Exception {
        assertEquals(Optional.empty(), OnlyOne.holder(directory, "hanode"));
        long pid = ProcessHandle.current().pid();
        Files.writeString(directory.resolve("hanode.lock"), pid + "\n");
        assertEquals(
                Optional.empty(),
                OnlyOne.holder(directory, "hanode"),
                "this process has that number, and not the place");
        OnlyOne.take(directory, "hanode");
        OnlyOne.Holder holder = OnlyOne.holder(directory, "hanode").orElseThrow();
        assertEquals(pid, holder.pid());
        long ageNs = new MachineClock().getAsLong() - holder.startedNs();
        assertTrue(
                ageNs > 0 && ageNs < Duration.ofDays(1).toNanos(), "started " + ageNs + " ns ago");
    }
}
