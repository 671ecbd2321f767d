package dev.vigil.agent.lpar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.lpar.HmcAnswer.NoAnswer;
import dev.vigil.agent.lpar.HmcAnswer.Ran;
import dev.vigil.agent.lpar.HmcAnswer.Trouble;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

@Timeout(180)
class SshHmcShellTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String COMMAND = "lssyscfg -r sys -F name,state";

    @TempDir Path directory;
    private Keys keys;
    private FakeHmc hmc;
    private SshHmcShell shell;

    @BeforeEach
    void start() throws Exception {
        keys = Keys.in(directory);
        hmc = new FakeHmc(keys.pair().getPublic()).answers(COMMAND, "PS1,Operating\n");
        keys.trust(hmc);
        shell = new SshHmcShell(new SshFiles(directory), Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() throws Exception {
        shell.close();
        hmc.close();
    }

    @Test
    void oneConnectionServesManyCommands() {
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    new Ran(hmc.address(), 0, "PS1,Operating\n", ""),
                    shell.run(hmc.address(), COMMAND, LIMIT));
        }
        assertEquals(1, hmc.logins.get());
        assertEquals(5, hmc.heard.size());
    }

    @Test
    void commandsAtTheSameTimeShareTheConnection() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    java.util.stream.IntStream.range(0, 20)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> shell.run(hmc.address(), COMMAND, LIMIT)))
                            .toList();
            for (var one : all) {
                assertInstanceOf(Ran.class, one.get());
            }
        }
        assertEquals(1, hmc.logins.get());
    }

    @Test
    void aRefusalHasItsCodeWhereverItIsPrinted() {
        hmc.refuses(
                "a",
                "HSCL8012 The partition named zz was not found.  Please check your entry and retry"
                        + " the command.\n");
        hmc.refusesOnStderr(
                "b",
                "HSCL2970 The IOServer command has failed because of the following reason:\n"
                        + "Unable to perform the operation\n");
        hmc.refuses(
                "c",
                "The command entered is either missing a required parameter or a parameter value is"
                        + " invalid.\n");
        Ran a = assertInstanceOf(Ran.class, shell.run(hmc.address(), "a", LIMIT));
        Ran b = assertInstanceOf(Ran.class, shell.run(hmc.address(), "b", LIMIT));
        Ran c = assertInstanceOf(Ran.class, shell.run(hmc.address(), "c", LIMIT));
        assertTrue(a.refusedWith("HSCL8012"));
        assertTrue(b.refusedWith("HSCL2970"));
        assertTrue(c.code().isEmpty());
        assertEquals(
                "HMC "
                        + hmc.name()
                        + " says: HSCL2970 The IOServer command has failed because of the following"
                        + " reason: / Unable to perform the operation",
                b.message());
    }

    @Test
    void aBrokenConnectionIsMadeAnew() throws Exception {
        shell.run(hmc.address(), COMMAND, LIMIT);
        hmc.stop();
        hmc.start();
        assertInstanceOf(Ran.class, shell.run(hmc.address(), COMMAND, LIMIT));
        assertEquals(2, hmc.logins.get());
    }

    @Test
    void aStoppedHmcIsUnreachable() throws Exception {
        shell.run(hmc.address(), COMMAND, LIMIT);
        hmc.stop();
        NoAnswer none = noAnswer(Trouble.UNREACHABLE);
        assertTrue(
                none.message().startsWith("HMC " + hmc.name() + " does not answer: "),
                none.message());
    }

    @Test
    void aConnectionThatBreaksUnderACommandLosesIt() throws Exception {
        hmc.holds("chsysstate");
        var running =
                CompletableFuture.supplyAsync(() -> shell.run(hmc.address(), "chsysstate", LIMIT));
        Awaitility.await().atMost(LIMIT).until(() -> hmc.heard.contains("chsysstate"));
        hmc.stop();
        NoAnswer none = assertInstanceOf(NoAnswer.class, running.get());
        assertEquals(Trouble.LOST, none.trouble());
    }

    @Test
    void aSlowHmcIsGivenUpInTime() {
        hmc.holds(COMMAND);
        assertEquals(
                new NoAnswer(
                        hmc.address(),
                        Trouble.TIMED_OUT,
                        "HMC " + hmc.name() + " did not finish '" + COMMAND + "' within 1 s"),
                shell.run(hmc.address(), COMMAND, Duration.ofSeconds(1)));
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsUnreachable() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var impatient = new SshHmcShell(new SshFiles(directory), Duration.ofMillis(500))) {
            var address = new HmcAddress("hscroot", "127.0.0.1", silent.getLocalPort());
            NoAnswer none =
                    assertInstanceOf(NoAnswer.class, impatient.run(address, COMMAND, LIMIT));
            assertEquals(Trouble.UNREACHABLE, none.trouble());
            assertEquals(
                    "HMC " + address.name() + " does not answer: no connection within 500 ms",
                    none.message());
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        hmc.holds(COMMAND);
        var answer = new CompletableFuture<HmcAnswer>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> answer.complete(shell.run(hmc.address(), COMMAND, LIMIT)));
        Awaitility.await().atMost(LIMIT).until(() -> hmc.heard.contains(COMMAND));
        thread.interrupt();
        assertEquals(Trouble.INTERRUPTED, assertInstanceOf(NoAnswer.class, answer.get()).trouble());
    }

    @Test
    void anUnknownHostKeyIsNotTalkedTo() throws Exception {
        Files.delete(keys.knownHosts());
        NoAnswer none = noAnswer(Trouble.HOST_KEY);
        assertTrue(
                none.message()
                        .startsWith("HMC " + hmc.name() + " (user hscroot) shows host key SHA256:"),
                none.message());
        assertTrue(
                none.message()
                        .contains(
                                keys.knownHosts()
                                        + " has no such key for [127.0.0.1]:"
                                        + hmc.address().port()),
                none.message());
        assertTrue(
                none.message().contains("ssh-keyscan -p " + hmc.address().port()), none.message());
        assertTrue(hmc.heard.isEmpty());
        keys.trust(hmc);
        assertInstanceOf(
                Ran.class,
                shell.run(hmc.address(), COMMAND, LIMIT),
                "the corrected file counts at once");
    }

    @Test
    void aChangedHostKeyIsNotTalkedTo() throws Exception {
        try (var impostor = new FakeHmc(keys.pair().getPublic())) {
            Files.writeString(
                    keys.knownHosts(),
                    impostor.knownHostsLine()
                            .replace(
                                    ":" + impostor.address().port() + " ",
                                    ":" + hmc.address().port() + " "));
            NoAnswer none = noAnswer(Trouble.HOST_KEY);
            assertTrue(
                    none.message()
                            .contains("has another one for [127.0.0.1]:" + hmc.address().port()),
                    none.message());
        }
    }

    @Test
    void aRevokedHostKeyIsNotTalkedTo() throws Exception {
        Files.writeString(
                keys.knownHosts(), "@revoked " + hmc.knownHostsLine() + hmc.knownHostsLine());
        assertTrue(noAnswer(Trouble.HOST_KEY).message().contains("revoked"));
    }

    @Test
    void aKeyThatTheHmcDoesNotKnowIsNamed() throws Exception {
        try (var other = new FakeHmc(FakeHmc.newKey().getPublic(), hmc.hostKey)) {
            keys.trust(other);
            NoAnswer none =
                    assertInstanceOf(NoAnswer.class, shell.run(other.address(), COMMAND, LIMIT));
            assertEquals(Trouble.LOGIN, none.trouble(), none.message());
            assertEquals(
                    "HMC "
                            + other.name()
                            + " does not let user hscroot in with "
                            + directory.resolve("id_ecdsa")
                            + "; add the public key there: mkauthkeys -a \"<content of the .pub"
                            + " file>\"",
                    none.message());
        }
    }

    @Test
    void aMissingKeyFileIsNamed() throws Exception {
        Files.delete(directory.resolve("id_ecdsa"));
        assertTrue(
                noAnswer(Trouble.LOGIN)
                        .message()
                        .contains("there is no id_ecdsa or id_rsa in " + directory));
    }

    @Test
    void aBrokenKeyFileIsNamed() throws Exception {
        Files.writeString(
                directory.resolve("id_ecdsa"),
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
        assertTrue(
                noAnswer(Trouble.LOGIN)
                        .message()
                        .contains(directory.resolve("id_ecdsa") + " cannot be used"));
    }

    private NoAnswer noAnswer(Trouble trouble) {
        NoAnswer none = assertInstanceOf(NoAnswer.class, shell.run(hmc.address(), COMMAND, LIMIT));
        assertEquals(trouble, none.trouble(), none.message());
        return none;
    }
}
