package dev.vigil.engine.had;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.node.SystemPaths;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

class TriggerRunnerTest {
    @TempDir Path directory;
    private final List<LogLine> log = new CopyOnWriteArrayList<>();

    @Test
    void whatATriggerLeavesRunningHoldsNothingUp() throws Exception {
        Path triggers = Files.createDirectories(directory.resolve("etc/triggers"));
        Path script = triggers.resolve("preonline");
        Files.writeString(script, "#!/bin/sh\nsleep 600 &\necho left $!\nexit 3\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        var paths =
                new SystemPaths(
                        triggers.getParent(),
                        directory,
                        directory,
                        Files.createDirectories(directory.resolve("run")),
                        directory);
        var code = new AtomicReference<Optional<Integer>>(Optional.empty());
        new TriggerRunner(paths, List.of(), log::add)
                .run("preonline", "", List.of(), ended -> code.set(Optional.of(ended)));
        await("its end").atMost(Duration.ofSeconds(60)).until(() -> code.get().isPresent());
        assertEquals(Optional.of(3), code.get());
        String said = log.getFirst().text();
        assertTrue(said.startsWith("preonline: left "), said);
        long pid = Long.parseLong(said.substring(said.lastIndexOf(' ') + 1));
        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
        try (var left = Files.list(paths.run())) {
            assertEquals(0, left.count());
        }
    }
}
