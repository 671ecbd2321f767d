package dev.vigil.engine.had;

import dev.vigil.engine.fault.Direction;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.gab.GabMessage;
import dev.vigil.engine.llt.LinkStatus;
import dev.vigil.engine.llt.LltTab;
import dev.vigil.engine.llt.UdpLink;
import dev.vigil.engine.log.HeldMessage;
import dev.vigil.engine.node.Json;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/// Messages between engines, over TCP on the addresses of the links.
///
/// Each engine sends over connections that it opens itself, one to each peer, on a link that is up; when that link fails it goes over to
/// another. What was under way is lost then, which the machines behind it allow for. Belongs to had's event loop.
final class PeerNetwork {
    /// had's TCP port on a link is the link's UDP port and this.
    static final int PORT_OFFSET = 1;

    private static final int CONNECT_TIMEOUT_MS = 500;
    private static final int RETRY_MS = 200;

    /// What begins with it is for the edges; messages for the stack are JSON objects.
    private static final char WORD = '!';

    private static final int MOST_WAITING = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(PeerNetwork.class);

    private final Vertx vertx;
    private final int self;
    private final List<UdpLink> links;
    private final byte[] secret;
    private final BiConsumer<Integer, PeerMessage> received;
    private final BiConsumer<Integer, String> words;
    private final Json json = new Json(PeerMessage.class, GabMessage.class, HeldMessage.class);
    private final NetClient client;
    private final SortedMap<Integer, Peer> peers = new TreeMap<>();
    private final FaultEdge faults;
    private volatile SortedMap<Integer, PeerReport> linkStates = new TreeMap<>();

    /// A network that is not yet open.
    ///
    /// @param faults every message goes through it
    /// @param received is given the sender's id and its message, on the event loop
    /// @param words is given the sender's id and what its edges say to the edges of this one, on the event loop
    PeerNetwork(
            Vertx vertx,
            LltTab tab,
            byte[] secret,
            FaultEdge faults,
            BiConsumer<Integer, PeerMessage> received,
            BiConsumer<Integer, String> words) {
        this.vertx = vertx;
        this.self = tab.node();
        this.links = tab.links();
        this.secret = secret;
        this.faults = faults;
        this.received = received;
        this.words = words;
        this.client =
                vertx.createNetClient(
                        new NetClientOptions()
                                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                                .setTcpNoDelay(true)
                                .setTcpKeepAlive(true));
    }

    /// Listens on every link.
    Future<Void> open() {
        List<Future<?>> listening = new ArrayList<>();
        for (UdpLink link : links) {
            int port = link.port() + PORT_OFFSET;
            listening.add(
                    vertx.createNetServer(
                                    new NetServerOptions()
                                            .setHost(link.address())
                                            .setPort(port)
                                            .setTcpNoDelay(true)
                                            .setReuseAddress(true))
                            .connectHandler(socket -> accept(link.tag(), socket))
                            .listen()
                            .recover(
                                    refused ->
                                            Future.failedFuture(
                                                    new IOException(
                                                            "link "
                                                                    + link.tag()
                                                                    + ": "
                                                                    + link.address()
                                                                    + " TCP port "
                                                                    + port
                                                                    + " cannot be used ("
                                                                    + refused.getMessage()
                                                                    + ")",
                                                            refused))));
        }
        return Future.all(listening).mapEmpty();
    }

    /// Takes note of which links are up; a connection on one that is not moves to one that is.
    void linksAre(NodeReport report) {
        linkStates = report.peers();
        peers.values().forEach(Peer::moveToBetterLink);
    }

    /// Sends a message; it may be lost.
    void send(int peer, PeerMessage message) {
        send(peer, json.bytes(message));
    }

    /// Says something to the edges of another engine, not to its stack; it may be lost.
    void tell(int peer, String word) {
        send(peer, (WORD + word).getBytes(StandardCharsets.UTF_8));
    }

    private void send(int id, byte[] message) {
        Peer peer = peers.computeIfAbsent(id, Peer::new);
        faults.pass(links.get(peer.link).tag(), id, Direction.OUT, () -> peer.send(message));
    }

    /// The link to use between this system and some others: the present one if it is up to all of them, else the first that is, else the
    /// present one; a low-priority link only while no other will do. Any thread may ask.
    int bestLink(SortedSet<Integer> others, int present) {
        SortedMap<Integer, PeerReport> states = linkStates;
        if (!links.get(present).lowPriority() && upToAll(states, others, present)) return present;
        for (int link : preferred()) {
            if (upToAll(states, others, link)) return link;
        }
        return present;
    }

    /// The links in the order in which they carry data: those of low priority last.
    private List<Integer> preferred() {
        return IntStream.range(0, links.size())
                .boxed()
                .sorted(Comparator.comparing(link -> links.get(link).lowPriority()))
                .toList();
    }

    private boolean upToAll(
            SortedMap<Integer, PeerReport> states, SortedSet<Integer> others, int link) {
        String tag = links.get(link).tag();
        return others.stream()
                .map(states::get)
                .allMatch(
                        peer ->
                                peer != null
                                        && peer.links().get(tag) != null
                                        && peer.links().get(tag).state() == LinkStatus.State.UP);
    }

