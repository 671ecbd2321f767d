package dev.vigil.engine.had;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.agent.host.AgentHost;
import dev.vigil.engine.fence.LoserSettings;
import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.MachineClock;
import dev.vigil.engine.node.SystemPaths;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/// A node daemon has died and left something running, and the engine stops it.
@Timeout(60)
class TableCleanerTest {
    @TempDir Path directory;
    private SystemPaths paths;
    private Path trigger;
    private final List<LogLine> said = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        paths =
                new SystemPaths(
                        directory.resolve("etc"),
                        directory.resolve("lib"),
                        directory.resolve("log"),
                        directory.resolve("run"),
                        directory.resolve("home"));
        for (Path each : List.of(paths.lib(), paths.log(), paths.run()))
            Files.createDirectories(each);
        trigger = Files.createFile(directory.resolve("sysrq-trigger"));
    }

    private void script(String entryPoint, String body) throws IOException {
        Path file = paths.conf().resolve("agents/Thing").resolve(entryPoint);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void leaveRunning(String monitor, String clean) throws IOException {
        script("online", "touch " + directory.resolve("up"));
        script("offline", "exit 0");
        script("monitor", monitor);
        script("clean", clean);
        var reports = new LinkedBlockingQueue<AgentReport>();
        try (var host =
                new AgentHost(
                        HanodeMain.settings(paths),
                        (stamp, resource) -> true,
                        new MachineClock(),
                        reports::add)) {
            host.configure(
                    List.of(ResourceDefinition.plain("thing", "Thing", "g").withLeased(true)));
            host.order(new AgentOrder.Online(new OrderStamp(1, 1, "on1"), "thing"));
            await().until(
                            () ->
                                    host.snapshot().stream()
                                            .anyMatch(
                                                    each -> each.status().state() == Probe.ONLINE));
        }
    }

    private void clean(boolean panics) {
        new TableCleaner(
                        paths,
                        new LoserSettings(Optional.empty(), 0, panics, trigger.toString()),
                        new MachineClock(),
                        said::add)
                .clean("for a test");
    }

    private List<String> ids() {
        return said.stream().map(LogLine::umi).toList();
    }

    @Test
    void whatCannotBeStoppedInTimeEndsWithTheMachine() throws Exception {
        leaveRunning(
                "[ -s "
                        + trigger
                        + " ] && exit 100; [ -f "
                        + directory
                        + "/up ] && exit 110; exit 100",
                "exit 0");
        clean(true);
        assertEquals("c\n", Files.readString(trigger));
        assertEquals(List.of("V-16-1-10121", "V-16-1-10194", "V-16-1-10125"), ids());
    }

    @Test
    void withoutLoserActionItIsOnlyCleaned() throws Exception {
        leaveRunning(
                "[ -f " + directory + "/up ] && exit 110; exit 100", "rm " + directory + "/up");
        clean(false);
        assertEquals(0, Files.size(trigger));
        assertTrue(Files.notExists(directory.resolve("up")));
        assertEquals(List.of("V-16-1-10121", "V-16-1-10125"), ids());
    }
}
