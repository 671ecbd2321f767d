package dev.vigil.engine.interconnect;

import dev.vigil.engine.llt.LinkStatus;
import dev.vigil.engine.llt.UdpLink;
import dev.vigil.engine.node.PeerReport;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Identity;
import dev.vigil.engine.tls.Refusals;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The encrypted connections between the engines of a cluster, on the addresses of its links.
///
/// Each engine sends over connections that it opens itself, one to each peer, on a link that is up. It has a thread of its own, so that neither
/// encryption nor the log's traffic keeps the engine waiting, nor the engine the traffic.
public final class Interconnect implements AutoCloseable {
    /// The TCP port on a link is the link's UDP port and this.
    public static final int PORT_OFFSET = 1;

    private static final int CONNECT_WITHIN_MS = 500;
    private static final int REHEARSED_WITHIN_MS = 10_000;
    private static final long LOOK_EVERY_MS = 100;

    /// Sessions and connections are counted from the incarnation of the engine on.
    private static final int SESSIONS_PER_INCARNATION_BITS = 24;

    private final Vertx vertx;
    private final Context loop;
    private final Settings settings;
    private final ClusterKeys keys;
    private final BiPredicate<String, Integer> cut;
    private final Receiver receiver;
    private final Refusals refusals;
    private final NetClient client;
    private static final Logger LOG = LoggerFactory.getLogger(Interconnect.class);

    private final Door door;
    private final Optional<Tunnels> tunnels;
    private final SortedMap<Integer, Channel> channels = new TreeMap<>();
    private final Room room;
    private final SortedMap<Integer, Integer> linksInUse = new ConcurrentSkipListMap<>();
    private volatile SortedMap<Integer, PeerReport> linkStates = new TreeMap<>();

    /// What takes in what peers send.
    public interface Receiver {
        /// Called on the interconnect's thread.
        ///
        /// @param link tag of the link it came over
        void received(int peer, String link, byte[] message);
    }

    /// Who takes part and where.
    ///
    /// @param self this system's node id
    /// @param incarnation of this engine
    /// @param systems names by node id, of all systems of the cluster
    /// @param links as llttab has them
    /// @param tunnelled where the Hazelcast members listen whose connections are carried; nothing if they reach each other without
    public record Settings(
            int self,
            long incarnation,
            SortedMap<Integer, String> systems,
            List<UdpLink> links,
            Optional<LoopbackAddresses> tunnelled) {
        private SortedSet<Integer> peers() {
            SortedSet<Integer> peers = new TreeSet<>(systems.keySet());
            peers.remove(self);
            return peers;
        }
    }

    /// Whether systems share one machine's loopback, all their links being there: then their Hazelcast members reach each other on it.
    public static boolean sharedLoopback(List<UdpLink> links) {
        return links.stream()
                .flatMap(
                        link ->
                                Stream.concat(
                                        Stream.of(link.address()), link.peers().values().stream()))
                .allMatch(address -> address.startsWith("127."));
    }

