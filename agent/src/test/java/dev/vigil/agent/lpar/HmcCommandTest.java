package dev.vigil.agent.lpar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class HmcCommandTest {
    private final CannedShell hmcs = new CannedShell();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return HmcCommand.run(
                List.of(args),
                hmcs,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void theFirstHmcThatAnswersIsTaken() {
        hmcs.down("hmc1").answers("lssyscfg -r sys -m PS1 -F state", "Power Off\n");
        assertEquals(
                0,
                run(
                        "hscroot@hmc1",
                        "hscroot@hmc2",
                        "--",
                        "lssyscfg",
                        "-r",
                        "sys",
                        "-m",
                        "PS1",
                        "-F",
                        "state"));
        assertEquals("Power Off\n", out.toString(StandardCharsets.UTF_8));
        assertEquals(
                "hmccmd: HMC hmc1 does not answer: Connection refused\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theCommandsOwnStatusIsPassedOn() {
        hmcs.refuses("lssyscfg -r lpar", "The command entered is missing a required parameter.\n");
        assertEquals(1, run("hscroot@hmc1", "--", "lssyscfg", "-r", "lpar"));
    }

    @Test
    void withoutAnyAnswerItIs255() {
        hmcs.down("hmc1").down("hmc2");
        assertEquals(255, run("hscroot@hmc1", "hscroot@hmc2", "--", "lssyscfg", "-r", "sys"));
    }

    @Test
    void wrongArgumentsAre2() {
        assertEquals(2, run());
        assertEquals(2, run("hscroot@hmc1", "--"));
        assertEquals(2, run("hmc1", "--", "ls"));
    }
}