    private void accept(String link, NetSocket socket) {
        byte[] challenge = PeerWire.challenge();
        var wire = new PeerWire(secret, challenge);
        socket.write(Buffer.buffer(challenge));
        socket.exceptionHandler(broken -> socket.close());
        RecordParser parser = RecordParser.newFixed(4);
        var lengthNext = new boolean[] {true};
        parser.handler(
                record -> {
                    if (lengthNext[0]) {
                        int length = record.getInt(0);
                        if (length <= 0 || length > PeerWire.LARGEST_FRAME) {
                            refuse(socket, "a frame of " + length + " bytes");
                            return;
                        }
                        lengthNext[0] = false;
                        parser.fixedSizeMode(length);
                    } else {
                        lengthNext[0] = true;
                        parser.fixedSizeMode(4);
                        hear(link, socket, wire, record.getBytes());
                    }
                });
        socket.handler(parser);
    }

    private void hear(String link, NetSocket socket, PeerWire wire, byte[] frame) {
        Optional<PeerWire.Said> said = wire.open(frame);
        if (said.isEmpty()) {
            refuse(socket, "a frame that this cluster's secret did not sign");
            return;
        }
        int from = said.get().from();
        byte[] message = said.get().message();
        faults.pass(link, from, Direction.IN, () -> hear(from, message));
    }

    private void hear(int from, byte[] message) {
        if (message.length > 0 && message[0] == WORD) {
            words.accept(from, new String(message, 1, message.length - 1, StandardCharsets.UTF_8));
            return;
        }
        try {
            received.accept(from, json.read(message, PeerMessage.class));
        } catch (IOException unknown) {
            LOG.warn("a message of node {} is not understood", from, unknown);
        }
    }

    private static void refuse(NetSocket socket, String why) {
        LOG.warn("connection from {} ended: {}", socket.remoteAddress(), why);
        socket.close();
    }

    /// The connection to one peer.
    private final class Peer {
        private final int id;
        private final Deque<byte[]> waiting = new ArrayDeque<>();
        private Optional<NetSocket> socket = Optional.empty();
        private Optional<PeerWire> wire = Optional.empty();
        private boolean connecting;
        private int link;

        Peer(int id) {
            this.id = id;
        }

        void send(byte[] message) {
            if (wire.isPresent()) {
                socket.orElseThrow().write(wire.get().frame(self, message));
                return;
            }
            if (waiting.size() == MOST_WAITING) waiting.removeFirst();
            waiting.add(message);
            if (!connecting) connect();
        }

        void moveToBetterLink() {
            boolean good = state(link) == LinkStatus.State.UP && !links.get(link).lowPriority();
            if (socket.isEmpty() || good) return;
            int better = bestLink();
            if (better != link && state(better) == LinkStatus.State.UP) {
                LOG.info(
                        "node {}: link {} will not do any more, going over to {}",
                        id,
                        links.get(link).tag(),
                        links.get(better).tag());
                socket.get().close();
            }
        }

        private void connect() {
            connecting = true;
            link = bestLink();
            if (faults.cut(links.get(link).tag(), id)) {
                failed("link " + links.get(link).tag() + " is cut by hafault");
                return;
            }
            String address = links.get(link).peers().get(id);
            if (address == null) {
                failed("link " + links.get(link).tag() + " has no address of it");
                return;
            }
            client.connect(links.get(link).port() + PORT_OFFSET, address)
                    .onSuccess(this::connected)
                    .onFailure(refused -> failed(refused.getMessage()));
        }

        /// The connection counts from its challenge on; until then it is still being made.
        private void connected(NetSocket opened) {
            socket = Optional.of(opened);
            opened.exceptionHandler(broken -> opened.close());
            opened.closeHandler(closed -> gone(opened));
            long patience =
                    vertx.setTimer(
                            CONNECT_TIMEOUT_MS,
                            late -> {
                                opened.close();
                                gone(opened);
                            });
            opened.handler(
                    RecordParser.newFixed(
                            PeerWire.CHALLENGE,
                            challenge -> {
                                if (!vertx.cancelTimer(patience)) return;
                                connecting = false;
                                wire = Optional.of(new PeerWire(secret, challenge.getBytes()));
                                while (!waiting.isEmpty()) send(waiting.removeFirst());
                            }));
        }

        /// A connection has ended; what is said of one that was replaced meanwhile does not count.
        private void gone(NetSocket ended) {
            if (socket.filter(open -> open == ended).isEmpty()) return;
            socket = Optional.empty();
            wire = Optional.empty();
            connecting = false;
            if (!waiting.isEmpty()) connect();
        }

        private void failed(String why) {
            LOG.debug("no connection to node {}: {}", id, why);
            // What waits is old by now; newer messages say the same better.
            waiting.clear();
            link = (link + 1) % links.size();
            vertx.setTimer(
                    RETRY_MS,
                    timer -> {
                        connecting = false;
                        if (!waiting.isEmpty()) connect();
                    });
        }

        /// The first link that is up, else the first in trouble, else the next in turn; low-priority links after the others.
        private int bestLink() {
            for (LinkStatus.State wanted : List.of(LinkStatus.State.UP, LinkStatus.State.TROUBLE)) {
                for (int candidate : preferred()) {
                    if (state(candidate) == wanted) return candidate;
                }
            }
            return link;
        }

        private LinkStatus.State state(int index) {
            PeerReport report = linkStates.get(id);
            LinkStatus status = report == null ? null : report.links().get(links.get(index).tag());
            return status == null ? LinkStatus.State.DOWN : status.state();
        }
    }
}
