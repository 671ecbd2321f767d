package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.had.LogLine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class VcsLogTest {
    @TempDir Path directory;

    @Test
    void aLineHasTheFormOfVcs() throws Exception {
        try (var log = new VcsLog(directory, "engine", 1_000)) {
            log.write(LogLine.Severity.INFO, "V-16-1-10077", "Received new cluster membership");
        }
        String line = Files.readString(directory.resolve("engine_A.log"));
        assertTrue(
                line.matches(
                        "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d VCS INFO V-16-1-10077 Received"
                                + " new cluster membership\n"),
                line);
    }

    @Test
    void aFullFileMakesRoomAndThreeAreKept() throws Exception {
        try (var log = new VcsLog(directory, "engine", 60)) {
            for (int i = 1; i <= 5; i++) {
                log.write(LogLine.Severity.NOTICE, "V-16-1-1", "line " + i);
            }
        }
        for (var kept : List.of("A:5", "B:4", "C:3")) {
            List<String> lines =
                    Files.readAllLines(directory.resolve("engine_" + kept.charAt(0) + ".log"));
            assertEquals(1, lines.size());
            assertTrue(lines.getFirst().endsWith("line " + kept.charAt(2)), lines.getFirst());
        }
    }

    @Test
    void aFileThatCannotBeSetAsideIsWrittenOnUntilItCan() throws Exception {
        // Nothing can be moved onto a directory that is not empty.
        Path inTheWay = Files.createDirectories(directory.resolve("engine_B.log/in the way"));
        Files.createDirectories(directory.resolve("engine_C.log/in the way"));
        try (var log = new VcsLog(directory, "engine", 160)) {
            for (int i = 1; i <= 6; i++) {
                log.write(LogLine.Severity.NOTICE, "V-16-1-1", "line " + i);
            }
            assertEquals(6, Files.readAllLines(directory.resolve("engine_A.log")).size());
            Files.delete(inTheWay);
            Files.delete(directory.resolve("engine_B.log"));
            log.write(LogLine.Severity.NOTICE, "V-16-1-1", "line 7");
        }
        assertEquals(6, Files.readAllLines(directory.resolve("engine_B.log")).size());
        assertEquals(1, Files.readAllLines(directory.resolve("engine_A.log")).size());
    }
}
