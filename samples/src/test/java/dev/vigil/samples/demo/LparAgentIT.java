package dev.vigil.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.MonitorResult.Finding;
import dev.vigil.agent.RefusedException;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.lpar.LparAgent;
import dev.vigil.agent.lpar.SshFiles;
import dev.vigil.agent.lpar.SshHmcShell;
import dev.vigil.samples.powervm.EstateMain;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The LPAR agent against the estate of the sample, over real SSH. What it did is read from the estate's truth.
@Timeout(120)
class LparAgentIT {
    private static final List<String> SERVERS =
            List.of("PServer1-SN100129A", "PServer2-SN100130A", "PServer3-SN100131A");
    private static final String PS1 = SERVERS.get(0);
    private static final String PS2 = SERVERS.get(1);

    @TempDir Path directory;
    private EstateMain estateProcess;
    private EstateClient estate;
    private LparAgent agent;
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Path sample =
                Path.of(
                        System.getProperty("vigil.root"),
                        "samples",
                        "lpar-failover",
                        "estate.json");
        Path definition = directory.resolve("estate.json");
        Files.writeString(
                definition, Files.readString(sample).replaceAll("\"port\": \\d+", "\"port\": 0"));
        Path run = directory.resolve("estate");
        estateProcess =
                new EstateMain(
                        new EstateMain.Options(definition, run.resolve("state.json"), run, 40));
        estate = new EstateClient(run.resolve("endpoints.json"));
        agent =
                new LparAgent(
                        new SshHmcShell(new SshFiles(run), Duration.ofSeconds(10)), Duration.ZERO);
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        long overlaps = estate.overlaps();
        estate.close();
        estateProcess.close();
        assertEquals(0, overlaps, "a partition executed on two servers at once");
    }

    /// Resource lpar05_res as it is on the system of a server.
    private ResourceDefinition lpar05(int server) {
        String vios = "ps" + (server + 1) + "_vio";
        var definition =
                ResourceDefinition.plain("lpar05_res", "LPAR", "lpar05_sg")
                        .with("LPARName", "lpar05")
                        .with("MCUser", "hscroot", "hscroot")
                        .with("MCName", estate.console("hmc6"), estate.console("hmc7"))
                        .with("VIOSName", vios + "1", vios + "2")
                        .withSystem("SysName", "lpar10" + (server + 1))
                        .withSystem("PhysicalServer", SERVERS.get(server));
        for (int other = 0; other < SERVERS.size(); other++) {
            if (other != server) {
                definition =
                        definition.withSystem(
                                "PhysicalServer@lpar10" + (other + 1), SERVERS.get(other));
            }
        }
        return definition;
    }

    private Call call(int server, EntryPoint entryPoint) {
        return new Call(
                lpar05(server),
                entryPoint,
                Duration.ofSeconds(60),
                (severity, umi, text) -> log.add(severity + " " + text),
                null,
                Map::of);
    }

    private MonitorResult monitor(int server) {
        return agent.monitor(call(server, EntryPoint.MONITOR));
    }

    private void assertFound(Finding finding, int server) {
        MonitorResult result = monitor(server);
        assertEquals(finding, result.finding(), result.reason());
    }

    private void online(int server) throws Exception {
        assertEquals(0, agent.online(call(server, EntryPoint.ONLINE)));
        assertTrue(
                estate.await(
                        Duration.ofSeconds(30),
                        "lpar",
                        "lpar05",
                        "server",
                        SERVERS.get(server),
                        "state",
                        "Running"));
    }

    @Test
    void itIsStartedAndStopped() throws Exception {
        assertFound(Finding.OFFLINE, 0);
        online(0);
        assertEquals(Set.of(PS1), estate.runsOn("lpar05"));
        assertFound(Finding.ONLINE, 0);
        assertFound(Finding.OFFLINE, 1);
        assertTrue(estate.await(Duration.ofSeconds(30), "lpar", "lpar05", "os", "up"));
        assertEquals(0, agent.offline(call(0, EntryPoint.OFFLINE)));
        assertEquals(Set.of(), estate.runsOn("lpar05"));
        assertFound(Finding.OFFLINE, 0);
    }

    @Test
    void aCrashIsSeenCleanedAndRepaired() throws Exception {
        online(0);
        estate.change("crash", "lpar", "lpar05");
        assertFound(Finding.OFFLINE, 0);
        var e =
                assertThrows(
                        RefusedException.class,
                        () -> online(1),
                        "it still has its memory and disks there");
        assertTrue(
                e.getMessage().contains("still runs on server " + PS1 + " (state Error"),
                e.getMessage());
        assertEquals(0, agent.clean(call(0, EntryPoint.CLEAN), CleanReason.UNEXPECTED_OFFLINE));
        online(0);
        assertFound(Finding.ONLINE, 0);
    }

    @Test
    void oneVioServerDownIsNothingAndAllAreAFault() throws Exception {
        online(0);
        estate.change("stop-vios", "vios", "ps1_vio1");
        assertFound(Finding.ONLINE, 0);
        estate.change("stop-vios", "vios", "ps1_vio2");
        MonitorResult result = monitor(0);
        assertEquals(Finding.OFFLINE, result.finding());
        assertTrue(
                result.reason().contains("ps1_vio1 is Not Activated, ps1_vio2 is Not Activated"),
                result.reason());
        assertEquals(0, agent.clean(call(0, EntryPoint.CLEAN), CleanReason.UNEXPECTED_OFFLINE));
        assertThrows(
                java.io.IOException.class, () -> online(0), "without disks it is not started here");
        online(1);
        assertEquals(Set.of(PS2), estate.runsOn("lpar05"));
    }

    @Test
    void oneHmcDownIsNothingAndBothAreUnknown() throws Exception {
        online(0);
        estate.change("stop-hmc", "hmc", "hmc6");
        assertFound(Finding.ONLINE, 0);
        assertTrue(
                log.getLast()
                        .startsWith("WARNING HMC " + estate.console("hmc6") + " does not answer"),
                log.toString());
        estate.change("stop-hmc", "hmc", "hmc7");
        assertFound(Finding.UNKNOWN, 0);
        assertThrows(RefusedException.class, () -> online(1));
        estate.change("start-hmc", "hmc", "hmc7");
        assertFound(Finding.ONLINE, 0);
        estate.change("start-hmc", "hmc", "hmc6");
        assertFound(Finding.ONLINE, 0);
    }

    @Test
    void itIsRefusedWhileItRunsElsewhere() throws Exception {
        online(0);
        var e = assertThrows(RefusedException.class, () -> online(1));
        assertTrue(
                e.getMessage()
                        .startsWith("LPAR lpar05 still runs on server " + PS1 + " (state Running"),
                e.getMessage());
        estate.change("disconnect", "server", PS1);
        e = assertThrows(RefusedException.class, () -> online(1));
        assertTrue(e.getMessage().contains("no connection to server " + PS1), e.getMessage());
        estate.change("connect", "server", PS1);
        estate.change("stop-lpar", "lpar", "lpar05");
        online(1);
        assertEquals(Set.of(PS2), estate.runsOn("lpar05"));
    }

    @Test
    void aServerWithoutPowerHoldsNothing() throws Exception {
        online(0);
        estate.change("power-off", "server", PS1);
        assertTrue(estate.await(Duration.ofSeconds(30), "server", PS1, "power", "Power Off"));
        online(1);
        assertEquals(Set.of(PS2), estate.runsOn("lpar05"));
    }

    @Test
    void aSlowHmcIsWaitedFor() throws Exception {
        online(0);
        estate.change("slow", "ms", "1500");
        assertFound(Finding.ONLINE, 0);
        estate.change("slow", "ms", "0");
    }
}
