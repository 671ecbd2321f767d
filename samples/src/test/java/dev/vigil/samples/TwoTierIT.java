package dev.vigil.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// The sample two-tier with real processes: it is broken in one way after another, and mends itself.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TwoTierIT {
    private static final List<String> SYSTEMS = List.of("sys1", "sys2", "sys3");

    private static Path runs;
    private static RunningSample sample;

    @BeforeAll
    static void up() throws Exception {
        // Not below the build's directory: the paths of Unix sockets are short.
        runs = Files.createTempDirectory("vigil");
        sample = RunningSample.up(runs, "two-tier");
    }

    @AfterAll
    static void down() throws Exception {
        if (sample != null) sample.close();
        try (var files = Files.walk(runs)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    @Order(1)
    void groupsStartWhereTheyShall() throws Exception {
        online("dbsg", "sys1");
        online("appsg", "sys2");
        sample.until(
                "netsg online everywhere",
                () -> sample.online("sys1", "netsg").equals(set("sys1", "sys2", "sys3")));
        for (String system : SYSTEMS) {
            assertEquals("RUNNING", sample.sysState(system, system));
        }
    }

    @Test
    @Order(2)
    void anEngineThatIsKilledComesBackAndNothingIsTouched() throws Exception {
        String app = app("sys2");
        long old = sample.kill("sys2", "had");
        sample.until(
                "another engine of sys2, RUNNING",
                () ->
                        sample.pid("sys2", "had") != old
                                && sample.sysState("sys2", "sys2").equals("RUNNING"));
        online("appsg", "sys2");
        assertEquals(app, app("sys2"), "the application was left alone");
    }

    @Test
    @Order(3)
    void aNodeDaemonThatIsKilledComesBackAndNothingIsTouched() throws Exception {
        String app = app("sys2");
        long old = sample.kill("sys2", "hanode");
        sample.until(
                "another node daemon of sys2",
                () ->
                        sample.pid("sys2", "hanode") != old
                                && sample.at("sys2", "lltstat", "-n").text().contains("OPEN"));
        online("appsg", "sys2");
        assertEquals(app, app("sys2"), "the application was left alone");
    }

    @Test
    @Order(4)
    void aGroupIsSwitched() throws Exception {
        RunningSample.Typed typed = sample.at("sys3", "hagrp", "-switch", "appsg", "-to", "sys3");
        assertEquals(0, typed.exit(), typed.text());
        RunningSample.Typed waited =
                sample.at(
                        "sys1", "hagrp", "-wait", "appsg", "State", "ONLINE", "-sys", "sys3",
                        "-time", "60");
        assertEquals(0, waited.exit(), waited.text());
        online("appsg", "sys3");
    }

    @Test
    @Order(5)
    void aResourceThatBreaksFaultsAndItsGroupFailsOver() throws Exception {
        Path app = sample.file("sys3", "run/app");
        Files.delete(app.resolve("pid"));
        Files.delete(app);
        sample.until(
                "appsg away from sys3",
                () -> {
                    SortedSet<String> online = sample.online("sys1", "appsg");
                    return online.size() == 1 && !online.contains("sys3");
                });
        assertEquals(0, sample.at("sys1", "hagrp", "-clear", "appsg").exit());
    }

    @Test
    @Order(6)
    void aSystemWithoutPowerLosesItsGroupsToTheOthers() throws Exception {
        assertEquals(0, sample.vigil("off", "sys1").exit());
        sample.until(
                "sys1 FAULTED and dbsg elsewhere",
                () -> {
                    SortedSet<String> online = sample.online("sys2", "dbsg");
                    return sample.sysState("sys2", "sys1").equals("FAULTED")
                            && online.size() == 1
                            && !online.contains("sys1");
                });
        assertEquals(0, sample.vigil("on", "sys1").exit());
        sample.until("sys1 RUNNING again", () -> sample.sysState("sys1", "sys1").equals("RUNNING"));
        assertTrue(sample.online("sys1", "dbsg").size() == 1, "dbsg stays where it went");
    }

    @Test
    @Order(7)
    void commandsRefuseWhatIsNotThere() throws Exception {
        RunningSample.Typed typed = sample.at("sys1", "hagrp", "-state", "nosuch");
        assertEquals(1, typed.exit());
        assertTrue(typed.text().contains("V-16-1-"), typed.text());
    }

    @Test
    @Order(8)
    void anEngineDoesNotStartWithABrokenMainCf() throws Exception {
        assertEquals(0, sample.at("sys3", "hastop", "-local").exit());
        Path noEngine = sample.file("sys3", "run/hashadow-had.pid");
        sample.until("the engine of sys3 has ended", () -> !Files.exists(noEngine));
        Path mainCf = sample.file("sys3", "etc/main.cf");
        String right = Files.readString(mainCf);
        String wrong = right + "nonsense\n";
        Files.writeString(mainCf, wrong);
        RunningSample.Typed verified =
                sample.at("sys3", "hacf", "-verify", mainCf.getParent().toString());
        RunningSample.Typed typed = sample.at("sys3", "hastart");
        assertEquals(1, typed.exit(), typed.text());
        assertTrue(typed.text().contains("main.cf:"), typed.text());
        assertEquals(verified.text(), typed.text());
        assertEquals(wrong, Files.readString(mainCf));
        assertFalse(Files.exists(noEngine), "it is not tried again");
        Files.writeString(mainCf, right);
        assertEquals(0, sample.at("sys3", "hastart").exit());
        sample.until("sys3 RUNNING again", () -> sample.sysState("sys1", "sys3").equals("RUNNING"));
    }

    @Test
    @Order(9)
    void whenAllIsStoppedNothingRuns() throws Exception {
        assertEquals(0, sample.at("sys1", "hastop", "-all").exit());
        for (String system : SYSTEMS) {
            sample.until(
                    "the engine of " + system + " has ended",
                    () -> !Files.exists(sample.file(system, "run/hashadow-had.pid")));
            assertFalse(Files.exists(sample.file(system, "run/app")), "app_dir of " + system);
            assertFalse(Files.exists(sample.file(system, "run/db")), "db_dir of " + system);
        }
    }

    private static void online(String group, String system) throws IOException {
        sample.until(
                group + " online on " + system + " alone",
                () -> sample.online("sys1", group).equals(set(system)));
    }

    private static String app(String system) throws IOException {
        return Files.readString(sample.file(system, "run/app/pid"));
    }

    private static SortedSet<String> set(String... names) {
        return new TreeSet<>(List.of(names));
    }
}
