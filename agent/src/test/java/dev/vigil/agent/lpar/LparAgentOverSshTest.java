package dev.vigil.agent.lpar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.Call;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.MonitorResult.Finding;
import dev.vigil.agent.ResourceDefinition;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The agent with its real SSH client and two HMCs that go down, are slow, or are not who they should be.
@Timeout(180)
class LparAgentOverSshTest {
    private static final String STATE =
            "lssyscfg -r lpar -m PS1 --filter lpar_names=lpar05 -F state";

    @TempDir Path directory;
    private Keys keys;
    private FakeHmc first;
    private FakeHmc second;
    private LparAgent agent;

    @BeforeEach
    void start() throws Exception {
        keys = Keys.in(directory);
        first = new FakeHmc(keys.pair().getPublic()).answers(STATE, "Running\n");
        second = new FakeHmc(keys.pair().getPublic()).answers(STATE, "Running\n");
        keys.trust(first, second);
        agent =
                new LparAgent(
                        new SshHmcShell(new SshFiles(directory), Duration.ofSeconds(60)),
                        Duration.ZERO);
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        first.close();
        second.close();
    }

    private MonitorResult monitor(Duration timeout) {
        var resource =
                ResourceDefinition.plain("lpar05_res", "LPAR", "lpar05_sg")
                        .with("LPARName", "lpar05")
                        .with("MCUser", "hscroot", "hscroot")
                        .with("MCName", first.name(), second.name())
                        .withSystem("SysName", "mlpar1")
                        .withSystem("PhysicalServer", "PS1");
        return agent.monitor(
                new Call(
                        resource,
                        EntryPoint.MONITOR,
                        timeout,
                        (severity, umi, text) -> {},
                        null,
                        Map::of));
    }

    private MonitorResult monitor() {
        return monitor(Duration.ofSeconds(60));
    }

    @Test
    void monitoringGoesOnThroughTheOtherHmcAndComesBack() throws Exception {
        assertEquals(Finding.ONLINE, monitor().finding());
        first.stop();
        assertEquals(Finding.ONLINE, monitor().finding());
        assertEquals(1, second.heard.size());
        second.stop();
        assertEquals(Finding.UNKNOWN, monitor().finding());
        first.start();
        assertEquals(Finding.ONLINE, monitor().finding());
        assertEquals(1, second.heard.size());
    }

    @Test
    void aSlowHmcDoesNotKeepTheOtherFromAnswering() throws Exception {
        // The second is connected already: connecting must not be what takes the time.
        first.stop();
        assertEquals(Finding.ONLINE, monitor().finding());
        first.start();
        first.holds(STATE);
        assertEquals(Finding.ONLINE, monitor(Duration.ofSeconds(5)).finding());
        assertEquals(2, second.heard.size());
    }

    @Test
    void unknownHostKeysAreUnknownAndNeverAFault() throws Exception {
        Files.delete(keys.knownHosts());
        MonitorResult result = monitor();
        assertEquals(Finding.UNKNOWN, result.finding());
        assertTrue(
                result.reason().contains("HMC " + first.name() + " (user hscroot) shows host key"),
                result.reason());
        assertTrue(result.reason().contains(keys.knownHosts().toString()), result.reason());
    }

    @Test
    void aKeyThatIsNotLetInIsUnknownAndNeverAFault() throws Exception {
        Keys others = Keys.in(Files.createDirectory(directory.resolve("other")));
        others.trust(first, second);
        try (var stranger =
                new LparAgent(
                        new SshHmcShell(new SshFiles(others.directory()), Duration.ofSeconds(60)),
                        Duration.ZERO)) {
            agent.close();
            agent = stranger;
            MonitorResult result = monitor();
            assertEquals(Finding.UNKNOWN, result.finding());
            assertTrue(
                    result.reason()
                            .contains(
                                    "does not let user hscroot in with "
                                            + others.directory().resolve("id_ecdsa")),
                    result.reason());
        }
    }
}
