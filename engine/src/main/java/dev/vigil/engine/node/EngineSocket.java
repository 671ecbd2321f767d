package dev.vigil.engine.node;

import dev.vigil.engine.tls.Refusals;
import dev.vigil.engine.tls.Turnover;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The Unix socket on which the engine connects to its node daemon. One engine at a time: a newer connection ends the older as soon as it has
/// said that it is an engine's, and is nothing before.
///
/// Everything is reported on the loop.
final class EngineSocket implements AutoCloseable {
    /// Is told, on the loop, what the engine does.
    interface Listener {
        /// Whether the first line of a connection is an engine's. If not, it ends.
        boolean hello(String line);

        /// A connection could not be taken, or ends as too many wait to say hello. On any thread.
        void refused(Refusals.Cause cause, String detail);

        /// A line of the engine came in.
        void line(String line);

        /// The engine has taken in all that was sent.
        void idle();

        /// The connection that was there is gone, with no other in its place.
        void gone();
    }

    private static final long ACCEPT_AGAIN_MS = 100;
    private static final int MOST_STRANGERS = 16;

    private final ServerSocketChannel server;
    private final Executor loop;
    private final Listener listener;
    private final Turnover<LineChannel> strangers = new Turnover<>(MOST_STRANGERS);
    private Optional<LineChannel> engine = Optional.empty();

    /// Listens; a socket left by a predecessor is replaced.
    EngineSocket(Path path, Executor loop, Listener listener) throws IOException {
        this.loop = loop;
        this.listener = listener;
        this.server = listen(path);
        Thread.ofVirtual()
                .name("engine-accept")
                .start(
                        () ->
                                accept(
                                        server,
                                        socket -> loop.execute(() -> connected(socket)),
                                        failed ->
                                                listener.refused(
                                                        Refusals.Cause.WANT, failed.getMessage())));
    }

    /// Binds a Unix socket that only its owner may use.
    static ServerSocketChannel listen(Path path) throws IOException {
        Files.deleteIfExists(path);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return server;
    }

    /// Sends a line to the engine, if there is one. To be called on the loop.
    void send(String line) {
        engine.ifPresent(channel -> channel.send(line));
    }

    /// Whether an engine is connected and has taken in all that was sent. To be called on the loop.
    boolean idle() {
        return engine.map(LineChannel::idle).orElse(false);
    }

    /// Ends the connection. To be called on the loop.
    void drop() {
        engine.ifPresent(LineChannel::close);
    }

    @Override
    public void close() throws IOException {
        server.close();
        drop();
    }

    /// Hands on who connects, until the socket is closed. Want of descriptors, or whatever else lasts a while, does not end it.
    ///
    /// @param failed is told each time why nobody can connect
    static void accept(
            ServerSocketChannel server,
            Consumer<SocketChannel> connected,
            Consumer<IOException> failed) {
        while (server.isOpen()) {
            try {
                SocketChannel socket = server.accept();
                connected.accept(socket);
            } catch (ClosedChannelException ending) {
                return;
            } catch (IOException wanting) {
                failed.accept(wanting);
                try {
                    Thread.sleep(ACCEPT_AGAIN_MS);
                } catch (InterruptedException ending) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void connected(SocketChannel socket) {
        var self = new LineChannel[1];
        self[0] =
                new LineChannel(
                        socket,
                        line -> loop.execute(() -> heard(self[0], line)),
                        () -> loop.execute(() -> idle(self[0])),
                        () -> loop.execute(() -> gone(self[0])));
        strangers
                .admit(self[0])
                .ifPresent(
                        longest -> {
                            listener.refused(Refusals.Cause.CROWDED, "");
                            longest.close();
                        });
        self[0].start("engine");
    }

    private void heard(LineChannel from, String line) {
        if (strangers.left(from)) welcome(from, line);
        if (engine.filter(channel -> channel == from).isPresent()) listener.line(line);
    }

    private void welcome(LineChannel stranger, String line) {
        if (!listener.hello(line)) {
            stranger.close();
            return;
        }
        engine.ifPresent(LineChannel::close);
        engine = Optional.of(stranger);
    }

    private void idle(LineChannel at) {
        if (engine.filter(channel -> channel == at).isPresent()) listener.idle();
    }

    private void gone(LineChannel from) {
        strangers.left(from);
        if (engine.filter(channel -> channel == from).isEmpty()) return;
        engine = Optional.empty();
        listener.gone();
    }
}
