package dev.vigil.agent.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus.Flag;
import dev.vigil.agent.ResourceStatus.Probe;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Scripts with VCS's calling convention, among them some that hang, lie, fail and fork.
@Timeout(180)
class ScriptAgentTest {
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
    void attributesArePassedAsTuples() {
        var bar =
                ResourceDefinition.plain("Bar", "Foo", "g")
                        .with("IntAttr", "100")
                        .with("StringAttr", "Oracle")
                        .with("VectorAttr", "vol1", "vol2", "vol3")
                        .withDimension("VectorAttr", "vector")
                        .with("AssocAttr", "disk1", "1024", "disk2", "512")
                        .withDimension("AssocAttr", "association")
                        .with("Empty")
                        .withDimension("Empty", "vector")
                        .withArgList(
                                "IntAttr",
                                "StringAttr",
                                "VectorAttr",
                                "AssocAttr",
                                "Empty",
                                "Unset");
        assertEquals(
                "IntAttr 1 100 StringAttr 1 Oracle VectorAttr 3 vol1 vol2 vol3"
                        + " AssocAttr 4 disk1 1024 disk2 512 Empty 0 Unset 1 ",
                String.join(" ", ArgListValues.tuples(bar, Map.of())));
        assertEquals(
                "100 Oracle 3 vol1 vol2 vol3 4 disk1 1024 disk2 512 0 ",
                String.join(" ", ArgListValues.positional(bar, Map.of())));
    }

