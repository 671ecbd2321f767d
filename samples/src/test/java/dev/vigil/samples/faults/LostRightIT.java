package dev.vigil.samples.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;
import dev.vigil.samples.cluster.RunningSystem.Daemon;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// A system that lost the right to continue has nothing running before another one starts it, however it lost it. What ran when is told
/// by the resources themselves.
///
/// Three systems share a machine, and each has another peerinact in its `llttab`. Each has a watchdog and LoserAction=panic; this test plays
/// what they do to a machine.
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class LostRightIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Setup SETUP = Setup.of(3, 0);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static RunningCluster cluster;
    private static Truth truth;
    private static Medic medic;
    private static final SortedMap<String, PlayedMachine> machines = new TreeMap<>();

    private long beganUs;
    private RunningSystem home;

    @BeforeAll
    static void start() throws Exception {
        Path vigil = Path.of(System.getProperty("vigil.root")).toAbsolutePath().normalize();
        Path source = directory.resolve("lost");
        SETUP.write(vigil.resolve("samples/faults"), source);
        Files.writeString(
                source.resolve("llttab"), "set-timer heartbeat:20\nset-timer peertrouble:100\n");
        Files.writeString(source.resolve("llttab.node1"), "set-timer peerinact:300\n");
        Files.writeString(source.resolve("llttab.node2"), "set-timer peerinact:200\n");
        Files.writeString(source.resolve("llttab.node3"), "set-timer peerinact:250\n");
        Files.writeString(
                source.resolve("vxfenmode"),
                """
                WatchdogDevice=@RUN@/@SYSTEM@.watchdog
                LoserAction=panic
                SysrqTrigger=@RUN@/@SYSTEM@.sysrq
                """);
        cluster = RunningCluster.start(vigil, source, directory.resolve("r"));
        Path said = Files.createDirectories(cluster.directory().resolve("truth"));
        truth = new Truth(said);
        medic = new Medic(cluster, SETUP);
        for (RunningSystem system : cluster.systems())
            machines.put(system.name(), new PlayedMachine(cluster, system, truth));
    }

    @AfterAll
    static void stop() throws IOException {
        for (PlayedMachine each : machines.values()) each.close();
        if (cluster != null) cluster.close();
    }

    @BeforeEach
    void everythingRuns() throws Exception {
        boolean runs =
                cluster.await(
                        PATIENCE,
                        () -> {
                            revive();
                            if (!cluster.allRunning()) return false;
                            if (!medic.allOnline()) medic.treat();
                            return medic.allOnline()
                                    && machines.values().stream().allMatch(PlayedMachine::learn);
                        });
        assertTrue(runs, medic::complaint);
        home = cluster.system(cluster.await("g1").online());
        beganUs = Truth.nowUs();
    }

    private static void awaitAllRunning() throws Exception {
        boolean running =
                cluster.await(
                        PATIENCE,
                        () -> {
                            revive();
                            return cluster.allRunning();
                        });
        if (!running) throw new AssertionError("not all systems are RUNNING\n" + cluster.logs());
    }

    /// A machine that was reset starts again.
    private static void revive() throws IOException {
        try {
            for (var each : machines.entrySet())
                if (each.getValue().takeReset()) cluster.system(each.getKey()).on();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void healedAndNothingRanTwice() throws Exception {
        for (RunningSystem system : cluster.systems())
            if (system.pid(Daemon.HANODE).isPresent()) heal(system);
        assertEquals(List.of(), truth.overlaps(0));
    }

    private static void heal(RunningSystem system) {
        try {
            system.heal();
        } catch (IOException starting) {
            // A node daemon that has just come has no faults.
        }
    }

    private void assertMovedAndNeverTwice() throws Exception {
        cluster.await("g1").onlineElsewhere(home.name());
        assertTrue(truth.firstElsewhereUs("g1", home.name(), beganUs) != Long.MAX_VALUE);
        if (!machines.get(home.name()).wasReset()) home.heal();
        assertNeverTwice();
    }

    private void assertNeverTwice() throws Exception {
        awaitAllRunning();
        assertEquals(List.of(), truth.overlaps(beganUs));
        truth.processes()
                .forEach(
                        (resource, systems) ->
                                assertEquals(1, systems.size(), resource + " runs on " + systems));
    }

    private boolean isAnother(Daemon daemon, long process) {
        return home.pid(daemon).orElse(process) != process;
    }

    /// Whether another node daemon has taken over, or came too late for the watchdog.
    private boolean nodeDaemonIsAnother(long process) {
        PlayedMachine machine = machines.get(home.name());
        return machine.wasReset() || isAnother(Daemon.HANODE, process) && machine.learn();
    }

    @Test
    void theEngineIsKilled() throws Exception {
        long process = home.pid(Daemon.HAD).orElseThrow();
        home.kill(Daemon.HAD);
        assertTrue(cluster.await(PATIENCE, () -> isAnother(Daemon.HAD, process)));
        cluster.await("g1").onlineOn(home.name());
        assertNeverTwice();
    }

    @Test
    void theEngineIsStopped() throws Exception {
        long process = home.pid(Daemon.HAD).orElseThrow();
        home.pause(Daemon.HAD, Duration.ofSeconds(5));
        // Where nothing happens nobody misses it.
        other().type("hagrp", "-clear", "g1");
        assertTrue(
                cluster.await(PATIENCE, () -> isAnother(Daemon.HAD, process)),
                "a stopped engine is left out, and comes back as a new one");
        assertNeverTwice();
    }

    @Test
    void theNodeDaemonIsKilled() throws Exception {
        long process = home.pid(Daemon.HANODE).orElseThrow();
        home.kill(Daemon.HANODE);
        assertTrue(cluster.await(PATIENCE, () -> nodeDaemonIsAnother(process)));
        assertNeverTwice();
    }

    @Test
    void theNodeDaemonIsStopped() throws Exception {
        long process = home.pid(Daemon.HANODE).orElseThrow();
        home.pause(Daemon.HANODE, LONG);
        assertTrue(
                cluster.await(PATIENCE, () -> nodeDaemonIsAnother(process)),
                "the engine kills it and it comes back, or the watchdog ends the machine");
        assertNeverTwice();
    }

    @Test
    void bothAreStoppedForLessThanTheirLease() throws Exception {
        home.pause(Daemon.BOTH, Duration.ofMillis(700));
        cluster.await("g1").onlineOn(home.name());
        assertNeverTwice();
    }

    @Test
    void bothAreStoppedAndTheWatchdogEndsTheMachine() throws Exception {
        home.pause(Daemon.BOTH, LONG);
        cluster.await("g1").onlineElsewhere(home.name());
        assertTrue(
                cluster.await(PATIENCE, machines.get(home.name())::wasReset),
                "nobody else could stop what ran there");
        assertNeverTwice();
    }

    @Test
    void aCleanThatDoesNotEndEndsWithTheMachine() throws Exception {
        home.misbehave("g1_1", "clean", "-hang");
        home.cut();
        cluster.await("g1").onlineElsewhere(home.name());
        assertTrue(cluster.await(PATIENCE, machines.get(home.name())::panicked));
        assertTrue(cluster.await(PATIENCE, machines.get(home.name())::wasReset));
        assertNeverTwice();
    }

    @Test
    void anEngineWithAnotherVxfenmodeIsNotTakenInAndEverybodySaysSo() throws Exception {
        Path file = home.file("etc/vxfenmode");
        String before = Files.readString(file);
        Files.writeString(file, before + "vxfen_mode=disabled\n");
        home.kill(Daemon.HAD);
        RunningSystem other = other();
        String said = home.name() + " is not taken in: its vxfenmode says disabled";
        assertTrue(
                cluster.await(
                        PATIENCE, () -> other.type("hastatus", "-sum").text().contains(said)));
        assertTrue(other.type("vxfenadm", "-d").text().contains(said));
        assertTrue(
                cluster.await(
                        PATIENCE,
                        () ->
                                home.state()
                                        .map(state -> state.at("/view/waiting").asText())
                                        .orElse("")
                                        .contains(said)));
        Files.writeString(file, before);
        home.kill(Daemon.HAD);
        assertNeverTwice();
    }

    private RunningSystem other() {
        return cluster.systems().stream().filter(each -> each != home).findFirst().orElseThrow();
    }

    @Test
    void allLinksAreCutAtOnce() throws Exception {
        home.cut();
        assertMovedAndNeverTwice();
    }

    @Test
    void linksAreCutOneByOne() throws Exception {
        home.cut("net1");
        cluster.await("g1").onlineOn(home.name());
        home.cut("net2");
        assertMovedAndNeverTwice();
    }

    @Test
    void nothingGetsOut() throws Exception {
        home.cut("-dir", "out");
        assertMovedAndNeverTwice();
    }

    @Test
    void nothingGetsIn() throws Exception {
        home.cut("-dir", "in");
        assertMovedAndNeverTwice();
    }

    @Test
    void anOnlineIsUnderWay() throws Exception {
        RunningSystem target = other();
        target.misbehave("g1_1", "online", "-hang");
        home.must("hagrp", "-switch", "g1", "-to", target.name());
        assertTrue(cluster.await(PATIENCE, () -> groupState("g1", target).contains("STARTING")));
        target.cut();
        cluster.await("g1").onlineElsewhere(target.name());
        if (!machines.get(target.name()).wasReset()) target.heal();
        assertNeverTwice();
    }

    @Test
    void anOfflineIsUnderWay() throws Exception {
        home.misbehave("g1_1", "offline", "-hang");
        home.must("hagrp", "-offline", "g1", "-sys", home.name());
        assertTrue(cluster.await(PATIENCE, () -> groupState("g1", home).contains("STOPPING")));
        home.cut();
        assertTrue(cluster.await(PATIENCE, () -> !runsAt(home)));
        if (!machines.get(home.name()).wasReset()) home.heal();
        assertNeverTwice();
    }

    private static boolean runsAt(RunningSystem system) {
        return truth.processes().getOrDefault("g1_1", new TreeSet<>()).contains(system.name());
    }

    private static String groupState(String group, RunningSystem system) {
        return cluster.state()
                .map(state -> state.at("/groups/" + group + "/systems"))
                .map(on -> on.path(system.name()).path("state").asText())
                .orElse("");
    }
}
