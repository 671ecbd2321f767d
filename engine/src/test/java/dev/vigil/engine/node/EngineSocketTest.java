package dev.vigil.engine.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vigil.engine.tls.Refusals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class EngineSocketTest {
    private static final String LINE = "x".repeat(10_000);

    /// A loop that kept asking whether a hung engine reads again would have no time for heartbeats.
    @Test
    void anEngineThatDoesNotReadCostsNothingAndIsSpokenToWhenItDoes(@TempDir Path directory)
            throws Exception {
        var tasks = new AtomicInteger();
        var idle = new AtomicInteger();
        var listener =
                new EngineSocket.Listener() {
                    @Override
                    public boolean hello(String line) {
                        return line.equals("hello");
                    }

                    @Override
                    public void refused(Refusals.Cause cause, String detail) {}

                    @Override
                    public void line(String line) {}

                    @Override
                    public void idle() {
                        idle.incrementAndGet();
                    }

                    @Override
                    public void gone() {}
                };
        Path path = directory.resolve("node.sock");
        try (var loop = Executors.newSingleThreadExecutor();
                var socket =
                        new EngineSocket(
                                path,
                                task -> {
                                    tasks.incrementAndGet();
                                    loop.execute(task);
                                },
                                listener);
                var engine = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            engine.write(ByteBuffer.wrap("hello\n".getBytes()));
            await("the engine is connected").until(() -> loop.submit(socket::idle).get());
            int sent = 0;
            while (loop.submit(socket::idle).get() || sent < 100) {
                loop.submit(() -> socket.send(LINE)).get();
                sent++;
            }
            await("the writer is stuck")
                    .during(java.time.Duration.ofMillis(300))
                    .until(() -> !loop.submit(socket::idle).get());
            int before = tasks.get();
            int idleBefore = idle.get();
            assertFalse(loop.submit(socket::idle).get());
            assertEquals(before, tasks.get());

            var read = ByteBuffer.allocate(sent * (LINE.length() + 1));
            while (read.hasRemaining()) engine.read(read);
            await("it is said that the engine reads").until(() -> idle.get() > idleBefore);
        }
    }
}