    /// One that is not yet open.
    ///
    /// @param cut whether a link (its tag) to a peer counts as cut, on trial; asked on the interconnect's thread
    public Interconnect(
            Settings settings,
            ClusterKeys keys,
            Refusals refusals,
            BiPredicate<String, Integer> cut,
            Receiver receiver) {
        this.settings = settings;
        this.room = Room.ofHeap(settings.peers().size());
        this.keys = keys;
        this.refusals = refusals;
        this.cut = cut;
        this.receiver = receiver;
        this.vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1)
                                .setPreferNativeTransport(false));
        this.loop = vertx.getOrCreateContext();
        this.client =
                vertx.createNetClient(
                        new NetClientOptions()
                                .setConnectTimeout(CONNECT_WITHIN_MS)
                                .setTcpNoDelay(true)
                                .setTcpKeepAlive(true));
        this.door =
                new Door(
                        vertx,
                        keys,
                        settings.systems(),
                        settings.self(),
                        settings.links().stream()
                                .flatMap(link -> link.peers().values().stream())
                                .collect(Collectors.toSet()),
                        refusals,
                        new FromPeers());
        this.tunnels =
                settings.tunnelled()
                        .map(
                                addresses ->
                                        new Tunnels(
                                                vertx,
                                                addresses,
                                                settings.self(),
                                                firstSession(),
                                                Interconnect::fromOwnProcess,
                                                refusals,
                                                new ToPeers()));
    }

    private long firstSession() {
        return settings.incarnation() << SESSIONS_PER_INCARNATION_BITS;
    }

    /// Listens on every link, and in the peers' place on loopback.
    public Future<Void> open() {
        List<Future<?>> open = new ArrayList<>();
        for (UdpLink link : settings.links()) {
            int port = link.port() + PORT_OFFSET;
            open.add(
                    named(
                            door.open(link.tag(), link.address(), port),
                            "link " + link.tag() + ": " + link.address() + " TCP port " + port));
        }
        tunnels.ifPresent(
                carrying ->
                        open.add(
                                named(
                                        carrying.open(settings.peers()),
                                        "tunnels: " + carrying.doors(settings.peers()))));
        vertx.setPeriodic(LOOK_EVERY_MS, timer -> channels.forEach(this::look));
        return Future.all(open).mapEmpty();
    }

    private static Future<?> named(Future<?> opening, String what) {
        return opening.recover(
                refused ->
                        Future.failedFuture(
                                new IOException(
                                        what + " cannot be used (" + reason(refused) + ")",
                                        refused)));
    }

    /// Makes an encrypted connection to itself and ends it, so that what that needs is loaded before it is needed. Any thread may ask.
    public void rehearse() {
        loop.runOnContext(
                now -> {
                    NetServer server = vertx.createNetServer();
                    server.connectHandler(
                                    socket ->
                                            socket.upgradeToSsl(door.tls())
                                                    .onSuccess(
                                                            done -> socket.write(Frames.hello(0))))
                            .listen(0, "127.0.0.1")
                            .compose(
                                    listening ->
                                            client.connect(
                                                    secure(
                                                            "127.0.0.1",
                                                            listening.actualPort(),
                                                            REHEARSED_WITHIN_MS)))
                            .onComplete(
                                    socket ->
                                            socket.handler(
                                                    hello -> {
                                                        socket.close();
                                                        server.close();
                                                    }),
                                    failed -> server.close());
                });
    }

    /// Takes note of which links are up; a channel on one that is not goes over to one that is. Any thread may say so.
    public void linksAre(SortedMap<Integer, PeerReport> states) {
        linkStates = states;
    }

    /// Sends to a peer's engine; what a session ends with is lost. Any thread may send.
    public void send(int peer, byte[] message) {
        if (message.length >= Frames.LARGEST) {
            LOG.error(
                    """
                    a message of {} bytes to node {} is not sent, as {} is the most; a larger heap in lib/had.jvm allows more\
                    """,
                    message.length,
                    peer,
                    Frames.LARGEST);
            return;
        }
        loop.runOnContext(now -> channel(peer).send(Frames.message(message)));
    }

    /// The tag of the link that carries what goes to a peer, or did last. Any thread may ask.
    public String linkTo(int peer) {
        return tag(linksInUse.getOrDefault(peer, 0));
    }

    private String tag(int link) {
        return settings.links().get(link).tag();
    }

    @Override
    public void close() {
        vertx.close();
    }

    private Channel channel(int peer) {
        return channels.computeIfAbsent(
                peer, id -> new Channel(id, firstSession(), room, new AroundChannels()));
    }

    private void look(int peer, Channel channel) {
        Optional<Integer> link = channel.link();
        if (link.filter(used -> cut.test(tag(used), peer)).isPresent()) channel.leave();
        else channel.look(link.map(used -> state(peer, used) == LinkStatus.State.UP).orElse(true));
    }

    private LinkStatus.State state(int peer, int link) {
        PeerReport report = linkStates.get(peer);
        LinkStatus status = report == null ? null : report.links().get(tag(link));
        return status == null ? LinkStatus.State.DOWN : status.state();
    }

    private Future<NetSocket> connect(int peer, int link, int handshakeWithinMs) {
        UdpLink over = settings.links().get(link);
        String address = over.peers().get(peer);
        if (address == null)
            return Future.failedFuture("link " + over.tag() + " has no address of it");
        if (cut.test(over.tag(), peer))
            return Future.failedFuture("link " + over.tag() + " is cut on trial");
        linksInUse.put(peer, link);
        return client.connect(secure(address, over.port() + PORT_OFFSET, handshakeWithinMs))
                .compose(opened -> recognised(peer, opened));
    }

    private ConnectOptions secure(String address, int port, int handshakeWithinMs) {
        var tls =
                new ClientSSLOptions()
                        .setKeyCertOptions(keys.keyOptions())
                        .setTrustOptions(keys.trustOptions())
                        // Who a system is stands in its certificate, not what its addresses are.
                        .setHostnameVerificationAlgorithm("")
                        .setEnabledSecureTransportProtocols(ClusterKeys.protocols())
                        .setSslHandshakeTimeout(handshakeWithinMs)
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return new ConnectOptions()
                .setHost(address)
                .setPort(port)
                .setSsl(true)
                .setSslOptions(tls)
                .setSniServerName(keys.serverName());
    }

    /// Whoever answers must be the system that was called.
    private Future<NetSocket> recognised(int peer, NetSocket opened) {
        String found;
        try {
            Identity identity = keys.identityOf(opened.sslSession());
            if (identity instanceof Identity.OfSystem(var cluster, int node, String name)
                    && node == peer
                    && name.equals(settings.systems().get(peer)))
                return Future.succeededFuture(opened);
            found = identity.toString();
        } catch (CertificateException foreign) {
            found = foreign.getMessage();
        }
        refusals.note(
                Refusals.Cause.IDENTITY,
                "the answer of "
                        + opened.remoteAddress().hostAddress()
                        + " in the place of node "
                        + peer,
                found,
                System.nanoTime());
        opened.close();
        return Future.failedFuture("not node " + peer + ": " + found);
    }

    private static boolean fromOwnProcess(NetSocket socket) {
        return LocalCaller.isThisProcess(
                address(socket.remoteAddress()), address(socket.localAddress()));
    }

    private static InetSocketAddress address(io.vertx.core.net.SocketAddress address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address.hostAddress()), address.port());
    }

    /// Why something failed, in its own words.
    static String reason(Throwable why) {
        Throwable cause = why;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private final class FromPeers implements Door.Arrivals {
        @Override
        public void frame(int peer, String link, Buffer frame) {
            Frames.Kind kind = Frames.kind(frame);
            if (kind == Frames.Kind.MESSAGE) receiver.received(peer, link, Frames.content(frame));
            else
                tunnels.orElseThrow(
                                () -> new IllegalArgumentException("a tunnel, and there are none"))
                        .frame(peer, kind, frame);
        }

        @Override
        public boolean cut(int peer, String link) {
            return cut.test(link, peer);
        }

        @Override
        public void newSession(int peer) {
            tunnels.ifPresent(carrying -> carrying.endAll(peer));
        }
    }

    private final class ToPeers implements Tunnels.Channels {
        @Override
        public void send(int peer, byte[] frame) {
            channel(peer).send(frame);
        }

        @Override
        public void stream(int peer, byte[] frame, int bytes) {
            channel(peer).stream(frame, bytes);
        }

        @Override
        public boolean flowing(int peer) {
            return channel(peer).flowing();
        }

        @Override
        public void released(int peer, int bytes) {
            door.released(peer, bytes);
        }
    }

    private final class AroundChannels implements Channel.Surroundings {
        @Override
        public Future<NetSocket> connect(int peer, int link, int handshakeWithinMs) {
            return Interconnect.this.connect(peer, link, handshakeWithinMs);
        }

        /// The first link that is up, those for heartbeats only last; else one in trouble, else the next in turn.
        @Override
        public int bestLink(int peer, Optional<Integer> avoid) {
            List<UdpLink> links = settings.links();
            for (LinkStatus.State wanted : List.of(LinkStatus.State.UP, LinkStatus.State.TROUBLE)) {
                for (boolean lowPriority : List.of(false, true)) {
                    for (int i = 0; i < links.size(); i++) {
                        if (links.get(i).lowPriority() == lowPriority
                                && state(peer, i) == wanted
                                && !avoid.equals(Optional.of(i))) return i;
                    }
                }
            }
            return avoid.map(tried -> (tried + 1) % links.size()).orElse(0);
        }

        @Override
        public void after(long delayMs, Runnable task) {
            vertx.setTimer(delayMs, timer -> task.run());
        }

        @Override
        public long nowNs() {
            return System.nanoTime();
        }

        @Override
        public void sessionEnded(int peer) {
            tunnels.ifPresent(carrying -> carrying.endAll(peer));
        }

        @Override
        public boolean tunnels(int peer) {
            return tunnels.filter(carrying -> carrying.with(peer)).isPresent();
        }

        @Override
        public void flow(int peer, boolean on) {
            tunnels.ifPresent(carrying -> carrying.flow(peer, on));
        }
    }
}
