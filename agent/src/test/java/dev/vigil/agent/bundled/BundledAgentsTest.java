package dev.vigil.agent.bundled;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus.Flag;
import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.agent.host.TestHost;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The bundled agents in a host, with real files and processes.
@Timeout(180)
class BundledAgentsTest {
    /// Arguments of sleep that no other test on this machine uses.
    private static final String ONE_HOUR = "3600." + ProcessHandle.current().pid();

    private static final String TWO_HOURS = "7200." + ProcessHandle.current().pid();

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

    @Test
    void persistentFilesFollowWhatIsThere() throws Exception {
        var none = file("none", "FileNone").withOperations("None");
        var elif = file("none", "ElifNone", "elif").withOperations("None");
        bench.start().host().configure(List.of(none, elif));
        bench.awaitState("none", Probe.FAULTED);
        bench.awaitState("elif", Probe.ONLINE);
        awaitNoticing("none", Probe.ONLINE, () -> Files.createFile(bench.path("none")));
        bench.awaitState("elif", Probe.FAULTED);
        Files.delete(bench.path("none"));
        bench.awaitState("none", Probe.FAULTED);
        bench.awaitState("elif", Probe.ONLINE);
    }

    /// Changes something, and again if the watch had not begun when it changed.
    private void awaitNoticing(
            String resource, Probe state, java.util.concurrent.Callable<?> change)
            throws Exception {
        change.call();
        bench.host()
                .order(
                        new dev.vigil.agent.AgentOrder.Probe(
                                bench.stamp("p-" + resource), resource));
        bench.host().order(new dev.vigil.agent.AgentOrder.Probe(bench.stamp("p-elif"), "elif"));
        bench.awaitState(resource, state);
    }

    @Test
    void badConfigurationIsUnknownAndNoFault() throws Exception {
        bench.start()
                .host()
                .configure(
                        List.of(
                                ResourceDefinition.plain("unset", "FileOnOff", "g"),
                                ResourceDefinition.plain("relative", "FileOnOff", "g")
                                        .with("PathName", "x"),
                                ResourceDefinition.plain("dir", "FileOnOff", "g")
                                        .with("PathName", directory.toString()),
                                ResourceDefinition.plain("process", "Process", "g"),
                                ResourceDefinition.plain("application", "Application", "g")
                                        .with("StartProgram", "/bin/true")
                                        .with("StopProgram", "/bin/true")));
        for (String name : List.of("unset", "relative", "dir", "process", "application")) {
            await(name).until(() -> bench.snapshot(name).status().has(Flag.STATE_UNKNOWN));
        }
        assertEquals("PathName is not set", bench.snapshot("unset").reason());
        assertTrue(bench.snapshot("application").reason().startsWith("none of MonitorProgram"));
    }

    @Test
    void aProcessIsStartedNoticedRestartedAndStopped() throws Exception {
        var sleep =
                ResourceDefinition.plain("p", "Process", "g")
                        .with("PathName", "/bin/sleep")
                        .with("Arguments", ONE_HOUR)
                        .withLimit("RestartLimit", 1);
        bench.start().host().configure(List.of(sleep));
        bench.awaitState("p", Probe.OFFLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("p")));
        var wanted = CommandLine.of("/bin/sleep", ONE_HOUR);
        long first = ProcessTable.find(wanted, "").getFirst();
        assertFalse(
                ProcessHandle.current().children().anyMatch(child -> child.pid() == first),
                "it is no child of the daemon");

        // Ended behind our back: noticed without waiting for the monitor interval of a minute.
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().until(() -> ProcessTable.find(wanted, "").stream().anyMatch(pid -> pid != first));
        bench.awaitState("p", Probe.ONLINE);
        await().until(() -> !bench.snapshot("p").status().has(Flag.RESTARTING));

