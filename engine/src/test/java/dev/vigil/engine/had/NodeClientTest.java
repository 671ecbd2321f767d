package dev.vigil.engine.had;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.engine.node.LastWords;
import dev.vigil.engine.node.NodeFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NodeClientTest {
    @TempDir Path directory;

    private final ExecutorService loop =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    new ThreadPoolExecutor.DiscardPolicy());
    private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private ServerSocketChannel hanode;
    private LastWords lastWords;
    private NodeClient client;

    @BeforeEach
    void open() throws IOException {
        lastWords = new LastWords(directory.resolve("left"));
        Path socket = directory.resolve("s");
        hanode = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        hanode.bind(UnixDomainSocketAddress.of(socket));
        client =
                new NodeClient(
                        socket, lastWords, 7, loop, (ms, task) -> later.add(task), new Seen());
        loop.execute(client::open);
    }

    @AfterEach
    void close() throws IOException {
        loop.execute(client::close);
        loop.shutdown();
        hanode.close();
    }

    private final class Seen implements NodeClient.Listener {
        @Override
        public void connected(NodeFrame.Hello node) {
            seen.add("connected " + node.pid());
        }

        @Override
        public void heard(NodeFrame frame) {
            seen.add("heard");
        }

        @Override
        public void mute(long ms) {
            seen.add("mute");
        }

        @Override
        public void gone() {
            seen.add("gone");
        }

        @Override
        public void leftForGood(String reason) {
            seen.add("left: " + reason);
        }
    }

    private Runnable judgement() {
        await().until(() -> !later.isEmpty());
        return later.remove();
    }

    /// One that is stopped has its connections taken by the kernel.
    @Test
    void aNodeDaemonThatTakesTheConnectionAndSaysNothingIsFound() {
        loop.execute(judgement());
        await().until(() -> seen.equals(List.of("mute")));
    }

    @Test
    void oneThatHasSaidWhoItIsIsNotMute() throws IOException {
        Runnable judgement = judgement();
        try (SocketChannel engine = hanode.accept()) {
            engine.write(
                    ByteBuffer.wrap(
                            "{\"is\":\"Hello\",\"incarnation\":1,\"pid\":42}\n"
                                    .getBytes(StandardCharsets.UTF_8)));
            await().until(() -> !seen.isEmpty());
            loop.execute(judgement);
        }
        await().until(() -> seen.contains("gone"));
        assertEquals(List.of("connected 42", "gone"), seen);
    }

    @Test
    void oneThatLeavesForGoodIsNotWaitedFor() throws IOException {
        try (SocketChannel _ = hanode.accept()) {
            Files.writeString(lastWords.file(), "this is a copy\n");
            hanode.close();
            Files.delete(directory.resolve("s"));
        }
        await().until(() -> seen.equals(List.of("gone", "left: this is a copy")));
    }
}
