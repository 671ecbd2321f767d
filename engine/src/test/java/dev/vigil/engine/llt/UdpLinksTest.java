package dev.vigil.engine.llt;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Real sockets on loopback.
class UdpLinksTest {
    private static final LltHosts HOSTS =
            new LltHosts(new TreeMap<>(Map.of(0, "a", 1, "b", 2, "c")));

    private static LltTab tab(int node, String rest) throws BadFileException {
        return LltTab.parse(
                TableFile.of(Path.of("llttab"), "set-node " + node + "\n" + rest), HOSTS);
    }

    /// A port that nobody uses at this moment.
    private static int port() throws IOException {
        try (var any = DatagramChannel.open()) {
            any.bind(new InetSocketAddress("127.0.0.1", 0));
            return ((InetSocketAddress) any.getLocalAddress()).getPort();
        }
    }

    private record End(Selector selector, UdpLinks links, List<String> heard)
            implements AutoCloseable {
        static End open(LltTab tab) throws IOException {
            Selector selector = Selector.open();
            return new End(selector, new UdpLinks(tab, selector), new ArrayList<>());
        }

        List<String> read() {
            try {
                selector.selectNow();
            } catch (IOException closed) {
                throw new java.io.UncheckedIOException(closed);
            }
            selector.selectedKeys()
                    .forEach(
                            key ->
                                    links.read(
                                            key,
                                            (link, source, packet) ->
                                                    heard.add(
                                                            link
                                                                    + " "
                                                                    + source
                                                                    + " "
                                                                    + new String(packet))));
            selector.selectedKeys().clear();
            return heard;
        }

        @Override
        public void close() throws IOException {
            links.close();
            selector.close();
        }
    }

    @Test
    void aPacketGoesToOnePeerOnOneLinkAndIsCounted() throws Exception {
        int port = port();
        try (End a = End.open(unicast(0, port));
                End b = End.open(unicast(1, port))) {
            assertTrue(a.links().send("net1", 1, "hello".getBytes()));
            await().until(() -> b.read().equals(List.of("net1 127.89.1.1 hello")));
            assertEquals(new LinkTraffic(1, 5, 0, 0, 0), a.links().traffic().get("net1"));
            assertEquals(new LinkTraffic(0, 0, 0, 1, 5), b.links().traffic().get("net1"));
            b.links().answer("net1", "127.89.1.1", "hi".getBytes());
            await().until(() -> a.read().equals(List.of("net1 127.89.1.2 hi")));
            a.links().zero();
            assertEquals(LinkTraffic.NONE, a.links().traffic().get("net1"));
        }
    }

    private static LltTab unicast(int node, int port) throws BadFileException {
        var lines = new StringBuilder("link net1 lo - udp " + port + " - 127.89.1." + (node + 1));
        for (int peer = 0; peer < 3; peer++) {
            if (peer != node) lines.append("\nset-addr " + peer + " net1 127.89.1." + (peer + 1));
        }
        return tab(node, lines.toString());
    }

    private static LltTab broadcast(int node, int port) throws BadFileException {
        return tab(
                node,
                "link net1 lo - udp " + port + " - 127.89.2." + (node + 1) + " 127.255.255.255");
    }

    @Test
    void aBroadcastGoesOutOnceForAllPeersAndComesInAtEach() throws Exception {
        int port = port();
        try (End a = End.open(broadcast(0, port));
                End b = End.open(broadcast(1, port));
                End c = End.open(broadcast(2, port))) {
            byte[] first = "first".getBytes();
            for (int peer : List.of(1, 2)) assertTrue(a.links().send("net1", peer, first));
            byte[] second = "second".getBytes();
            for (int peer : List.of(1, 2)) assertTrue(a.links().send("net1", peer, second));
            List<String> expected = List.of("net1 127.89.2.1 first", "net1 127.89.2.1 second");
            await().until(() -> b.read().equals(expected));
            await().until(() -> c.read().equals(expected));
            assertEquals(2, a.links().traffic().get("net1").sentPackets());
        }
    }
}
