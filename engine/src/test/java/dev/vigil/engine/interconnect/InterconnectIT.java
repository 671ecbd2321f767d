package dev.vigil.engine.interconnect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.LinkStatus;
import dev.vigil.engine.llt.UdpLink;
import dev.vigil.engine.node.PeerReport;
import dev.vigil.engine.tls.ClusterAuthority;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Refusals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// Two engines' interconnects with two links between them, over wires that can be cut, and what comes to their doors from elsewhere.
@Timeout(60)
class InterconnectIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final SortedMap<Integer, String> NAMES =
            new TreeMap<>(Map.of(0, "north", 1, "south"));

    @TempDir private Path directory;
    private ClusterAuthority authority;
    private final List<ClusterKeys> keys = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Interconnect> ends = new ArrayList<>();
    private final List<Plug> plugs = new ArrayList<>();
    private final List<List<String>> heard =
            List.of(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    private final List<Set<String>> cutAt =
            List.of(new CopyOnWriteArraySet<>(), new CopyOnWriteArraySet<>());
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<Refusals> refusals =
            List.of(new Refusals(complaints::add), new Refusals(complaints::add));
    private int port;

    @BeforeEach
    void connect() throws Exception {
        authority = ClusterAuthority.init(directory.resolve("ours"), "ours");
        for (int node : NAMES.keySet())
            keys.add(ClusterKeys.read(authority.addSystem(node, NAMES.get(node))));
        port = freePort();
        // What goes from 0 to 1 passes a plug on either link.
        for (int link = 0; link < 2; link++) {
            Plug plug = new Plug(address(link, 101), address(link, 1), linkPort(link) + 1);
            plugs.add(plug);
            open.add(plug);
        }
        start(0, 1);
        start(1, 1);
    }

    @AfterEach
    void disconnect() throws Exception {
        for (AutoCloseable each : open.reversed()) each.close();
    }

    private static int freePort() throws IOException {
        for (int port = 21_400; ; port += 10) {
            try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.78.0.1"))) {
                return port;
            } catch (IOException taken) {
                if (port > 22_400) throw taken;
            }
        }
    }

    private static String address(int link, int node) {
        return "127.3" + link + ".0." + (node + 1);
    }

    private int linkPort(int link) {
        return port + 2 + 3 * link;
    }

    private void start(int self, long incarnation) throws Exception {
        List<UdpLink> links = new ArrayList<>();
        for (int link = 0; link < 2; link++) {
            int peer = 1 - self;
            links.add(
                    new UdpLink(
                            "net" + link,
                            "lo",
                            false,
                            linkPort(link),
                            8192,
                            address(link, self),
                            Optional.empty(),
                            new TreeMap<>(Map.of(peer, address(link, self == 0 ? 101 : peer)))));
        }
        var end =
                new Interconnect(
                        new Interconnect.Settings(
                                self,
                                incarnation,
                                NAMES,
                                links,
                                // Each has a loopback of its own.
                                Optional.of(
                                        new LoopbackAddresses("127.7" + (8 + self) + ".0.", port))),
                        keys.get(self),
                        refusals.get(self),
                        (link, peer) -> cutAt.get(self).contains(link),
                        (peer, link, message) -> heard.get(self).add(new String(message)));
        end.linksAre(bothUp(1 - self));
        end.open().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        if (ends.size() > self) ends.set(self, end);
        else ends.add(end);
        open.add(end);
    }

    private static SortedMap<Integer, PeerReport> bothUp(int peer) {
        SortedMap<String, LinkStatus> links = new TreeMap<>();
        for (String tag : List.of("net0", "net1"))
            links.put(tag, new LinkStatus(LinkStatus.State.UP, 0, 1, 1));
        return new TreeMap<>(
                Map.of(
                        peer,
                        new PeerReport(
                                true,
                                0,
                                links,
                                new TreeSet<>(),
                                1,
                                1,
                                true,
                                0,
                                ViewId.NONE,
                                ViewId.NONE,
                                0,
                                0,
                                0)));
    }

    private void send(int from, int first, int count) {
        for (int i = first; i < first + count; i++)
            ends.get(from).send(1 - from, ("m" + i).getBytes());
    }

    private void awaitHeard(int at, int count) {
        await(count + " messages").atMost(LONG).until(() -> heard.get(at).size() >= count);
        assertEquals(
                IntStream.range(0, count).mapToObj(i -> "m" + i).toList(),
                heard.get(at).subList(0, count));
    }

    @Test
    void messagesArriveOnceAndInOrderBothWays() {
        send(0, 0, 500);
        send(1, 0, 500);
        awaitHeard(0, 500);
        awaitHeard(1, 500);
        assertEquals(List.of(), complaints);
    }

    @Test
    void whatWasUnderWayOnASilentLinkArrivesOverTheOther() {
        send(0, 0, 100);
        awaitHeard(1, 100);
        assertEquals("net0", ends.get(0).linkTo(1));
        plugs.get(0).cut();
        send(0, 100, 100);
        awaitHeard(1, 200);
        assertEquals("net1", ends.get(0).linkTo(1));
    }

    @Test
    void aPauseOfAllLinksEndsNoSession() throws Exception {
        send(0, 0, 1);
        awaitHeard(1, 1);
        for (Plug plug : plugs) plug.deafen();
        send(0, 1, 99);
        // Long enough for connections over both links to be given up, before and after.
        pause();
        send(0, 100, 100);
        pause();
        assertFalse(heard.get(1).contains("m1"));
        for (Plug plug : plugs) plug.mend();
        awaitHeard(1, 200);
    }

    @Test
    void firstConnectionsThatFailLoseNothing() {
        for (Plug plug : plugs) plug.hangUp(2);
        send(0, 0, 100);
        awaitHeard(1, 100);
        assertEquals(0, plugs.get(0).hangUps());
    }

    private static void pause() {
        await("a pause").pollDelay(Duration.ofSeconds(2)).atMost(LONG).until(() -> true);
    }

    @Test
    void aLinkThatIsCutOnTrialIsUsedByNeitherSide() {
        send(0, 0, 100);
        awaitHeard(1, 100);
        cutAt.get(1).add("net0");
        send(0, 100, 100);
        awaitHeard(1, 200);
        assertEquals("net1", ends.get(0).linkTo(1), "the receiver does not take it");
        cutAt.get(1).clear();
        cutAt.get(0).add("net1");
        await("the sender leaves it")
                .atMost(LONG)
                .until(
                        () -> {
                            send(0, 200, 1);
                            return ends.get(0).linkTo(1).equals("net0");
                        });
    }

    @Test
    void aLinkThatIsReportedDownIsLeft() {
        send(0, 0, 1);
        awaitHeard(1, 1);
        SortedMap<Integer, PeerReport> down = bothUp(1);
        SortedMap<String, LinkStatus> links = new TreeMap<>(down.get(1).links());
        links.put("net0", new LinkStatus(LinkStatus.State.DOWN, 0, 1, 1));
        down.put(
                1,
                new PeerReport(
                        true,
                        0,
                        links,
                        new TreeSet<>(),
                        1,
                        1,
                        true,
                        0,
                        ViewId.NONE,
                        ViewId.NONE,
                        0,
                        0,
                        0));
        ends.get(0).linksAre(down);
        await("the other link").atMost(LONG).until(() -> ends.get(0).linkTo(1).equals("net1"));
        send(0, 1, 1);
        awaitHeard(1, 2);
    }

    @Test
    void aRestartedEngineIsSentWhatFollows() throws Exception {
        send(0, 0, 10);
        awaitHeard(1, 10);
        ends.get(1).close();
        open.remove(ends.get(1));
        heard.get(1).clear();
        await("its port is free")
                .atMost(LONG)
                .ignoreExceptions()
                .until(
                        () -> {
                            start(1, 2);
                            return true;
                        });
        await("a message to the new one")
                .atMost(LONG)
                .until(
                        () -> {
                            ends.get(0).send(1, "again".getBytes());
                            return heard.get(1).contains("again");
                        });
    }

    @Test
    void aTunnelledConnectionGoesOnOverTheOtherLink() throws Exception {
        try (var echo = new Echo("127.79.0.1", port);
                var through = new Socket("127.78.0.1", port)) {
            byte[] content = new byte[32 << 20];
            new Random(1).nextBytes(content);
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    through.getOutputStream().write(content);
                                } catch (IOException seenBelow) {
                                    return;
                                }
                            });
            byte[] back = new byte[content.length];
            int first = through.getInputStream().readNBytes(back, 0, 1 << 20);
            plugs.get(0).cut();
            assertEquals(
                    content.length - first,
                    through.getInputStream().readNBytes(back, first, content.length - first));
            assertArrayEquals(content, back);
            assertEquals("net1", ends.get(0).linkTo(1));
            assertEquals(1, echo.connections());
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void aTunnelToNobodyIsClosed() throws Exception {
        send(0, 0, 1);
        awaitHeard(1, 1);
        try (var through = new Socket("127.78.0.1", port)) {
            assertEquals(-1, through.getInputStream().read());
        }
    }

    @Test
    void anotherProcessFindsTheTunnelsClosed() throws Exception {
        try (var echo = new Echo("127.79.0.1", port)) {
            Process stranger =
                    new ProcessBuilder(
                                    "bash",
                                    "-c",
                                    "exec 3<>/dev/tcp/127.78.0.1/"
                                            + port
                                            + "; echo hello >&3; head -c 5 <&3")
                            .start();
            assertEquals("", new String(stranger.getInputStream().readAllBytes()));
            assertEquals(0, echo.connections());
        }
        assertEquals(1, refusals.get(0).counts().get("stranger"));
    }

    @Test
    void whoShowsNoCertificateOfTheClusterIsRefused() throws Exception {
        ClusterAuthority others = ClusterAuthority.init(directory.resolve("theirs"), "ours");
        refusedAs(
                "handshake",
                ClusterKeys.read(others.addSystem(0, "north")).sslContext().getSocketFactory()
                        ::createSocket);
        refusedAs("handshake", () -> javax.net.ssl.SSLSocketFactory.getDefault().createSocket());
    }

    @Test
    void whoIsNoOtherSystemOfTheClusterIsRefused() throws Exception {
        for (Path foreign :
                List.of(
                        authority.addSystem(7, "seven"),
                        authority.addPoint("point"),
                        directory.resolve("ours").resolve("south")))
            refusedAs(
                    "identity",
                    ClusterKeys.read(foreign).sslContext().getSocketFactory()::createSocket);
    }

    @Test
    void whoAnswersInThePlaceOfAnotherIsRefused() throws Exception {
        ends.get(1).close();
        open.remove(ends.get(1));
        ClusterKeys other = ClusterKeys.read(authority.addSystem(7, "seven"));
        try (var impostor =
                (SSLServerSocket)
                        other.sslContext().getServerSocketFactory().createServerSocket()) {
            impostor.setReuseAddress(true);
            await("its port")
                    .atMost(LONG)
                    .ignoreExceptions()
                    .until(
                            () -> {
                                impostor.bind(
                                        new InetSocketAddress(address(0, 1), linkPort(0) + 1));
                                return true;
                            });
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    while (true) ((SSLSocket) impostor.accept()).startHandshake();
                                } catch (IOException over) {
                                    return;
                                }
                            });
            await("the impostor is found out")
                    .atMost(LONG)
                    .until(
                            () -> {
                                ends.get(0).send(1, "secret".getBytes());
                                return refusals.get(0).counts().get("identity") > 0;
                            });
        }
    }

    @Test
    void garbageIsRefused() throws Exception {
        try (var socket = knock()) {
            byte[] garbage = new byte[4096];
            new Random(2).nextBytes(garbage);
            socket.getOutputStream().write(garbage);
            awaitRefused("handshake", 1);
            assertClosed(socket);
        }
        goesOn();
    }

    @Test
    void anOversizedFrameIsRefusedBeforeMemoryIsTaken() throws Exception {
        try (var socket = tlsAs(0)) {
            socket.getOutputStream().write(Frames.hello(Long.MAX_VALUE).getBytes());
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array());
            awaitRefused("protocol", 1);
            assertClosed(socket);
        }
    }

    @Test
    void aHelloThatIsNoneIsRefused() throws Exception {
        try (var socket = tlsAs(0)) {
            socket.getOutputStream().write(new byte[Frames.HELLO_BYTES]);
            awaitRefused("protocol", 1);
            assertClosed(socket);
        }
        goesOn();
    }

    @Test
    void whoSaysNothingIsRefusedAndTooManyOfThemAtOnce() throws Exception {
        goesOn();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) silent.add(knock());
            awaitRefused("too_many", 4);
            goesOn();
            awaitRefused("slow", 16);
            for (Socket socket : silent) assertClosed(socket);
        } finally {
            for (Socket socket : silent) socket.close();
        }
        assertEquals(2, complaints.size(), complaints::toString);
    }

    /// What comes from a peer is not impeded.
    private void goesOn() {
        int before = heard.get(1).size();
        ends.get(0).send(1, "still".getBytes());
        await("a message").atMost(LONG).until(() -> heard.get(1).size() > before);
    }

    private interface Sockets {
        Socket create() throws IOException;
    }

    private void refusedAs(String cause, Sockets sockets) throws Exception {
        long before = refusals.get(1).counts().get(cause);
        try (var socket = (SSLSocket) sockets.create()) {
            socket.connect(knock().getRemoteSocketAddress());
            try {
                socket.getOutputStream().write(1);
                assertClosed(socket);
            } catch (IOException refused) {
                // It may already be seen here.
            }
            awaitRefused(cause, before + 1);
        }
        goesOn();
    }

    private Socket knock() throws IOException {
        return new Socket(address(1, 1), linkPort(1) + 1);
    }

    private SSLSocket tlsAs(int node) throws IOException {
        var socket =
                (SSLSocket)
                        keys.get(node)
                                .sslContext()
                                .getSocketFactory()
                                .createSocket(address(1, 1), linkPort(1) + 1);
        socket.startHandshake();
        return socket;
    }

    private void awaitRefused(String cause, long count) {
        await(count + " refused as " + cause)
                .atMost(LONG)
                .until(() -> refusals.get(1).counts().get(cause) >= count);
    }

    private static void assertClosed(Socket socket) throws IOException {
        try {
            socket.setSoTimeout(20_000);
            byte[] rest = socket.getInputStream().readAllBytes();
            assertTrue(rest.length < 64, "something was answered");
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("it is still open", open);
        } catch (IOException reset) {
            // Closed just the same.
        }
    }

    /// In the place of a Hazelcast member.
    private static final class Echo implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> accepted = new CopyOnWriteArrayList<>();

        Echo(String address, int port) throws IOException {
            server = new ServerSocket(port, 10, InetAddress.ofLiteral(address));
            Thread.ofVirtual().start(this::serve);
        }

        int connections() {
            return accepted.size();
        }

        private void serve() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    accepted.add(socket);
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try (socket) {
                                            socket.getInputStream()
                                                    .transferTo(socket.getOutputStream());
                                        } catch (IOException ended) {
                                            return;
                                        }
                                    });
                }
            } catch (IOException closed) {
                return;
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : accepted) socket.close();
        }
    }
}
