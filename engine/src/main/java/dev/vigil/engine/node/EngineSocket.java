package dev.vigil.engine.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

/// The Unix socket on which the engine connects to its node daemon. One engine at a time: a newer connection ends the older.
///
/// Everything is reported on the loop.
final class EngineSocket implements AutoCloseable {
    /// Is told, on the loop, what the engine does.
    interface Listener {
        /// A line came in.
        void line(String line);

        /// The engine has taken in all that was sent.
        void idle();

        /// The connection that was there is gone, with no other in its place.
        void gone();
    }

    private static final long ACCEPT_AGAIN_MS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(EngineSocket.class);

    private final ServerSocketChannel server;
    private final Executor loop;
    private final Listener listener;
    private Optional<LineChannel> engine = Optional.empty();

    /// Listens; a socket left by a predecessor is replaced.
    EngineSocket(Path path, Executor loop, Listener listener) throws IOException {
        this.loop = loop;
        this.listener = listener;
        this.server = listen(path);
        Thread.ofVirtual()
                .name("engine-accept")
                .start(() -> accept(server, socket -> loop.execute(() -> connected(socket))));
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
    static void accept(ServerSocketChannel server, Consumer<SocketChannel> connected) {
        boolean said = false;
        while (server.isOpen()) {
            try {
                SocketChannel socket = server.accept();
                said = false;
                connected.accept(socket);
            } catch (ClosedChannelException ending) {
                return;
            } catch (IOException failed) {
                if (!said)
                    LOG.error(
                            "nobody can connect for now, it is tried again: {}", failed.toString());
                said = true;
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
        engine.ifPresent(LineChannel::close);
        var self = new LineChannel[1];
        self[0] =
                new LineChannel(
                        socket,
                        line -> loop.execute(() -> heard(self[0], line)),
                        () -> loop.execute(() -> idle(self[0])),
                        () -> loop.execute(() -> gone(self[0])));
        engine = Optional.of(self[0]);
        self[0].start("engine");
    }

    private void heard(LineChannel from, String line) {
        if (engine.filter(channel -> channel == from).isPresent()) listener.line(line);
    }

    private void idle(LineChannel at) {
        if (engine.filter(channel -> channel == at).isPresent()) listener.idle();
    }

    private void gone(LineChannel from) {
        if (engine.filter(channel -> channel == from).isEmpty()) return;
        engine = Optional.empty();
        listener.gone();
    }
}
