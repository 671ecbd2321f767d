package dev.vigil.agent.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.agent.host.EntryFaults.Behaviour;
import dev.vigil.agent.host.EntryFaults.Lie;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@Timeout(60)
class EntryFaultsTest {
    @TempDir Path directory;
    private TestHost bench;

    @BeforeEach
    void prepare() {
        bench = new TestHost(directory);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private void make(EntryPoint entry, Behaviour behaviour, Lie says, int times) {
        bench.host().faults().put(new EntryFaults.Fault("f", entry, behaviour, says, times));
    }

    @Test
    void whatMisbehavesOnceIsTriedAgain() throws Exception {
        bench.start()
                .host()
                .configure(
                        List.of(
                                bench.file("f")
                                        .withLimit("OnlineTimeout", 1)
                                        .withLimit("OnlineRetryLimit", 1)));
        bench.awaitState("f", Probe.OFFLINE);
        make(EntryPoint.ONLINE, Behaviour.HANG, Lie.UNKNOWN, 1);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("f")));
        assertTrue(Files.exists(bench.path("f")));
        assertEquals(1, bench.host().faults().taken());
        assertEquals(List.of(), bench.host().faults().all());
    }

    @Test
    void anOnlineThatHangsIsEndedByItsTimeLimit() throws Exception {
        bench.start().host().configure(List.of(bench.file("f").withLimit("OnlineTimeout", 1)));
        bench.awaitState("f", Probe.OFFLINE);
        make(EntryPoint.ONLINE, Behaviour.HANG, Lie.UNKNOWN, 0);
        bench.online("f");
        bench.awaitState("f", Probe.FAULTED);
        assertFalse(Files.exists(bench.path("f")));
    }

    @Test
    void aMonitorThatLiesIsBelievedUntilItIsHealed() throws Exception {
        bench.start().host().configure(List.of(bench.file("f")));
        bench.awaitState("f", Probe.OFFLINE);
        make(EntryPoint.MONITOR, Behaviour.LIE, Lie.ONLINE, 0);
        probe("lie");
        bench.awaitState("f", Probe.ONLINE);
        bench.host().faults().clear();
        probe("truth");
        await().until(() -> bench.state("f") != Probe.ONLINE);
    }

    private void probe(String id) {
        bench.host().order(new AgentOrder.Probe(bench.stamp(id), "f"));
    }

    @Test
    void whatIsMadeToMisbehaveIsLogged() throws Exception {
        bench.start().host().configure(List.of(bench.file("f")));
        bench.awaitState("f", Probe.OFFLINE);
        make(EntryPoint.MONITOR, Behaviour.FAIL, Lie.UNKNOWN, 2);
        probe("p");
        await().until(() -> bench.reports.stream().anyMatch(this::isTheFault));
    }

    private boolean isTheFault(AgentReport report) {
        return report instanceof AgentReport.Message said
                && said.text().contains("injected fault: monitor of f fails");
    }
}
