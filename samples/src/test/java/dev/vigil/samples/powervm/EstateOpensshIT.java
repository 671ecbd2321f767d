package dev.vigil.samples.powervm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The estate as users meet it: over real SSH with the system's `ssh`, and its control pages.
@Timeout(120)
class EstateOpensshIT {

    private static final Path SSH = Path.of("/usr/bin/ssh");
    private static final String ONE = "Server-9117-MMA-SN100129A";

    @TempDir Path dir;
    private EstateMain estate;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                Files.isExecutable(SSH),
                "SKIPPED: " + SSH + " is not installed; install openssh-client to run this test");
        estate = open(definition());
    }

    @AfterEach
    void stop() throws IOException {
        if (estate != null) {
            estate.close();
        }
    }

    private Path definition() {
        return Path.of(System.getProperty("vigil.root", ".."))
                .resolve("samples/powervm/estate.json");
    }

    private EstateMain open(Path definition) throws Exception {
        return new EstateMain(
                new EstateMain.Options(
                        definition, dir.resolve("state.json"), dir.resolve("keys"), 1_000));
    }

    private JsonNode endpoints() throws IOException {
        return new ObjectMapper().readTree(Files.readString(estate.endpoints()));
    }

    private record Ran(int exit, String out, String err) {}

    private List<String> command(String console, String user, String... more) throws IOException {
        var endpoint = endpoints().path("consoles").path(console);
        var words = new ArrayList<>(List.of(SSH.toString(), "-F", "/dev/null"));
        for (var option :
                List.of(
                        "BatchMode=yes",
                        "IdentitiesOnly=yes",
                        "StrictHostKeyChecking=yes",
                        "ConnectTimeout=10",
                        "UserKnownHostsFile=" + endpoints().path("knownHosts").asText())) {
            words.add("-o");
            words.add(option);
        }
        words.addAll(
                List.of(
                        "-i", endpoints().path("identity").asText(),
                        "-p", endpoint.path("port").asText(),
                        "-l", user));
        words.addAll(List.of(more));
        return words;
    }

    private Ran ssh(String console, String user, String line) throws Exception {
        var words = command(console, user);
        words.addAll(
                List.of(endpoints().path("consoles").path(console).path("address").asText(), line));
        return run(words, "");
    }

    private static Ran run(List<String> words, String input) throws Exception {
        var out = Files.createTempFile("ssh", ".out");
        var err = Files.createTempFile("ssh", ".err");
        try {
            var process =
                    new ProcessBuilder(words)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
                stdin.flush();
                if (!input.isEmpty()) {
                    // A terminal session must see the answers before it sees the end of its input.
                    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "ssh did not end");
                }
            }
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("ssh did not end: " + words);
            }
            return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private JsonNode get(String page) throws Exception {
        return http("GET", page);
    }

    private JsonNode http(String method, String page) throws Exception {
        var uri = URI.create(endpoints().path("control").path("url").asText() + page);
        try (var client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(uri)
                                    .method(method, BodyPublishers.noBody())
                                    .timeout(ofSeconds(30))
                                    .build(),
                            BodyHandlers.ofString());
            return new ObjectMapper().readTree(answer.body());
        }
    }

    @Test
    void commandPrintsItsAnswerAndHandsItsStatusThrough() throws Exception {
        var good = ssh("hmc6", "hscroot", "lssyscfg -r sys -F name,state");
        assertEquals(
                """
                Server-9117-MMA-SN100129A,Operating
                Server-9117-MMA-SN100130A,Operating
                Server-9117-MMA-SN100131A,Operating
                """,
                good.out());
        assertEquals(0, good.exit());
        var bad = ssh("hmc7", "hscroot", "lssyscfg -r lpar -m " + ONE + " --filter lpar_names=zz");
        assertTrue(bad.out().startsWith("HSCL8012 "), bad.out());
        assertEquals("", bad.err());
        assertEquals(1, bad.exit());
        assertEquals(127, ssh("hmc6", "hscroot", "foo").exit());
    }

    @Test
    void bothConsolesSeeOneEstate() throws Exception {
        assertEquals(
                0,
                ssh(
                                "hmc6",
                                "hscroot",
                                "chsysstate -r lpar -m " + ONE + " -o on -n lpar05 -f lpar05")
                        .exit());
        await("lpar05 running as hmc7 sees it")
                .atMost(ofSeconds(20))
                .until(
                        () ->
                                ssh(
                                                "hmc7",
                                                "hscroot",
                                                "lssyscfg -r lpar -m "
                                                        + ONE
                                                        + " --filter lpar_names=lpar05 -F state")
                                        .out()
                                        .equals("Running\n"));
        assertEquals(
                ONE, get("/truth").path("lpars").path("lpar05").path("runsOn").path(0).asText());
    }

    @Test
    void terminalEchoesAndPrompts() throws Exception {
        var words = command("hmc6", "hscroot", "-tt");
        words.add(endpoints().path("consoles").path("hmc6").path("address").asText());
        var ran = run(words, "lssyscfg -r sys -F namX\u007fe --header\recho $?\rexit\r");
        assertEquals(
                """
                hscroot@hmc6:~> lssyscfg -r sys -F namX\b \be --header
                name
                Server-9117-MMA-SN100129A
                Server-9117-MMA-SN100130A
                Server-9117-MMA-SN100131A
                hscroot@hmc6:~> echo $?
                0
                hscroot@hmc6:~> exit
                """,
                ran.out().replace("\r\n", "\n"));
        assertEquals(0, ran.exit());
    }

    @Test
    void stoppedConsoleRefusesAndComesBackWithItsKey() throws Exception {
        assertTrue(http("POST", "/stop-hmc?hmc=hmc6").path("ok").asBoolean());
        var refused = ssh("hmc6", "hscroot", "lshmc -V");
        assertEquals(255, refused.exit());
        assertTrue(refused.err().contains("Connection refused"), refused.err());
        assertEquals(0, ssh("hmc7", "hscroot", "lshmc -V").exit());
        assertTrue(http("POST", "/start-hmc?hmc=hmc6").path("ok").asBoolean());
        assertEquals(0, ssh("hmc6", "hscroot", "lshmc -V").exit());
    }

    @Test
    void otherKeysAndUsersAreRefused() throws Exception {
        var other = dir.resolve("other");
        assertEquals(
                0,
                run(
                                List.of(
                                        "/usr/bin/ssh-keygen",
                                        "-q",
                                        "-t",
                                        "ecdsa",
                                        "-N",
                                        "",
                                        "-f",
                                        other.toString()),
                                "")
                        .exit());
        var words = command("hmc6", "hscroot");
        words.set(words.indexOf("-i") + 1, other.toString());
        words.addAll(List.of("127.0.0.1", "lshmc -V"));
        var refused = run(words, "");
        assertEquals(255, refused.exit());
        assertTrue(refused.err().contains("Permission denied (publickey)"), refused.err());
        assertEquals(255, ssh("hmc6", "root", "lshmc -V").exit());
    }

    @Test
    void labBreaksThingsOverSsh() throws Exception {
        assertEquals(0, ssh("hmc6", "lab", "power-off " + ONE).exit());
        assertEquals("Power Off", get("/truth").path("servers").path(ONE).path("power").asText());
        var again = ssh("hmc6", "lab", "power-off " + ONE);
        assertEquals(1, again.exit());
        assertFalse(new ObjectMapper().readTree(again.out()).path("ok").asBoolean());
    }

    @Test
    void estateGoesOnWhereItStoppedOnTheSamePorts() throws Exception {
        http("POST", "/power-off?server=" + ONE);
        http("POST", "/stop-hmc?hmc=hmc7");
        var before = endpoints();
        var hostKeys = Files.readString(dir.resolve("keys/known_hosts"));
        estate.close();
        estate = open(definition());
        var after = endpoints();
        assertEquals(before.path("consoles"), after.path("consoles"));
        assertEquals(hostKeys, Files.readString(dir.resolve("keys/known_hosts")));
        assertEquals("Power Off", get("/truth").path("servers").path(ONE).path("power").asText());
        assertEquals(255, ssh("hmc7", "hscroot", "lshmc -V").exit());
    }

    @Test
    void hooksRunWhenAManagementPartitionGoesAndComes() throws Exception {
        estate.close();
        var marks = Files.createDirectory(dir.resolve("marks"));
        var root = (ObjectNode) new ObjectMapper().readTree(Files.readString(definition()));
        var hooks = root.putObject("hooks");
        hooks.putArray("managementDown").add("/usr/bin/touch").add(marks + "/down-{system}");
        hooks.putArray("managementUp").add("/usr/bin/touch").add(marks + "/up-{lpar}");
        var changed = Files.writeString(dir.resolve("estate.json"), root.toString());
        estate = open(changed);
        http("POST", "/power-off?server=" + ONE);
        await("the down hook")
                .atMost(ofSeconds(20))
                .until(() -> Files.exists(marks.resolve("down-mgmt1")));
        assertFalse(Files.exists(marks.resolve("up-mgmt1")));
        http("POST", "/power-on?server=" + ONE);
        await("the up hook")
                .atMost(ofSeconds(20))
                .until(() -> Files.exists(marks.resolve("up-mgmt1")));
        var told = get("/history");
        assertTrue(told.toString().contains("down-mgmt1: exit 0"), told.toString());
    }

    @Test
    void waitAnswersWhenItIsSoOrSaysThatItIsNot() throws Exception {
        assertTrue(http("POST", "/start-lpar?lpar=lpar06&server=" + ONE).path("ok").asBoolean());
        assertTrue(
                get("/wait?lpar=lpar06&os=up&runsOn=" + ONE + "&timeoutMs=20000")
                        .path("ok")
                        .asBoolean());
        assertFalse(get("/wait?lpar=lpar06&state=Error&timeoutMs=50").path("ok").asBoolean());
        assertTrue(get("/nonsense").path("error").asText().startsWith("no such verb"));
    }

    @Test
    void stoppingAConsoleCutsWhatRunsOnIt() throws Exception {
        var words = command("hmc6", "hscroot");
        words.addAll(List.of("127.0.0.1", "echo begun; sleep 3600"));
        var out = dir.resolve("cut.out");
        var running =
                new ProcessBuilder(words)
                        .redirectOutput(out.toFile())
                        .redirectError(dir.resolve("cut.err").toFile())
                        .start();
        try {
            await("the command running")
                    .atMost(ofSeconds(20))
                    .until(() -> Files.exists(out) && Files.readString(out).equals("begun\n"));
            // Even when it is asked for over the console that goes.
            assertEquals(255, ssh("hmc6", "lab", "stop-hmc hmc6").exit());
            assertTrue(running.waitFor(20, TimeUnit.SECONDS), "the session was not cut");
            assertEquals(255, running.exitValue());
        } finally {
            running.destroyForcibly();
        }
    }

    @Test
    void connectionsBeyondTheLimitAreDropped() throws Exception {
        estate.close();
        var root = (ObjectNode) new ObjectMapper().readTree(Files.readString(definition()));
        root.put("sessionLimit", 2);
        estate = open(Files.writeString(dir.resolve("estate.json"), root.toString()));
        int port = endpoints().path("consoles").path("hmc6").path("port").asInt();
        try (var first = new Socket("127.0.0.1", port);
                var second = new Socket("127.0.0.1", port)) {
            assertEquals('S', first.getInputStream().read());
            assertEquals('S', second.getInputStream().read());
            var third = ssh("hmc6", "hscroot", "lshmc -V");
            assertEquals(255, third.exit());
            assertFalse(third.err().contains("refused"), third.err());
        }
        await("room again")
                .atMost(ofSeconds(20))
                .until(() -> ssh("hmc6", "hscroot", "lshmc -V").exit() == 0);
    }

    @Test
    void ctrlCEndsACommandAndNotTheSession() throws Exception {
        var words = command("hmc6", "hscroot", "-tt");
        words.add("127.0.0.1");
        var out = dir.resolve("terminal.out");
        var running = new ProcessBuilder(words).redirectOutput(out.toFile()).start();
        try (var stdin = running.getOutputStream()) {
            stdin.write("echo begun; sleep 3600\r".getBytes(StandardCharsets.UTF_8));
            stdin.flush();
            await("the command running")
                    .atMost(ofSeconds(20))
                    .until(() -> Files.readString(out).contains("\nbegun"));
            stdin.write("\u0003whoami\rexit\r".getBytes(StandardCharsets.UTF_8));
            stdin.flush();
            assertTrue(running.waitFor(20, TimeUnit.SECONDS), "the session did not end");
        } finally {
            running.destroyForcibly();
        }
        assertTrue(Files.readString(out).contains("\nhscroot\r\n"), Files.readString(out));
    }
}
