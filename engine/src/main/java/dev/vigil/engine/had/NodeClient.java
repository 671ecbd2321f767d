package dev.vigil.engine.had;

import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.node.Json;
import dev.vigil.engine.node.LastWords;
import dev.vigil.engine.node.LineChannel;
import dev.vigil.engine.node.NodeCommand;
import dev.vigil.engine.node.NodeFrame;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/// The engine's connection to the node daemon of its system; made again whenever it is gone.
///
/// Everything is reported on the loop, and all methods are called there.
final class NodeClient implements AutoCloseable {
    /// Is told, on the loop, what the node daemon does.
    interface Listener {
        /// A node daemon is connected and has said who it is; what the engine wants of it has to be said anew.
        void connected(NodeFrame.Hello node);

        /// It says something.
        void heard(NodeFrame frame);

        /// It took the connection and has said nothing since: it hangs, or is stopped.
        ///
        /// @param ms for how long
        void mute(long ms);

        /// The connection is gone.
        void gone();

        /// No node daemon runs here, and none is going to.
        ///
        /// @param reason in the last one's words
        void leftForGood(String reason);
    }

    private static final long RETRY_MS = 20;

    /// A node daemon reports with every heartbeat, and at once to an engine that has just come.
    private static final long MUTE_MS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(NodeClient.class);

    private final Json json = new Json(NodeFrame.class, NodeCommand.class, FaultRequest.class);
    private final Path socket;
    private final LastWords lastWords;
    private final long incarnation;
    private final Executor loop;
    private final BiConsumer<Long, Runnable> later;
    private final Listener listener;
    private Optional<LineChannel> channel = Optional.empty();
    private boolean spoken;
    private volatile boolean closed;

    /// A client that is not yet connected.
    ///
    /// @param incarnation of this engine
    /// @param later runs something on the loop after so many ms
    NodeClient(
            Path socket,
            LastWords lastWords,
            long incarnation,
            Executor loop,
            BiConsumer<Long, Runnable> later,
            Listener listener) {
        this.later = later;
        this.socket = socket;
        this.lastWords = lastWords;
        this.incarnation = incarnation;
        this.loop = loop;
        this.listener = listener;
    }

    /// Begins to connect.
    void open() {
        connect();
    }

    /// Says something to the node daemon; lost if there is none, which [Listener#connected] makes up for.
    void send(NodeFrame frame) {
        channel.ifPresent(open -> open.send(json.line(frame)));
    }

    /// Whether a node daemon is connected.
    boolean connected() {
        return channel.isPresent();
    }

    @Override
    public void close() {
        closed = true;
        channel.ifPresent(LineChannel::close);
    }

    private void connect() {
        Thread.ofVirtual().name("node-connect").start(this::connectUntilDone);
    }

    private void connectUntilDone() {
        try {
            while (!closed) {
                try {
                    SocketChannel opened = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                    loop.execute(() -> opened(opened));
                    return;
                } catch (IOException notThere) {
                    Optional<String> reason = lastWords.reason();
                    if (reason.isPresent()) {
                        loop.execute(() -> listener.leftForGood(reason.get()));
                        return;
                    }
                    Thread.sleep(RETRY_MS);
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void opened(SocketChannel opened) {
        var self = new LineChannel[1];
        self[0] =
                new LineChannel(
                        opened,
                        line -> loop.execute(() -> heard(self[0], line)),
                        () -> {},
                        () -> loop.execute(() -> gone(self[0])));
        channel = Optional.of(self[0]);
        spoken = false;
        later.accept(MUTE_MS, () -> judge(self[0]));
        self[0].start("node");
        send(new NodeFrame.Hello(incarnation, ProcessHandle.current().pid()));
    }

    private void heard(LineChannel from, String line) {
        if (channel.filter(open -> open == from).isEmpty()) return;
        spoken = true;
        try {
            NodeFrame frame = json.read(line, NodeFrame.class);
            if (frame instanceof NodeFrame.Hello hello) listener.connected(hello);
            else listener.heard(frame);
        } catch (IOException unknown) {
            LOG.error("the node daemon says what is not understood: {}", line, unknown);
        }
    }

    private void judge(LineChannel opened) {
        if (!spoken && channel.filter(open -> open == opened).isPresent()) listener.mute(MUTE_MS);
    }

    private void gone(LineChannel from) {
        if (channel.filter(open -> open == from).isEmpty()) return;
        channel = Optional.empty();
        listener.gone();
        if (!closed) connect();
    }
}
