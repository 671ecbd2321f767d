package dev.vigil.engine.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Lines of text both ways over a connected socket.
///
/// One virtual thread reads, one writes. Who does not read what is sent is disconnected when the bounded queue is full: both ends
/// can begin anew, but neither may wait for the other.
public final class LineChannel implements AutoCloseable {
    private static final int MOST_WAITING = 20_000;

    /// Who sends a longer line is disconnected before memory is taken for it.
    static final long LONGEST_LINE = Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 8);

    private static final int AT_ONCE = 16 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(LineChannel.class);

    private final SocketChannel socket;
    private final Consumer<String> lines;
    private final Runnable idle;
    private final Runnable gone;
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

    /// A channel over a connected, blocking socket; nothing is read before [#start].
    ///
    /// @param lines is given every line, on the reading thread
    /// @param idle is called whenever nothing waits to be written any more, on the writing thread
    /// @param gone is called once, after the last line, when the connection has ended for whatever reason
    public LineChannel(SocketChannel socket, Consumer<String> lines, Runnable idle, Runnable gone) {
        this.socket = socket;
        this.lines = lines;
        this.idle = idle;
        this.gone = gone;
    }

    /// Begins to read and write.
    public LineChannel start(String name) {
        Thread writer = Thread.ofVirtual().name(name + "-writer").start(this::write);
        Thread.ofVirtual()
                .name(name + "-reader")
                .start(
                        () -> {
                            try {
                                read();
                            } finally {
                                writer.interrupt();
                                gone.run();
                            }
                        });
        return this;
    }

    /// Sends a line; never blocks.
    public void send(String line) {
        if (!waiting.offer(line)) close();
    }

    /// Whether anything still waits to be written.
    public boolean idle() {
        return waiting.isEmpty();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // Closing is all that was wanted; the reader ends either way.
        }
    }

    private void read() {
        byte[] part = new byte[AT_ONCE];
        var line = new ByteArrayOutputStream();
        try (InputStream in = Channels.newInputStream(socket)) {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                line = split(part, length, line);
                if (line.size() > LONGEST_LINE) {
                    LOG.warn("a line of more than {} bytes ends its connection", LONGEST_LINE);
                    return;
                }
            }
        } catch (IOException ended) {
            // The other side is gone, which is what "gone" says.
        } finally {
            close();
        }
    }

    /// Hands on the lines that end within a part.
    ///
    /// @param begun what came before of the first one
    /// @return what there is of the one that has not ended
    private ByteArrayOutputStream split(byte[] part, int length, ByteArrayOutputStream begun) {
        ByteArrayOutputStream line = begun;
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (part[i] != '\n') continue;
            line.write(part, from, i - from);
            lines.accept(line.toString(StandardCharsets.UTF_8));
            line = new ByteArrayOutputStream();
            from = i + 1;
        }
        line.write(part, from, length - from);
        return line;
    }

    private void write() {
        try {
            while (true) {
                var bytes = StandardCharsets.UTF_8.encode(waiting.take() + "\n");
                writeAll(bytes);
                if (waiting.isEmpty()) idle.run();
            }
        } catch (IOException | InterruptedException ended) {
            close();
        }
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) socket.write(bytes);
    }
}
