package dev.vigil.samples.cluster;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// One HTTP request to a daemon's Unix socket. A daemon that is stopped accepts connections and never answers, so everything has a limit.
///
/// @param socket of the daemon
public record DaemonHttp(Path socket) {
    private static final int AT_ONCE = 65_536;

    /// The body of the answer.
    ///
    /// @param limit how long to wait for all of it
    /// @throws IOException if there is no answer in time, or it is no success
    public String ask(String method, String path, byte[] body, Duration limit) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Thread watchdog = Thread.ofVirtual().start(() -> closeAfter(channel, limit));
            try {
                String head =
                        method
                                + " "
                                + path
                                + " HTTP/1.0\r\nHost: vigil\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n";
                write(channel, head.getBytes(StandardCharsets.US_ASCII));
                write(channel, body);
                return content(read(channel));
            } finally {
                watchdog.interrupt();
            }
        }
    }

    private static void closeAfter(SocketChannel channel, Duration limit) {
        try {
            Thread.sleep(limit);
            channel.close();
        } catch (InterruptedException | IOException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) channel.write(left);
    }

    private static String read(SocketChannel channel) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(AT_ONCE);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static String content(String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        String first = answer.lines().findFirst().orElse("");
        if (end < 0 || !first.contains(" 200 "))
            throw new IOException("no answer from the daemon: \"" + first + "\"");
        return answer.substring(end + 4);
    }
}
