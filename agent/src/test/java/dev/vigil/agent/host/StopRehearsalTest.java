package dev.vigil.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.Agent;
import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.MonitorResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

class StopRehearsalTest {
    @TempDir private Path directory;

    @Test
    void cleansWhatThereIsNotAndLeavesNothingBehind() throws Exception {
        List<String> called = new CopyOnWriteArrayList<>();
        var agent =
                new Agent() {
                    @Override
                    public MonitorResult monitor(Call call) {
                        called.add("monitor");
                        return MonitorResult.offline("");
                    }

                    @Override
                    public int clean(Call call, CleanReason reason) {
                        called.add("clean " + call.resource().name());
                        return 0;
                    }
                };
        Path table = directory.resolve("agents.table");
        var settings =
                HostSettings.of(
                        List.of(),
                        new TreeMap<>(Map.of("Process", () -> agent)),
                        table,
                        directory.resolve("log"),
                        directory.resolve("home"),
                        Map.of());
        Path scratch = directory.resolve("rehearsal");
        StopRehearsal.run(settings, scratch, System::nanoTime);
        assertEquals(List.of("clean rehearsal", "monitor"), called);
        assertTrue(Files.notExists(scratch));
        assertTrue(Files.notExists(table));
        assertTrue(Files.notExists(directory.resolve("log")));
    }
}
