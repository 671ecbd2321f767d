package dev.vigil.engine.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.Damage;
import dev.vigil.engine.tls.Refusals;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What comes to the engine's HTTP server beside requests: what operators type, and what programs ask, with something wrong in it.
///
/// `-Dvigil.fuzz=N` sends more of it.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ApiFuzzTest {
    private static final int REQUESTS = Integer.getInteger("vigil.fuzz", 2_000);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Path COMMANDS =
            Path.of(System.getProperty("vigil.root"))
                    .resolve("engine/src/test/resources/dev/vigil/engine/command");
    private static final List<String> FAULTS =
            List.of(
                    """
                    {"is": "Disturb", "kind": "CUT", "traffic": {"links": ["net1"], "peers": ["s2"], "way": "IN"}}\
                    """,
                    """
                    {"is": "Disturb", "kind": "DELAY", "amount": 50}\
                    """,
                    """
                    {"is": "Heal", "traffic": {"links": [], "peers": ["s2"], "way": "BOTH"}}\
                    """,
                    """
                    {"is": "Pause", "daemons": "HANODE", "seconds": 5}\
                    """,
                    """
                    {"is": "Misbehave", "resource": "app", "entry": "MONITOR", "behaviour": "LIE", "says": "ONLINE", "times": 2}\
                    """);

    @TempDir private Path directory;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Refusals refusals = new Refusals(complaints::add);
    private final FuzzedEngine engine = new FuzzedEngine(COMMANDS.resolve("web.cf"));
    private Vertx vertx;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        var server = new ApiServer(vertx, engine.door(), refusals);
        server.listen(socket()).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        port =
                server.listen(0)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .actualPort();
        goesOn();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Path socket() {
        return directory.resolve("s");
    }

    @Test
    void damagedRequestsAreAnsweredOrRefusedAndNothingElseHappens() throws Exception {
        var damage = new Damage(20_117);
        List<List<String>> commands = commands();
        assertTrue(commands.size() > 200, commands.size() + " commands");
        long before = descriptors();
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] request = damaged(damage, commands);
            int reached = engine.reached();
            String answer = ask(request);
            assertEquals(
                    List.of(),
                    engine.mistakes(),
                    () -> new String(request, StandardCharsets.UTF_8));
            if (answer.matches("(?s)HTTP/1.1 [45].*")) {
                refused++;
                assertEquals(reached, engine.reached(), answer);
            }
            if (i % 250 == 0) goesOn();
        }
        goesOn();
        assertTrue(refused > REQUESTS / 20 && refused < REQUESTS, refused + " were refused");
        assertTrue(engine.reached() > REQUESTS / 40, engine.reached() + " reached the engine");
        assertEquals(List.of(), complaints);
        await("all connections are closed").atMost(LONG).until(() -> descriptors() <= before + 2);
    }

    private byte[] damaged(Damage damage, List<List<String>> commands) {
        byte[] command = post("/command", words(damage.pick(commands)));
        return switch (damage.below(8)) {
            case 0 -> damage.bytes(command);
            case 1 -> post("/command", damage.bytes(words(damage.pick(commands))));
            case 2 -> damage.bytes(post("/faults", utf8(damage.pick(FAULTS))));
            case 3 -> post("/faults", utf8(damage.json(damage.pick(FAULTS))));
            case 4 ->
                    damage.bytes(
                            utf8(
                                    damage.pick(List.of("GET", "DELETE"))
                                            + damage.pick(
                                                    List.of(" /state", " /faults", " /metrics"))
                                            + " HTTP/1.1\r\nHost: v\r\n\r\n"));
            default -> post("/command", words(damage.words(damage.pick(commands))));
        };
    }

    /// All that operators type in the transcripts.
    private static List<List<String>> commands() throws IOException {
        List<List<String>> commands = new ArrayList<>();
        try (Stream<Path> files = Files.list(COMMANDS)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".transcript"))
                            .sorted()
                            .toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("$ "))
                        commands.add(List.of(line.substring(2).replace("'", "").split(" ")));
                }
            }
        }
        return commands;
    }

    private static byte[] words(List<String> words) {
        var body = new StringBuilder();
        for (String word : words) body.append(word).append('\0');
        return utf8(body.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] post(String path, byte[] body) {
        var request = new ByteArrayOutputStream();
        request.writeBytes(
                utf8(
                        "POST "
                                + path
                                + " HTTP/1.1\r\n"
                                + "Host: vigil\r\n"
                                + "Connection: close\r\n"
                                + "Content-Length: "
                                + body.length
                                + "\r\n\r\n"));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /// What is answered until the server closes; that nothing more comes is said at once.
    private String ask(byte[] request) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            var left = ByteBuffer.wrap(request);
            while (left.hasRemaining()) channel.write(left);
            channel.shutdownOutput();
            InputStream in = Channels.newInputStream(channel);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    /// Others are answered.
    private void goesOn() throws IOException {
        String state = ask(utf8("GET /state HTTP/1.1\r\nHost: v\r\nConnection: close\r\n\r\n"));
        assertTrue(state.startsWith("HTTP/1.1 200 "), state);
        String systems = ask(post("/command", words(List.of("hasys", "-list"))));
        assertTrue(systems.contains("o sysA\n") && systems.endsWith("x 0\n"), systems);
    }

    @Test
    void aRequestThatIsTooLargeIsNotKept() throws Exception {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            channel.write(
                    ByteBuffer.wrap(
                            utf8("POST /command HTTP/1.1\r\nContent-Length: 2000000000\r\n\r\n")));
            var part = ByteBuffer.allocate(1 << 16);
            int sent = 0;
            try {
                for (; sent < 64 << 20; sent += part.capacity()) {
                    part.clear();
                    while (part.hasRemaining()) channel.write(part);
                }
            } catch (IOException closed) {
                assertTrue(sent < 32 << 20, sent + " bytes were taken");
            }
            assertTrue(sent < 64 << 20, "all of it was taken");
        }
        assertEquals(0, engine.reached());
        goesOn();
    }

    @Test
    void whoSaysNothingKeepsNobodyOut() throws Exception {
        List<AutoCloseable> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket())));
                if (i % 3 == 0) silent.add(new Socket("127.0.0.1", port));
            }
            goesOn();
            await("those that waited longest are gone")
                    .atMost(LONG)
                    .until(() -> refusals.counts().get("crowded") > 40);
            assertEquals(-1, ((SocketChannel) silent.getFirst()).read(ByteBuffer.allocate(1)));
            assertEquals(1, complaints.size(), complaints::toString);
        } finally {
            for (AutoCloseable each : silent) each.close();
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
