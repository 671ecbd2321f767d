package dev.vigil.engine.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fault.FaultAnswer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

@Timeout(60)
class ApiServerTest {
    @TempDir Path directory;
    private final AtomicInteger faults = new AtomicInteger();
    private Vertx vertx;
    private ApiServer server;

    @BeforeEach
    void listen() throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        server = new ApiServer(vertx, engine());
        server.listen(socket()).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /// An engine that is asked for faults alone.
    private EngineDoor engine() {
        return (EngineDoor)
                Proxy.newProxyInstance(
                        EngineDoor.class.getClassLoader(),
                        new Class<?>[] {EngineDoor.class},
                        (proxy, method, arguments) -> {
                            if (!method.getName().equals("fault"))
                                throw new UnsupportedOperationException(method.getName());
                            faults.incrementAndGet();
                            @SuppressWarnings("unchecked")
                            var answered = (Consumer<FaultAnswer>) arguments[1];
                            answered.accept(new FaultAnswer(true, List.of()));
                            return null;
                        });
    }

    private Path socket() {
        return directory.resolve("s");
    }

    private String post(String path, String body) throws Exception {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
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
