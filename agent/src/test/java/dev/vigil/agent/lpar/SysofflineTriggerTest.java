package dev.vigil.agent.lpar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The shipped trigger, with commands that answer from a table and write down what changes something.
@Timeout(180)
class SysofflineTriggerTest {
    private static final String COMMANDS =
            """
            #!/bin/sh
            here=$(dirname "$0")/..
            line="$(basename "$0") $*"
            case $line in
            hagrp\\ -autoenable*|hagrp\\ -online*|halog*) echo "$line" >>"$here/done" ;;
            hmccmd*) echo "$line" >>"$here/asked" ;;
            esac
            answer=$(grep -F "$line|" "$here/answers" | head -n 1 | cut -d '|' -f 2-)
            case $answer in
            !*) printf '%b\\n' "${answer#!}" >&2; exit 255 ;;
            ?*) printf '%b\\n' "$answer" ;;
            esac
            exit 0
            """;

    @TempDir Path home;
    private final List<String> answers = new ArrayList<>();

    @BeforeEach
    void commands() throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String name : List.of("hagrp", "hares", "hasys", "halog", "hmccmd")) {
            Path file = Files.writeString(bin.resolve(name), COMMANDS);
            assertTrue(file.toFile().setExecutable(true));
        }
        answers.addAll(
                List.of(
                        "hasys -value sysA PhysicalServer|PS1",
                        "hasys -state sysA|FAULTED",
                        "hagrp -list|a_sg   sysA\\n"
                                + "a_sg   sysB\\n"
                                + "b_sg   sysA\\n"
                                + "b_sg   sysB\\n"
                                + "web   sysA\\n"
                                + "off_sg   sysA",
                        "hagrp -value a_sg SysDownPolicy|AutoDisableNoOffline",
                        "hagrp -value b_sg SysDownPolicy|AutoDisableNoOffline",
                        "hagrp -value off_sg SysDownPolicy|AutoDisableNoOffline",
                        "hagrp -value web SysDownPolicy|",
                        "hagrp -value a_sg AutoDisabled sysA|1",
                        "hagrp -value b_sg AutoDisabled sysA|1",
                        "hagrp -value off_sg AutoDisabled sysA|1",
                        "hagrp -value a_sg IntentOnline|1",
                        "hagrp -value b_sg IntentOnline|1",
                        "hagrp -value off_sg IntentOnline|0",
                        "hagrp -state a_sg|#Group Attribute System Value\\n"
                                + "a_sg State sysA |ONLINE|\\n"
                                + "a_sg State sysB |OFFLINE|",
                        "hagrp -state b_sg|#Group Attribute System Value\\n"
                                + "b_sg State sysA |OFFLINE|\\n"
                                + "b_sg State sysB |ONLINE|",
                        "hagrp -resources a_sg|a_res\\na_nic",
                        "hagrp -resources b_sg|b_res",
                        "hares -value a_res Type|LPAR",
                        "hares -value a_nic Type|NIC",
                        "hares -value b_res Type|LPAR",
                        "hares -value a_res MCUser|hscroot\\thscadmin",
                        "hares -value a_res MCName|hmc1\\thmc2:2022",
                        "hares -value b_res MCUser|hscroot hscadmin",
                        "hares -value b_res MCName|hmc1 hmc2:2022"));
    }

    private void console(String console, String answer) {
        answers.add("hmccmd " + console + " -- lssyscfg -r sys -m PS1 -F state|" + answer);
    }

    private List<String> run(String... arguments) throws IOException, InterruptedException {
        Files.write(home.resolve("answers"), answers);
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("vigil.root"), "triggers", "sysoffline")
                                        .toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("VIGIL_HOME", home.toString());
        builder.environment().put("VIGIL_SYSOFFLINE_INTERVAL", "0");
        builder.environment().put("VIGIL_SYSOFFLINE_ATTEMPTS", "3");
        Process process = builder.start();
        assertEquals(
                "", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
        Path done = home.resolve("done");
        return Files.exists(done) ? Files.readAllLines(done) : List.of();
    }

    @Test
    void groupsOfAServerWithoutPowerAreEnabledAndThoseThatShallRunAreStarted() throws Exception {
        console("hscroot@hmc1", "Power Off");
        console("hscadmin@hmc2:2022", "Power Off");
        assertEquals(
                List.of(
                        "halog -add sysoffline: system sysA is lost (FAULTED) and its server PS1 is"
                            + " in state 'Power Off': failing over a_sg b_sg off_sg -sev N -msgid"
                            + " 13006",
                        "hagrp -autoenable a_sg -sys sysA",
                        "hagrp -autoenable b_sg -sys sysA",
                        "hagrp -autoenable off_sg -sys sysA",
                        "hagrp -online a_sg -any"),
                run("sysA", "FAULTED"));
        assertEquals(2, Files.readAllLines(home.resolve("asked")).size(), "each console once");
    }

    @Test
    void oneConsoleIsEnoughIfTheOtherIsDownOrHasNoConnection() throws Exception {
        console("hscroot@hmc1", "!hmccmd: HMC hmc1 does not answer: Connection refused");
        console("hscadmin@hmc2:2022", "Power Off");
        assertTrue(run("sysA", "FAULTED").contains("hagrp -online a_sg -any"));
        answers.removeIf(line -> line.startsWith("hmccmd hscroot@hmc1"));
        Files.delete(home.resolve("done"));
        console("hscroot@hmc1", "No Connection");
        assertTrue(run("sysA", "FAULTED").contains("hagrp -online a_sg -any"));
    }

    @Test
    void aServerThatRunsKeepsItsPartitions() throws Exception {
        console("hscroot@hmc1", "Operating");
        console("hscadmin@hmc2:2022", "Operating");
        assertDoesNothing("server PS1 is in state 'Operating', so its partitions may still run");
    }

    @Test
    void nothingLessThanPowerOffCounts() throws Exception {
        for (String state :
                List.of(
                        "No Connection",
                        "Error",
                        "Standby",
                        "Incomplete",
                        "Power Off In Progress")) {
            answers.removeIf(line -> line.startsWith("hmccmd"));
            Files.deleteIfExists(home.resolve("done"));
            console("hscroot@hmc1", state);
            console("hscadmin@hmc2:2022", state);
            assertDoesNothing("server PS1 is in state '" + state + "'");
        }
    }

    @Test
    void consolesThatDisagreeProveNothing() throws Exception {
        console("hscroot@hmc1", "Power Off");
        console("hscadmin@hmc2:2022", "Operating");
        assertDoesNothing("server PS1 is in state 'Operating/Power Off'");
    }

    @Test
    void silentConsolesProveNothing() throws Exception {
        console("hscroot@hmc1", "!hmccmd: HMC hmc1 does not answer: Connection refused");
        console("hscadmin@hmc2:2022", "!hmccmd: HMC hmc2:2022 does not answer: Connection refused");
        assertDoesNothing(
                "no console can tell whether server PS1 has power: HMC hmc1 does not answer:"
                        + " Connection refused");
    }

    @Test
    void withoutAPhysicalServerNobodyCanBeAsked() throws Exception {
        answers.removeIf(line -> line.startsWith("hasys -value sysA PhysicalServer"));
        assertDoesNothing("has no PhysicalServer");
    }

    @Test
    void aSystemInJeopardyIsStillThere() throws Exception {
        assertEquals(List.of(), run("sysA", "RUNNING"));
    }

    @Test
    void aSystemThatCameBackIsLeftAlone() throws Exception {
        console("hscroot@hmc1", "Power Off");
        console("hscadmin@hmc2:2022", "Power Off");
        answers.replaceAll(
                line -> line.startsWith("hasys -state sysA") ? "hasys -state sysA|RUNNING" : line);
        assertDoesNothing("is RUNNING again");
    }

    private void assertDoesNothing(String because) throws Exception {
        List<String> done = run("sysA", "FAULTED");
        assertTrue(done.stream().allMatch(line -> line.startsWith("halog ")), done.toString());
        assertTrue(done.getLast().contains(because), done.toString());
    }
}