    @Test
    void theWholeLifeOfAResource() throws Exception {
        String record = "echo \"$(basename $0) $*\" >> " + directory + "/calls";
        for (String entryPoint : List.of("open", "close", "clean")) {
            bench.script("Foo", entryPoint, record);
        }
        bench.script("Foo", "online", record + "; touch " + directory + "/up; exit 0");
        bench.script("Foo", "offline", record + "; rm " + directory + "/up; exit 0");
        bench.script("Foo", "monitor", "[ -f " + directory + "/up ] && exit 105; exit 100");
        var foo = ResourceDefinition.plain("x", "Foo", "g").with("A", "1 2").withArgList("A");
        bench.start().host().configure(List.of(foo));
        bench.awaitState("x", Probe.OFFLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("x")));
        assertEquals(50, bench.snapshot("x").status().confidence());
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.offline("x")));
        bench.host().configure(List.of());
        await().until(() -> bench.host().snapshot().isEmpty());
        assertEquals(
                List.of(
                        "open x A 1 1 2",
                        "online x A 1 1 2",
                        "offline x A 1 1 2",
                        "close x A 1 1 2"),
                Files.readAllLines(bench.path("calls")));
    }

    @Test
    void exitCodesOfMonitor() throws Exception {
        bench.script("Foo", "monitor", "exit $(cat " + directory + "/code)");
        var foo = ResourceDefinition.plain("x", "Foo", "g").withLimit("IntentionalOffline", 1);
        Files.writeString(bench.path("code"), "99");
        bench.start().host().configure(List.of(foo));
        await().until(() -> bench.snapshot("x").status().has(Flag.STATE_UNKNOWN));
        for (String row :
                List.of("110 ONLINE", "200 OFFLINE", "101 ONLINE", "1 ONLINE|STATE UNKNOWN")) {
            String[] cells = row.split(" ", 2);
            Files.writeString(bench.path("code"), cells[0]);
            probe();
            await(row).until(() -> bench.snapshot("x").status().text().equals(cells[1]));
        }
    }

    private void probe() {
        String id = "probe" + System.nanoTime();
        bench.host().order(new dev.vigil.agent.AgentOrder.Probe(bench.stamp(id), "x"));
    }

    @Test
    void anOnlineThatHangsIsKilledWithAllThatItForked() throws Exception {
        bench.script("Foo", "monitor", "exit 100");
        // A child, a grandchild, and one that has left the group.
        bench.script(
                "Foo",
                "online",
                "echo $$ >> %1$s/pids; sleep 3600 & echo $! >> %1$s/pids; (sleep 3600 & echo $! >> %1$s/pids; wait) & setsid sleep 3600 & echo $! >> %1$s/pids; wait"
                        .formatted(directory));
        bench.script("Foo", "clean", "echo $2 > " + directory + "/reason");
        var foo = ResourceDefinition.plain("x", "Foo", "g").withLimit("OnlineTimeout", 3600);
        bench.start().host().configure(List.of(foo));
        bench.awaitState("x", Probe.OFFLINE);
        String id = bench.online("x");
        await("all four").until(() -> lines(bench.path("pids")) == 4);
        bench.skip(Duration.ofHours(2));
        assertEquals(Outcome.FAILED, bench.awaitEnd(id));
        assertEquals("2", Files.readString(bench.path("reason")).strip());
        for (String pid : Files.readAllLines(bench.path("pids"))) {
            await("end of " + pid).until(() -> !runs(Long.parseLong(pid)));
        }
    }

    @Test
    void aDaemonThatOnlineLeavesBehindLivesOn() throws Exception {
        bench.script(
                "Foo",
                "monitor",
                // Not with kill -0, which finds also what is over and was not collected yet.
                "pid=$(cat %s/pid) && grep -q . /proc/$pid/cmdline && exit 110; exit 100"
                        .formatted(directory));
        bench.script("Foo", "online", "sleep 3600 & echo $! > %s/pid".formatted(directory));
        bench.script("Foo", "clean", "kill -9 $(cat %s/pid)".formatted(directory));
        var foo = ResourceDefinition.plain("x", "Foo", "g").withLeased(true);
        bench.start().host().configure(List.of(foo));
        bench.awaitState("x", Probe.OFFLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("x")));
        long pid = Long.parseLong(Files.readString(bench.path("pid")).strip());
        bench.close();
        assertTrue(runs(pid), "ending the host touches nothing");
        bench.start();
        bench.awaitState("x", Probe.ONLINE);
        bench.host().stopLeased("cut off");
        bench.awaitState("x", Probe.OFFLINE);
        await().until(() -> !runs(pid));
    }

    @Test
    void anOnlineThatLiesIsCleanedAndAtFault() throws Exception {
        bench.script("Foo", "monitor", "exit 100");
        bench.script("Foo", "online", "exit 0");
        bench.script("Foo", "clean", "echo $2 > " + directory + "/reason; exit 0");
        var foo = ResourceDefinition.plain("x", "Foo", "g").withLimit("OnlineWaitLimit", 0);
        bench.start().host().configure(List.of(foo));
        bench.awaitState("x", Probe.OFFLINE);
        assertEquals(Outcome.FAILED, bench.awaitEnd(bench.online("x")));
        assertEquals("3", Files.readString(bench.path("reason")).strip());
        assertEquals(Probe.FAULTED, bench.state("x"));
    }

    @Test
    void outputIsLoggedAndBounded() throws Exception {
        bench.script("Foo", "monitor", "exit 100");
        bench.script("Foo", "online", "echo no such disk; yes | head -c 100000; exit 0");
        bench.script("Foo", "clean", "exit 0");
        var foo = ResourceDefinition.plain("x", "Foo", "g").withLimit("OnlineWaitLimit", 0);
        bench.start().host().configure(List.of(foo));
        bench.awaitState("x", Probe.OFFLINE);
        bench.awaitEnd(bench.online("x"));
        String log = Files.readString(bench.path("log/Foo_A.log"));
        assertTrue(
                log.contains("VCS WARNING V-16-2-13001 Foo:x:online:Resource(x): Output of the"),
                log);
        assertTrue(log.contains("no such disk"), log);
        assertTrue(log.length() < 4000, "the log has " + log.length() + " characters");
    }

    @Test
    void theHelperFunctions() throws Exception {
        bench.script("Foo", "monitor", "exit 100");
        bench.script(
                "Foo",
                "clean",
                """
                . "$VCS_HOME/bin/ag_i18n_inc.sh"
                VCSAG_SET_ENVS "$1" 4711
                VCSAG_GET_ATTR_VALUE "PathName" -1 1 "$@" || exit 9
                path=$VCSAG_ATTR_VALUE
                VCSAG_GET_ATTR_VALUE "Disks" 2 1 "$@" || exit 9
                disk=$VCSAG_ATTR_VALUE
                VCSAG_GET_ASSOC_VALUE "Sizes" big "$@" || exit 9
                size=$VCSAG_ATTR_VALUE
                VCSAG_GET_ATTR_VALUE "Nothing" -1 1 "$@" && exit 9
                VCSAG_LOG_MSG W "path %%1, disk %%2, size %%3" 17 "$path" "$disk" "$size"
                exit $VCSAG_SUCCESS
                """
                        .formatted());
        bench.script("Foo", "online", "exit 0");
        var foo =
                ResourceDefinition.plain("x", "Foo", "g")
                        .with("PathName", "/a path")
                        .with("Disks", "d1", "d2")
                        .withDimension("Disks", "vector")
                        .with("Sizes", "small", "1", "big", "9")
                        .withDimension("Sizes", "association")
                        .withArgList("PathName", "Disks", "Sizes")
                        .withLimit("OnlineWaitLimit", 0);
        bench.start().host().configure(List.of(foo));
        bench.awaitState("x", Probe.OFFLINE);
        bench.awaitEnd(bench.online("x"));
        String log = Files.readString(bench.path("log/Foo_A.log"));
        assertTrue(
                log.contains("VCS WARNING V-16-4711-17 Foo:x:clean:path /a path, disk d2, size 9"),
                log);
    }

    @Test
    void whatRanWhenTheHostDiedIsEndedByTheNext() throws Exception {
        Files.createDirectories(bench.path("run/table.work"));
        Process left =
                new ProcessBuilder("setsid", "sh", "-c", "sleep 3600 & wait")
                        .redirectErrorStream(true)
                        .start();
        await().until(() -> left.descendants().count() > 0);
        long child = left.descendants().findFirst().orElseThrow().pid();
        long started = left.info().startInstant().orElseThrow().toEpochMilli();
        Files.writeString(bench.path("run/table.work/" + left.pid() + "-" + started + ".out"), "");
        bench.start();
        await().until(() -> !left.isAlive() && !runs(child));
        try (var files = Files.list(bench.path("run/table.work"))) {
            assertEquals(0, files.count());
        }
    }

    private static int lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private static boolean runs(long pid) throws IOException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (!Files.exists(stat)) return false;
        String text = Files.readString(stat);
        return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
    }
}
