package dev.vigil.samples.demo;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.Agent;
import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.host.AgentHost;
import dev.vigil.agent.host.HostSettings;
import dev.vigil.agent.lpar.LparAgent;
import dev.vigil.agent.lpar.SshFiles;
import dev.vigil.agent.lpar.SshHmcShell;
import dev.vigil.config.BundledTypes;
import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A resource of the sample's own main.cf in the agent host of one system, with the estate behind it. A second of its attributes lasts a
/// twentieth of one here.
@Timeout(120)
class LparResourceIT {
    private static final String PS1 = "PServer1-SN100129A";
    private static final String PS2 = "PServer2-SN100130A";
    private static final String RESOURCE = "lpar05_res";

    @TempDir Path directory;
    private EstateMain estateProcess;
    private EstateClient estate;
    private Configuration configuration;
    private final List<AgentHost> hosts = new ArrayList<>();
    private final Map<String, AgentReport.OperationEnded> ended = new ConcurrentHashMap<>();
    private AgentHost first;
    private AgentHost second;

    @BeforeEach
    void start() throws Exception {
        Path sample = Path.of(System.getProperty("vigil.root"), "samples", "lpar-failover");
        Path definition = directory.resolve("estate.json");
        Files.writeString(
                definition,
                Files.readString(sample.resolve("estate.json"))
                        .replaceAll("\"port\": \\d+", "\"port\": 0"));
        Path run = directory.resolve("estate");
        estateProcess =
                new EstateMain(
                        new EstateMain.Options(definition, run.resolve("state.json"), run, 40));
        estate = new EstateClient(run.resolve("endpoints.json"));
        var files = new LinkedHashMap<String, String>();
        files.put(
                "main.cf",
                Files.readString(sample.resolve("main.cf"))
                        .replace("127.0.0.1:4061", estate.console("hmc6"))
                        .replace("127.0.0.1:4071", estate.console("hmc7")));
        files.put(BundledTypes.FILE, BundledTypes.text());
        configuration = ConfigurationReader.read(files).orThrow();
        first = host("lpar101");
        second = host("lpar102");
        await("probed").until(() -> state(first), is("OFFLINE"));
        await("probed").until(() -> state(second), is("OFFLINE"));
    }

    private AgentHost host(String system) throws Exception {
        Path own = Files.createDirectories(directory.resolve(system));
        var agents = new TreeMap<String, Supplier<Agent>>();
        agents.put(
                "LPAR",
                () ->
                        new LparAgent(
                                new SshHmcShell(
                                        new SshFiles(directory.resolve("estate")),
                                        Duration.ofSeconds(10)),
                                Duration.ZERO));
        var host =
                new AgentHost(
                        new HostSettings(
                                List.of(),
                                agents,
                                own.resolve("table"),
                                own.resolve("log"),
                                own,
                                Map.of(),
                                50_000_000L),
                        (stamp, resource) -> true,
                        System::nanoTime,
                        report -> {
                            if (report instanceof AgentReport.OperationEnded end) {
                                ended.put(end.operationId(), end);
                            }
                        });
        hosts.add(host);
        host.configure(
                List.of(
                        ResourceDefinition.of(configuration, system, RESOURCE)
                                .withLimit("MonitorTimeout", 600)
                                .withLimit("OnlineTimeout", 1200)
                                .withLimit("CleanTimeout", 1200)));
        return host;
    }

    @AfterEach
    void stop() throws Exception {
        hosts.forEach(AgentHost::close);
        long overlaps = estate.overlaps();
        estate.close();
        estateProcess.close();
        assertEquals(0, overlaps, "a partition executed on two servers at once");
    }

    private static String state(AgentHost host) {
        return host.snapshot().stream().map(each -> each.status().text()).findFirst().orElse("");
    }

    private AgentReport.OperationEnded online(AgentHost host, String id) {
        host.order(new AgentOrder.Online(new OrderStamp(1, 1, id), RESOURCE));
        return await("end of " + id)
                .atMost(Duration.ofSeconds(60))
                .until(() -> ended.get(id), end -> end != null);
    }

    @Test
    void aCrashIsRepairedInPlaceOnceAndThenAFault() throws Exception {
        assertEquals(Outcome.DONE, online(first, "1").outcome());
        long before = estate.lastSeq();
        estate.change("crash", "lpar", "lpar05");
        await("restarted in place")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                estate.since(before).stream()
                                        .anyMatch(
                                                each ->
                                                        each.what().equals("STARTED")
                                                                && each.name().equals("lpar05")));
        await("online again")
                .atMost(Duration.ofSeconds(60))
                .until(() -> state(first), is("ONLINE"));
        assertEquals(Set.of(PS1), estate.runsOn("lpar05"));
        estate.change("crash", "lpar", "lpar05");
        await("faulted").atMost(Duration.ofSeconds(60)).until(() -> state(first), is("FAULTED"));
        assertEquals(Set.of(), estate.runsOn("lpar05"));
        assertEquals(
                Outcome.DONE,
                online(second, "2").outcome(),
                "it was cleaned, so it may start elsewhere");
        assertEquals(Set.of(PS2), estate.runsOn("lpar05"));
    }

    @Test
    void aRefusedOnlineIsNoFaultAndNamesTheServer() throws Exception {
        assertEquals(Outcome.DONE, online(first, "1").outcome());
        var refused = online(second, "2");
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertTrue(refused.reason().contains("still runs on server " + PS1), refused.reason());
        assertEquals("OFFLINE", state(second));
        assertEquals(Set.of(PS1), estate.runsOn("lpar05"));
    }

    @Test
    void withoutVioServersItIsCleanedAndFaultsAfterATryInPlace() throws Exception {
        assertEquals(Outcome.DONE, online(first, "1").outcome());
        estate.change("stop-vios", "vios", "ps1_vio1");
        estate.change("stop-vios", "vios", "ps1_vio2");
        await("faulted").atMost(Duration.ofSeconds(60)).until(() -> state(first), is("FAULTED"));
        assertEquals(Set.of(), estate.runsOn("lpar05"));
        assertEquals(Outcome.DONE, online(second, "2").outcome());
    }

    @Test
    void withoutHmcsItIsUnknownAndNothingElse() throws Exception {
        assertEquals(Outcome.DONE, online(first, "1").outcome());
        long before = estate.lastSeq();
        estate.change("stop-hmc", "hmc", "hmc6");
        estate.change("stop-hmc", "hmc", "hmc7");
        await("unknown")
                .atMost(Duration.ofSeconds(60))
                .until(() -> state(first), is("ONLINE|STATE UNKNOWN"));
        estate.change("start-hmc", "hmc", "hmc7");
        await("known again").atMost(Duration.ofSeconds(60)).until(() -> state(first), is("ONLINE"));
        assertTrue(
                estate.since(before).stream()
                        .noneMatch(
                                each ->
                                        each.name().equals("lpar05")
                                                && Set.of("STARTED", "STOPPED", "SHUTTING_DOWN")
                                                        .contains(each.what())),
                "it was not touched");
    }
}
