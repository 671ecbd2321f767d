package dev.vigil.engine.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;

/// The engine's HTTP server: everything on its Unix socket, and what may be read by anyone also on a TCP port of loopback.
///
/// | request | where | answer |
/// |---|---|---|
/// | `POST /command` | socket | what an operator's command prints, see [Transcript] |
/// | `/faults` | socket | what `hafault` does, JSON, see [FaultServer] |
/// | `GET /state` | both | the cluster's state, JSON |
/// | `GET /metrics` | both | Prometheus |
public final class ApiServer {
    private static final long LISTEN_AGAIN_MS = 2_000;

    private final Vertx vertx;
    private final EngineDoor engine;
    private final CommandServer commands;
    private final FaultServer faults;
    private final StateDocument document = new StateDocument();
    private Optional<Metrics> metrics = Optional.empty();

    /// A server that does not yet listen. Belongs to had's event loop.
    public ApiServer(Vertx vertx, EngineDoor engine) {
        this.vertx = vertx;
        this.engine = engine;
        this.commands = new CommandServer(vertx, engine);
        this.faults = new FaultServer(engine);
    }

    /// Listens on the Unix socket; one left by a predecessor is replaced.
    public Future<HttpServer> listen(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        return vertx.createHttpServer()
                .requestHandler(request -> serve(request, true))
                .listen(SocketAddress.domainSocketAddress(socket.toString()))
                .compose(
                        server -> {
                            try {
                                Files.setPosixFilePermissions(
                                        socket, PosixFilePermissions.fromString("rw-------"));
                                return Future.succeededFuture(server);
                            } catch (IOException failed) {
                                return Future.failedFuture(failed);
                            }
                        });
    }

    /// Listens on a TCP port of loopback, for reading only.
    ///
    /// @param port 0 for any
    public Future<HttpServer> listen(int port) {
        return vertx.createHttpServer()
                .requestHandler(request -> serve(request, false))
                .listen(port, "127.0.0.1");
    }

    /// Listens there as soon as that is possible: a port that is taken must not keep an engine from its work.
    ///
    /// @param problem is told once why it is not possible yet
    public void listenWhenFree(int port, Consumer<String> problem) {
        listen(port)
                .onFailure(
                        refused -> {
                            problem.accept(refused.getMessage());
                            vertx.setTimer(
                                    LISTEN_AGAIN_MS, later -> listenWhenFree(port, said -> {}));
                        });
    }

    /// Is called on the loop whenever the state may be another.
    public void stateChanged() {
        commands.stateChanged();
    }

    private void serve(HttpServerRequest request, boolean root) {
        String path = request.path();
        if (root && request.method() == HttpMethod.POST && path.equals("/command")) {
            commands.serve(request);
        } else if (root && path.equals("/faults")) {
            faults.serve(request);
        } else if (request.method() == HttpMethod.GET && path.equals("/state")) {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .end(
                            io.vertx.core.buffer.Buffer.buffer(
                                    document.of(engine.system(), engine.state(), engine.status())));
        } else if (request.method() == HttpMethod.GET && path.equals("/metrics")) {
            if (metrics.isEmpty()) metrics = Optional.of(new Metrics(engine));
            request.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.get().text());
        } else {
            request.response()
                    .setStatusCode(404)
                    .end("there is POST /command, /faults, GET /state and GET /metrics here\n");
        }
    }
}
