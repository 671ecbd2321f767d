package dev.vigil.engine.cps;

import static org.awaitility.Awaitility.await;

import dev.vigil.engine.fence.CoordinationPoint;
import dev.vigil.engine.fence.PointAddress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A coordination point inside a test, on a port of loopback that it keeps over restarts.
final class TestPoint implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Path directory;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private PointServer server;
    private int port;

    TestPoint(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(clusters());
        Files.createDirectories(memory());
    }

    /// @return how many clusters it serves
    int start() throws Exception {
        server =
                new PointServer(
                        vertx,
                        directory.getFileName().toString(),
                        List.of(new PointAddress(LOOPBACK, port)),
                        clusters(),
                        memory(),
                        line -> said.add(line.text()),
                        System::nanoTime);
        port = done(server.start()).getFirst();
        return said().contains("serves no cluster yet") ? 0 : 1;
    }

    void stop() throws Exception {
        done(server.stop());
    }

    void restart() throws Exception {
        stop();
        start();
    }

    /// Spoils what it has stored of a cluster.
    void damage(TestCluster cluster) throws Exception {
        stop();
        Path memory = memory().resolve(cluster.id() + ".point");
        Files.writeString(memory, Files.readString(memory).replace("key 0 ", "key 5 "));
        start();
    }

    /// How often something was counted.
    long count(String what) throws Exception {
        return on(() -> Future.succeededFuture(server.counts().getOrDefault(what, 0L)));
    }

    String metrics() throws Exception {
        return on(() -> Future.succeededFuture(server.metrics()));
    }

    int port() {
        return port;
    }

    CoordinationPoint point() {
        return new CoordinationPoint(List.of(new PointAddress(LOOPBACK, port)));
    }

    Path clusters() {
        return directory.resolve("clusters");
    }

    Path memory() {
        return directory.resolve("memory");
    }

    String said() {
        return said.stream().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static int unusedPort() throws IOException {
        try (var unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return unused.getLocalPort();
        }
    }

    Vertx vertx() {
        return vertx;
    }

    /// What comes of something that is done on the event loop.
    <T> T on(Callable<Future<T>> what) throws Exception {
        return done(
                Future.future(
                        done ->
                                vertx.runOnContext(
                                        go -> {
                                            try {
                                                what.call().onComplete(done);
                                            } catch (Exception failed) {
                                                done.fail(failed);
                                            }
                                        })));
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(condition);
    }
}
