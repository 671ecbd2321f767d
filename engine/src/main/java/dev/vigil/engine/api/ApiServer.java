package dev.vigil.engine.api;

import dev.vigil.engine.tls.Refusals;
import dev.vigil.engine.tls.Turnover;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
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
    private static final int MOST_ON_SOCKET = 256;
    private static final int MOST_ON_PORT = 64;
    private static final int MISTAKE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final Vertx vertx;
    private final EngineDoor engine;
    private final CommandServer commands;
    private final FaultServer faults;
    private final Refusals refusals;
    private final StateDocument document = new StateDocument();
    private Optional<Metrics> metrics = Optional.empty();

    /// A server that does not yet listen. Belongs to had's event loop.
    ///
    /// @param refusals counts and tells what cannot be answered
    public ApiServer(Vertx vertx, EngineDoor engine, Refusals refusals) {
        this.vertx = vertx;
        this.engine = engine;
        this.commands = new CommandServer(vertx, engine, this::guard);
        this.faults = new FaultServer(engine);
        this.refusals = refusals;
    }

    /// Listens on the Unix socket; one left by a predecessor is replaced.
    public Future<HttpServer> listen(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        return server(MOST_ON_SOCKET, true)
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
        return server(MOST_ON_PORT, false).listen(port, "127.0.0.1");
    }

    /// @param most connections at once; for one more the oldest is closed, so that nobody can keep others out
    private HttpServer server(int most, boolean root) {
        var present = new Turnover<HttpConnection>(most);
        return vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(
                        connection -> {
                            connection.closeHandler(closed -> present.left(connection));
                            present.admit(connection)
                                    .ifPresent(
                                            oldest -> {
                                                note(Refusals.Cause.CROWDED, "");
                                                oldest.close();
                                            });
                        })
                .requestHandler(request -> answer(request, root));
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

    private boolean note(Refusals.Cause cause, String detail) {
        return refusals.note(cause, "a request to the engine", detail, System.nanoTime());
    }

    /// A request that is answered by a mistake of the engine's must not be more than that.
    private void answer(HttpServerRequest request, boolean root) {
        // Who goes before it is answered is not told.
        request.exceptionHandler(gone -> {});
        guard(request.response(), () -> serve(request, root));
    }

    private void guard(HttpServerResponse response, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException mistake) {
            if (note(Refusals.Cause.REQUEST, mistake.toString()))
                LOG.warn("a request cannot be answered", mistake);
            if (response.ended()) return;
            if (!response.headWritten()) response.setStatusCode(MISTAKE);
            response.end("e the engine cannot answer this: " + mistake + "\nx 1\n");
        }
    }

    /// Is called on the loop whenever the state may be another.
    public void stateChanged() {
        commands.stateChanged();
    }

    private void read(HttpServerRequest request, Consumer<byte[]> whole) {
        Body.read(request, body -> guard(request.response(), () -> whole.accept(body)));
    }

    private void serve(HttpServerRequest request, boolean root) {
        String path = Objects.requireNonNullElse(request.path(), "");
        if (root && request.method() == HttpMethod.POST && path.equals("/command")) {
            read(request, body -> commands.run(body, request.response()));
        } else if (root && path.equals("/faults")) {
            read(request, body -> faults.serve(request, body));
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
