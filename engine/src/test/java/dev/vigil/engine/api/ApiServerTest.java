package dev.vigil.engine.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.DiskConfiguration;
import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.core.Engine;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.tls.Refusals;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

@Timeout(60)
class ApiServerTest {
    @TempDir Path directory;
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicReference<ClusterState> state = new AtomicReference<>(ClusterState.EMPTY);
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private ApiServer server;

    @BeforeEach
    void listen() throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        server = new ApiServer(vertx, engine(), new Refusals(refused::add));
        server.listen(socket()).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /// An engine that is asked for faults and for its state.
    private EngineDoor engine() {
        return (EngineDoor)
                Proxy.newProxyInstance(
                        EngineDoor.class.getClassLoader(),
                        new Class<?>[] {EngineDoor.class},
                        (proxy, method, arguments) -> {
                            switch (method.getName()) {
                                case "fault" -> {
                                    faults.incrementAndGet();
                                    @SuppressWarnings("unchecked")
                                    var answered = (Consumer<FaultAnswer>) arguments[1];
                                    answered.accept(new FaultAnswer(true, List.of()));
                                    return null;
                                }
                                case "system" -> {
                                    return "a";
                                }
                                case "state" -> {
                                    looks.incrementAndGet();
                                    return state.get();
                                }
                                case "warnings" -> {
                                    return List.of();
                                }
                                case "faults" -> {
                                    return FaultReport.NONE;
                                }
                                default ->
                                        throw new UnsupportedOperationException(method.getName());
                            }
                        });
    }

    /// One system and many groups.
    private static ClusterState large() {
        var text = new StringBuilder("type T (\n)\n\ncluster c (\n)\n\nsystem a (\n)\n");
        for (int i = 0; i < 1_000; i++)
            text.append("\ngroup g").append(i).append(" (\n\tSystemList = { a = 0 }\n)\n");
        var files = new TreeMap<>(Map.of("main.cf", text.toString()));
        ClusterState now = ClusterState.EMPTY;
        for (Event event :
                List.of(
                        new Event.ViewOpened(
                                1,
                                new TreeMap<>(Map.of("a", 1L)),
                                new TreeMap<>(),
                                new TreeSet<>(),
                                new TreeMap<>(Map.of("a", 0))),
                        new Event.SystemReady(
                                "a", 1, DiskConfiguration.VALID, false, DiskVersion.NONE),
                        new Event.ConfigurationBuilt("a", 1, files, false, false)))
            now = Engine.apply(now, event).state();
        return now;
    }

    /// The state is another, and back again; every group has a row for that.
    private void change(ClusterState full) throws Exception {
        for (ClusterState each : List.of(ClusterState.EMPTY, full)) {
            var shown = new CompletableFuture<Void>();
            vertx.runOnContext(
                    go -> {
                        state.set(each);
                        server.stateChanged();
                        shown.complete(null);
                    });
            shown.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aHastatusThatWasStoppedMakesNothingGrow() throws Exception {
        ClusterState full = large();
        state.set(full);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            send(channel, "/command", "hastatus\0");
            await("the first rows").until(() -> looks.get() >= 2);
            await("nothing more is written to it")
                    .atMost(Duration.ofSeconds(50))
                    .until(
                            () -> {
                                int before = looks.get();
                                change(full);
                                return looks.get() == before;
                            });
            int before = looks.get();
            for (int i = 0; i < 10; i++) change(full);
            assertEquals(before, looks.get());
            InputStream in = Channels.newInputStream(channel);
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    in.transferTo(OutputStream.nullOutputStream());
                                } catch (IOException closed) {
                                    return;
                                }
                            });
            await("it is shown the newest").until(() -> looks.get() > before);
        }
    }

    private Path socket() {
        return directory.resolve("s");
    }

    private static void send(SocketChannel channel, String path, String body) throws IOException {
        channel.write(
                ByteBuffer.wrap(
                        ("POST "
                                        + path
                                        + " HTTP/1.1\r\nHost: vigil\r\nConnection: close\r\n"
                                        + "Content-Length: "
                                        + body.length()
                                        + "\r\n\r\n"
                                        + body)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private String post(String path, String body) throws Exception {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            send(channel, path, body);
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aFaultThatIsNotUnderstoodReachesNobody() throws Exception {
        for (String body : List.of("null", "", "[]", "{}", "{\"is\": \"Heal\"", "7")) {
            String answer = post("/faults", body);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), body + ": " + answer);
            assertTrue(answer.contains("not understood"), body + ": " + answer);
        }
        assertEquals(0, faults.get());
        assertTrue(post("/faults", "{\"is\": \"Heal\"}").startsWith("HTTP/1.1 200 "));
        assertEquals(1, faults.get());
    }

    @Test
    void aPortThatIsTakenIsListenedOnWhenItIsFree() throws Exception {
        List<String> problems = new CopyOnWriteArrayList<>();
        int port;
        try (var taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            vertx.runOnContext(go -> server.listenWhenFree(port, problems::add));
            await("the problem").until(() -> !problems.isEmpty());
        }
        await("an answer")
                .atMost(Duration.ofSeconds(50))
                .ignoreExceptions()
                .until(
                        () -> {
                            try (var socket = new Socket("127.0.0.1", port)) {
                                socket.getOutputStream()
                                        .write(
                                                "GET / HTTP/1.0\r\n\r\n"
                                                        .getBytes(StandardCharsets.UTF_8));
                                return new String(socket.getInputStream().readAllBytes())
                                        .contains("there is POST /command");
                            }
                        });
        assertEquals(1, problems.size());
    }
}