        long second = ProcessTable.find(wanted, "").getFirst();
        bench.close();
        assertTrue(ProcessTable.runs(second, ""), "it lives on without the daemon");
        bench.start();
        bench.awaitState("p", Probe.ONLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.offline("p")));
        assertFalse(ProcessTable.runs(second, ""));
    }

    @Test
    void aProcessThatIgnoresTheRequestToEndIsKilled() throws Exception {
        Path script = bench.path("stubborn");
        Files.writeString(script, "#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 1; done\n");
        assertTrue(script.toFile().setExecutable(true));
        var stubborn =
                ResourceDefinition.plain("p", "Process", "g")
                        .with("PathName", script.toString())
                        .withLimit("OfflineTimeout", 2);
        bench.start().host().configure(List.of(stubborn));
        bench.awaitState("p", Probe.OFFLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("p")));
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.offline("p")));
        assertEquals(List.of(), ProcessTable.find(CommandLine.of(script.toString(), ""), ""));
    }

    @Test
    void anApplicationIsOnlineWhileAllItsProcessesAre() throws Exception {
        Path pidFile = bench.path("app.pid");
        var application =
                ResourceDefinition.plain("a", "Application", "g")
                        .with(
                                "StartProgram",
                                "sleep "
                                        + ONE_HOUR
                                        + " & echo $! > "
                                        + pidFile
                                        + "; sleep "
                                        + TWO_HOURS
                                        + " >/dev/null &")
                        .with(
                                "StopProgram",
                                "kill $(cat " + pidFile + "); pkill_none() { :; }; true")
                        .with("PidFiles", pidFile.toString())
                        .withDimension("PidFiles", "vector")
                        .with("MonitorProcesses", "sleep " + TWO_HOURS)
                        .withDimension("MonitorProcesses", "vector");
        bench.start().host().configure(List.of(application));
        bench.awaitState("a", Probe.OFFLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("a")));
        // One of the two ends: that is a fault, and clean ends the other.
        long one = Long.parseLong(Files.readString(pidFile).strip());
        ProcessHandle.of(one).orElseThrow().destroyForcibly();
        bench.awaitState("a", Probe.FAULTED);
        assertEquals(List.of(), ProcessTable.find(CommandLine.of("sleep", TWO_HOURS), ""));
    }

    @Test
    void anApplicationIsWhatItsMonitorProgramSays() throws Exception {
        Path code = bench.path("code");
        Files.writeString(code, "100");
        var application =
                ResourceDefinition.plain("a", "Application", "g")
                        .with("StartProgram", "echo 107 > " + code)
                        .with("StopProgram", "echo 100 > " + code)
                        .with("MonitorProgram", "exit $(cat " + code + ")");
        bench.start().host().configure(List.of(application));
        bench.awaitState("a", Probe.OFFLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("a")));
        assertEquals(70, bench.snapshot("a").status().confidence());
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.offline("a")));
    }

    @Test
    void phantomAndProxyFollowAtOnce() throws Exception {
        var none = file("none", "FileNone").withOperations("None");
        var phantom = ResourceDefinition.plain("phantom", "Phantom", "g");
        var proxy =
                ResourceDefinition.plain("proxy", "Proxy", "other")
                        .with("TargetResName", "none")
                        .withOperations("None");
        Files.createFile(bench.path("none"));
        bench.start().host().configure(List.of(phantom, proxy, none));
        bench.awaitState("none", Probe.ONLINE);
        bench.awaitState("phantom", Probe.ONLINE);
        bench.awaitState("proxy", Probe.ONLINE);
        Files.delete(bench.path("none"));
        bench.host().order(new dev.vigil.agent.AgentOrder.Probe(bench.stamp("p"), "none"));
        bench.awaitState("none", Probe.FAULTED);
        bench.awaitState("proxy", Probe.FAULTED);
        bench.awaitState("phantom", Probe.FAULTED);
    }

    @Test
    void phantomWithNothingToMirrorIsWhatItWasTold() throws Exception {
        bench.start().host().configure(List.of(ResourceDefinition.plain("p", "Phantom", "g")));
        bench.awaitState("p", Probe.OFFLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("p")));
        bench.close();
        bench.start();
        bench.awaitState("p", Probe.ONLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.offline("p")));
    }

    private ResourceDefinition file(String name, String type) {
        return file(name, type, name);
    }

    private ResourceDefinition file(String path, String type, String name) {
        return ResourceDefinition.plain(name, type, "g")
                .with("PathName", bench.path(path).toString());
    }
}
