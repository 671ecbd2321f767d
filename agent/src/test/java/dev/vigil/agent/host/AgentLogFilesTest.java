package dev.vigil.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

class AgentLogFilesTest {
    @TempDir Path directory;

    @Test
    void linesHaveTheFormOfTheAgentLogAndFullFilesMoveOn() throws Exception {
        var clock = Clock.fixed(Instant.parse("2011-07-10T10:38:23Z"), ZoneOffset.UTC);
        var logs = new AgentLogFiles(directory, clock);
        for (int i = 1; i <= 4; i++) {
            logs.write("Oracle", 10, "WARNING", "V-16-2-23331", "Oracle:VRT:monitor:line " + i);
        }
        assertEquals(
                List.of("2011/07/10 10:38:23 VCS WARNING V-16-2-23331 Oracle:VRT:monitor:line 4"),
                Files.readAllLines(directory.resolve("Oracle_A.log")));
        assertEquals(
                List.of("2011/07/10 10:38:23 VCS WARNING V-16-2-23331 Oracle:VRT:monitor:line 3"),
                Files.readAllLines(directory.resolve("Oracle_B.log")));
        assertEquals(
                List.of("2011/07/10 10:38:23 VCS WARNING V-16-2-23331 Oracle:VRT:monitor:line 2"),
                Files.readAllLines(directory.resolve("Oracle_C.log")));
    }
}
