package dev.vigil.engine.interconnect;

import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Identity;
import dev.vigil.engine.tls.Refusals;
import dev.vigil.engine.tls.Strangers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.parsetools.RecordParser;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Where peers come in: every connection has to show the certificate of a system of this cluster, and to say hello, within 15 seconds.
///
/// Who has not done so costs nothing but a socket, and of those there are few at a time: per source, and in all.
final class Door {
    private static final long WITHIN_MS = 15_000;

    /// What comes in.
    interface Arrivals {
        /// A peer's frame of its present session, and the tag of the link it came over. Called on the loop.
        void frame(int peer, String link, Buffer frame);

        /// Whether nothing may come in from the peer over this link.
        boolean cut(int peer, String link);

        /// The peer has begun a session, all of the one before is over.
        void newSession(int peer);
    }

    private final Vertx vertx;
    private final ClusterKeys keys;
    private final SortedMap<Integer, String> systems;
    private final int self;
    private final Refusals refusals;
    private final Arrivals arrivals;
    private final ServerSSLOptions tls;
    private final Strangers strangers;
    private final SortedMap<Integer, Inflow> inflows = new TreeMap<>();
    private final SortedMap<Integer, Visit> visits = new TreeMap<>();

    /// @param systems names by node id, this system's included
    /// @param addresses that peers come from
    Door(
            Vertx vertx,
            ClusterKeys keys,
            SortedMap<Integer, String> systems,
            int self,
            Set<String> addresses,
            Refusals refusals,
            Arrivals arrivals) {
        this.vertx = vertx;
        this.keys = keys;
        this.systems = systems;
        this.self = self;
        this.strangers = new Strangers(addresses);
        this.refusals = refusals;
        this.arrivals = arrivals;
        this.tls =
                new ServerSSLOptions()
                        .setKeyCertOptions(keys.keyOptions())
                        .setTrustOptions(keys.trustOptions())
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setEnabledSecureTransportProtocols(ClusterKeys.protocols())
                        .setSslHandshakeTimeout(WITHIN_MS)
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /// How connections are secured.
    ServerSSLOptions tls() {
        return tls;
    }

    /// Listens on a link.
    Future<?> open(String link, String address, int port) {
        return vertx.createNetServer(
                        new NetServerOptions()
                                .setHost(address)
                                .setPort(port)
                                .setTcpNoDelay(true)
                                .setReuseAddress(true))
                .connectHandler(socket -> knocked(link, socket))
                .listen();
    }

    /// Bytes of a peer's tunnelled connections were passed on.
    void released(int peer, int bytes) {
        Inflow inflow = inflows.get(peer);
        if (inflow == null) return;
        inflows.put(peer, inflow.released(bytes));
        Visit visit = visits.get(peer);
        if (visit != null) visit.acknowledgeSoon();
    }

    private void knocked(String link, NetSocket socket) {
        String source = socket.remoteAddress().hostAddress();
        socket.exceptionHandler(broken -> socket.close());
        if (!strangers.admit(source)) {
            refuse(socket, Refusals.Cause.TOO_MANY, "");
            return;
        }
        var stranger = new Stranger(link, socket, source);
        // That a handshake failed is told before or after the end of its connection.
        socket.closeHandler(closed -> vertx.runOnContext(later -> stranger.ended()));
        socket.upgradeToSsl(tls).onComplete(done -> stranger.secured(), stranger::handshakeFailed);
    }

    private void refuse(NetSocket socket, Refusals.Cause cause, String detail) {
        refusals.note(
                cause,
                "a connection from "
                        + socket.remoteAddress().hostAddress()
                        + " to "
                        + socket.localAddress().hostAddress()
                        + " TCP port "
                        + socket.localAddress().port(),
                detail,
                System.nanoTime());
        socket.close();
    }

    /// A connection of which it is not yet known whose it is.
    private final class Stranger {
        private final String link;
        private final NetSocket socket;
        private final String source;
        private final long timer;
        private boolean over;

        Stranger(String link, NetSocket socket, String source) {
            this.link = link;
            this.socket = socket;
            this.source = source;
            this.timer = vertx.setTimer(WITHIN_MS, late -> refused(Refusals.Cause.SLOW, ""));
        }

        void left() {
            if (over) return;
            over = true;
            vertx.cancelTimer(timer);
            strangers.left(source);
        }

        void ended() {
            refused(Refusals.Cause.ENDED, "");
        }

        void refused(Refusals.Cause cause, String detail) {
            if (over) return;
            left();
            refuse(socket, cause, detail);
        }

        void handshakeFailed(Throwable why) {
            if (why instanceof ClosedChannelException) ended();
            else refused(Refusals.Cause.HANDSHAKE, Strangers.causeOf(why));
        }

        void secured() {
            if (over) return;
            int peer;
            try {
                peer = peer();
            } catch (CertificateException foreign) {
                refused(Refusals.Cause.IDENTITY, foreign.getMessage());
                return;
            }
            RecordParser parser = RecordParser.newFixed(Frames.HELLO_BYTES);
            parser.handler(hello -> hello(peer, parser, hello));
            socket.handler(parser);
        }

        private int peer() throws CertificateException {
            Identity identity = keys.identityOf(socket.sslSession());
            if (identity instanceof Identity.OfSystem(var cluster, int node, String name)
                    && node != self
                    && name.equals(systems.get(node))) return node;
            throw new CertificateException(identity + " is no other system of llthosts");
        }

        private void hello(int peer, RecordParser parser, Buffer hello) {
            if (over) return;
            if (hello.getInt(0) != Frames.MAGIC) {
                refused(Refusals.Cause.PROTOCOL, "no hello from node " + peer);
                return;
            }
            if (arrivals.cut(peer, link)) {
                left();
                socket.close();
                return;
            }
            long session = hello.getLong(4);
            Inflow inflow = inflows.getOrDefault(peer, Inflow.NONE);
            if (session < inflow.session()) {
                // A connection that was under way when its engine had already given it up.
                left();
                socket.close();
                return;
            }
            left();
            boolean known = session == inflow.session();
            if (!known) {
                boolean another = inflow != Inflow.NONE;
                inflow = Inflow.of(session);
                inflows.put(peer, inflow);
                if (another) arrivals.newSession(peer);
            }
            Visit visit = new Visit(peer, link, socket, parser);
            Visit before = visits.put(peer, visit);
            if (before != null) before.socket.close();
            socket.closeHandler(closed -> visits.remove(peer, visit));
            socket.write(
                    Frames.acknowledgement(
                            known ? inflow.received() : Frames.UNKNOWN, inflow.released()));
            visit.listen();
        }
    }

    /// A peer's present connection.
    private final class Visit {
        private final int peer;
        private final String link;
        private final NetSocket socket;
        private final RecordParser parser;
        private boolean lengthNext = true;
        private boolean acknowledging;

        Visit(int peer, String link, NetSocket socket, RecordParser parser) {
            this.peer = peer;
            this.link = link;
            this.socket = socket;
            this.parser = parser;
        }

        void listen() {
            parser.handler(this::record);
            parser.fixedSizeMode(4);
        }

        private void record(Buffer record) {
            if (visits.get(peer) != this) return;
            if (arrivals.cut(peer, link)) {
                // What is not acknowledged comes again.
                visits.remove(peer, this);
                socket.close();
                return;
            }
            if (lengthNext) {
                int length = record.getInt(0);
                if (length <= 0 || length > Frames.LARGEST) {
                    dismiss("a frame of " + length + " bytes");
                    return;
                }
                lengthNext = false;
                parser.fixedSizeMode(length);
                return;
            }
            lengthNext = true;
            parser.fixedSizeMode(4);
            try {
                arrivals.frame(peer, link, record);
            } catch (IllegalArgumentException wrong) {
                dismiss(wrong.getMessage());
                return;
            }
            inflows.computeIfPresent(peer, (id, inflow) -> inflow.frame());
            acknowledgeSoon();
        }

        private void dismiss(String why) {
            visits.remove(peer, this);
            refuse(socket, Refusals.Cause.PROTOCOL, why + " from node " + peer);
        }

        /// One acknowledgement for all that has come in at once.
        private void acknowledgeSoon() {
            if (acknowledging) return;
            acknowledging = true;
            vertx.runOnContext(
                    now -> {
                        acknowledging = false;
                        Inflow inflow = inflows.get(peer);
                        if (visits.get(peer) == this)
                            socket.write(
                                    Frames.acknowledgement(inflow.received(), inflow.released()));
                    });
        }
    }
}
