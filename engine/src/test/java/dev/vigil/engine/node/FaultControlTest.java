package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.host.EntryFaults;
import dev.vigil.engine.fault.Direction;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.llt.LltTab;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class FaultControlTest {
    private static final FaultRequest CUT =
            new FaultRequest.Disturb(
                    FaultRequest.Kind.CUT,
                    100,
                    new FaultRequest.Traffic(
                            List.of("net1"), List.of("sysB"), FaultRequest.Way.IN));
    private static final FaultRequest HEAL =
            new FaultRequest.Heal(
                    new FaultRequest.Traffic(List.of(), List.of(), FaultRequest.Way.BOTH));

    @TempDir Path directory;
    private final EntryFaults entries = new EntryFaults();
    private final FaultEdge edge = new FaultEdge(() -> 0.5, (ms, task) -> {});
    private final List<LogLine> logged = new ArrayList<>();
    private FaultControl control;

    @BeforeEach
    void prepare() throws Exception {
        Files.writeString(
                directory.resolve("llttab"),
                """
                set-node sysA
                set-cluster 7
                link net1 lo - udp 50000 - 127.0.0.1 -
                link net2 lo - udp 50010 - 127.0.0.1 -
                set-addr 1 net1 127.0.0.2
                set-addr 1 net2 127.0.0.2
                """);
        Files.writeString(directory.resolve("llthosts"), "0 sysA\n1 sysB\n");
        SystemPaths paths =
                SystemPaths.of(
                        new TreeMap<>(
                                Map.of(
                                        "VIGIL_CONF", directory.toString(),
                                        "VIGIL_RUN", directory.toString())));
        LltHosts hosts = LltHosts.read(directory.resolve("llthosts"));
        LltTab tab = LltTab.read(directory.resolve("llttab"), hosts);
        control =
                new FaultControl(
                        paths, tab, hosts, edge, entries, new DaemonSignals(paths), logged::add);
    }

    private void allow() throws Exception {
        Files.createFile(directory.resolve("hafault.allow"));
    }

    private long arrived() {
        var count = new long[1];
        edge.pass("net1", 1, Direction.IN, () -> count[0]++);
        return count[0];
    }

    @Test
    void nothingIsBrokenWhereNobodyAllowedIt() throws Exception {
        FaultAnswer answer = control.carryOut(CUT);
        assertFalse(answer.done());
        assertTrue(
                answer.lines().getFirst().contains("touch " + directory.resolve("hafault.allow")),
                answer::toString);
        assertFalse(
                control.carryOut(new FaultRequest.Kill(FaultRequest.Daemons.HAD)).done(),
                "nor is anything killed");
        assertEquals(1, arrived());
        assertEquals(FaultReport.NONE, control.report());
        assertTrue(control.carryOut(new FaultRequest.Query()).done(), "anybody may look");
        allow();
        assertTrue(control.carryOut(CUT).done());
        assertEquals(0, arrived());
    }

    @Test
    void whatIsAllowedNoLongerCanStillBeHealed() throws Exception {
        allow();
        control.carryOut(CUT);
        Files.delete(directory.resolve("hafault.allow"));
        assertTrue(control.carryOut(HEAL).done());
        assertEquals(1, arrived());
    }

    @Test
    void everyFaultIsLoggedListedAndCounted() throws Exception {
        allow();
        control.carryOut(CUT);
        control.carryOut(
                new FaultRequest.Misbehave(
                        "app",
                        EntryPoint.MONITOR,
                        EntryFaults.Behaviour.HANG,
                        EntryFaults.Lie.UNKNOWN,
                        2));
        arrived();
        FaultReport report = control.report();
        assertEquals(
                List.of("link net1 from sysB: cut", "monitor of app hangs, 2 more times"),
                report.lines());
        assertEquals(2, report.injected());
        assertEquals(new FaultEdge.Counts(1, 0, 0), report.heartbeats());
        assertEquals(2, logged.size());
        assertTrue(logged.get(1).text().contains("link net1 from sysB: cut"), logged::toString);
        control.carryOut(HEAL);
        assertEquals(List.of(), control.report().lines());
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        allow();
        assertRefused("there is no link net9; links are net1, net2", List.of("net9"), List.of());
        assertRefused("there is no other system sysA in llthosts", List.of(), List.of("sysA"));
        FaultAnswer answer = control.carryOut(new FaultRequest.Kill(FaultRequest.Daemons.HAD));
        assertEquals(List.of("had does not run on this system"), answer.lines());
    }

    private void assertRefused(String why, List<String> links, List<String> peers) {
        FaultAnswer answer =
                control.carryOut(
                        new FaultRequest.Disturb(
                                FaultRequest.Kind.LOSE,
                                10,
                                new FaultRequest.Traffic(links, peers, FaultRequest.Way.BOTH)));
        assertEquals(FaultAnswer.refused(why), answer);
    }
}
