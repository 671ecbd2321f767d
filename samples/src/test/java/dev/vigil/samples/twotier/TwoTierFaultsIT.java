package dev.vigil.samples.twotier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;
import dev.vigil.samples.cluster.RunningSystem.Daemon;
import dev.vigil.samples.junit.VigilCluster;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What the configuration of `samples/two-tier` is worth: an example of how to test one's own.
@VigilCluster("samples/two-tier")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TwoTierFaultsIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @BeforeEach
    void everythingRuns(RunningCluster cluster) throws Exception {
        cluster.awaitAllRunning();
        cluster.system("sys1").type("hagrp", "-clear", "dbsg");
        cluster.await("dbsg").online();
        cluster.await("appsg").online();
        cluster.await("netsg").onlineOn("sys1", "sys2", "sys3");
    }

    @Test
    void theDatabaseMovesWhenItsSystemIsCutOff(RunningCluster cluster) throws Exception {
        String home = cluster.await("dbsg").online();
        cluster.system(home).cut();
        String refuge = cluster.await("dbsg").onlineElsewhere(home);
        assertTrue(hasDatabase(cluster, refuge));
        assertTrue(!hasDatabase(cluster, home), "it was stopped where nobody hears of it");
    }

    @Test
    void oneLinkOfTwoChangesNothing(RunningCluster cluster) throws Exception {
        String home = cluster.await("dbsg").online();
        RunningSystem system = cluster.system(home);
        Database before = database(system);
        system.cut("net1");
        assertTrue(cluster.await(LONG, () -> logged(system, "link net1 to node")));
        system.cut("net1", "-dir", "out");
        cluster.await("dbsg").onlineOn(home);
        assertEquals(before, database(system));
    }

    @Test
    void aKilledEngineTouchesNothing(RunningCluster cluster) throws Exception {
        String home = cluster.await("dbsg").online();
        RunningSystem system = cluster.system(home);
        Database before = database(system);
        long engine = system.pid(Daemon.HAD).orElseThrow();
        system.kill(Daemon.HAD);
        assertTrue(
                cluster.await(LONG, () -> system.pid(Daemon.HAD).orElse(engine) != engine),
                "another engine");
        cluster.awaitAllRunning();
        cluster.await("dbsg").onlineOn(home);
        assertEquals(before, database(system));
    }

    @Test
    void aServerThatDoesNotStartIsStartedElsewhere(RunningCluster cluster) throws Exception {
        String home = cluster.await("dbsg").online();
        String broken = home.equals("sys3") ? "sys2" : "sys3";
        cluster.system(broken).misbehave("db_dir", "online", "-fail");
        cluster.system(home).must("hagrp", "-switch", "dbsg", "-to", broken);
        cluster.await("dbsg").within(Duration.ofSeconds(150)).faultedOn(broken);
        cluster.await("dbsg").onlineElsewhere(broken);
    }

    /// What is in `/var/lib/vigil` is gone with the old disk: what the others remember of it does not keep it out.
    @Test
    void aSystemWhoseDiskWasReplacedComesBack(RunningCluster cluster) throws Exception {
        String home = cluster.await("dbsg").online();
        RunningSystem system = cluster.system(home);
        system.off();
        cluster.await("dbsg").onlineElsewhere(home);
        try (Stream<Path> files = Files.walk(system.file("lib"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
        system.on();
        cluster.awaitAllRunning();
        cluster.system(home).must("hagrp", "-switch", "dbsg", "-to", home);
        cluster.await("dbsg").onlineOn(home);
    }

    @Test
    void whatIsBrokenIsShown(RunningCluster cluster) throws Exception {
        RunningSystem system = cluster.system("sys1");
        system.delay(20, "net2");
        assertEquals(4, system.must("hafault", "-list").out().size(), "two peers, in and out");
        assertTrue(
                cluster.await(
                        Duration.ofSeconds(10),
                        () ->
                                system.must("hastatus", "-sum")
                                        .text()
                                        .contains("hafault: link net2 from sys2: delay 20 ms")));
        system.heal();
        assertEquals(0, system.must("hafault", "-list").out().size());
    }

    @Test
    void nothingIsBrokenWhereItIsNotAllowed(RunningCluster cluster) throws Exception {
        RunningSystem system = cluster.system("sys2");
        var allowed = system.file("etc/hafault.allow");
        Files.delete(allowed);
        try {
            RunningSystem.Typed typed = system.type("hafault", "-kill", "hanode");
            assertEquals(1, typed.exit());
            assertTrue(typed.text().contains("touch " + allowed), typed::text);
        } finally {
            Files.createFile(allowed);
        }
    }

    /// What runs of the database: another file or process would show that it was stopped and started.
    private record Database(Object lock, FileTime made, List<Long> servers) {}

    private static Database database(RunningSystem system) throws IOException {
        Path lock = system.file("run/db/lock");
        var attributes = Files.readAttributes(lock, BasicFileAttributes.class);
        List<Long> servers =
                system.processes().stream()
                        .filter(
                                pid ->
                                        ProcessHandle.of(pid)
                                                .flatMap(process -> process.info().commandLine())
                                                .filter(line -> line.contains("db-server"))
                                                .isPresent())
                        .sorted()
                        .toList();
        assertEquals(1, servers.size(), "servers");
        return new Database(attributes.fileKey(), attributes.lastModifiedTime(), servers);
    }

    private static boolean hasDatabase(RunningCluster cluster, String system) {
        return Files.exists(cluster.system(system).file("run/db/lock"));
    }

    private static boolean logged(RunningSystem system, String text) throws IOException {
        return Files.readString(system.file("log/hanode_A.log")).contains(text);
    }
}
