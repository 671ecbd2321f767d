package dev.vigil.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What `bin/vigil-client` makes of what comes back, and of what does not.
@Timeout(120)
class ClientScriptTest {
    @TempDir Path run;

    private record Ended(int exit, String out, String err) {}

    private Ended type(String command, String... words) throws Exception {
        var typed = new ArrayList<String>();
        typed.add(Path.of("../bin/" + command).toRealPath().toString());
        typed.addAll(List.of(words));
        var builder = new ProcessBuilder(typed);
        builder.environment().put("VIGIL_RUN", run.toString());
        builder.environment().remove("VIGIL_SYSTEM");
        Path err = run.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    private Ended hagrp() throws Exception {
        return type("hagrp", "-online", "g", "-any");
    }

    /// A daemon that takes one request and answers it.
    ///
    /// @param lastWord of the request
    /// @param response what it sends before it ends the connection
    private ServerSocketChannel daemon(String socketName, String lastWord, String response)
            throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(run.resolve(socketName)));
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (SocketChannel socket = server.accept()) {
                                var request = new StringBuilder();
                                ByteBuffer some = ByteBuffer.allocate(4096);
                                while (!request.toString().endsWith(lastWord + "\0")) {
                                    if (socket.read(some.clear()) < 0) return;
                                    request.append(StandardCharsets.UTF_8.decode(some.flip()));
                                }
                                socket.write(
                                        ByteBuffer.wrap(response.getBytes(StandardCharsets.UTF_8)));
                            } catch (IOException seenBelow) {
                                return;
                            }
                        });
        return server;
    }

    private Ended answeredBy(String response) throws Exception {
        try (var _ = daemon("had.sock", "-any", response)) {
            return hagrp();
        }
    }

    private static String http(int length, String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    @Test
    void anAnswerIsPrinted() throws Exception {
        String body = "o all is well\ne VCS NOTICE told\nx 3\n";
        assertEquals(
                new Ended(3, "all is well\n", "VCS NOTICE told\n"),
                answeredBy(http(body.length(), body)));
    }

    @Test
    void withoutAnEngineNothingWasDone() throws Exception {
        assertEquals(
                new Ended(1, "", "VCS ERROR V-16-1-10600 Cannot connect to VCS engine\n"), hagrp());
    }

    @Test
    void anEngineThatEndsBeforeItsAnswerMayHaveTakenTheCommand() throws Exception {
        for (String response : List.of("", http(100, "o half an ans"), http(0, ""))) {
            Files.deleteIfExists(run.resolve("had.sock"));
            Ended ended = answeredBy(response);
            assertEquals(1, ended.exit());
            assertTrue(ended.err().contains("V-16-1-90017 hagrp: "), ended::toString);
            assertTrue(ended.err().contains("may still be carried out"), ended::toString);
        }
    }

    @Test
    void whatTheNodeDaemonKnowsAsWellIsAskedThereWhenTheEngineEnds() throws Exception {
        String body = "o from hanode\nx 0\n";
        try (var _ = daemon("had.sock", "-a", "");
                var _ = daemon("node.ctl.sock", "-a", http(body.length(), body))) {
            assertEquals(new Ended(0, "from hanode\n", ""), type("gabconfig", "-a"));
        }
    }

    @Test
    void whatChangesSomethingIsNotAskedAgain() throws Exception {
        String body = "o from hanode\nx 0\n";
        try (var _ = daemon("had.sock", "-x", "");
                var _ = daemon("node.ctl.sock", "-x", http(body.length(), body))) {
            Ended ended = type("gabconfig", "-x");
            assertEquals(1, ended.exit());
            assertTrue(ended.err().contains("V-16-1-90017 gabconfig: "), ended::toString);
        }
    }
}
