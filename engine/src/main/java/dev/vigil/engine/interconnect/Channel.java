package dev.vigil.engine.interconnect;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.ConnectException;
import java.util.Optional;

/// What goes to one peer: a connection over one link, and what has been sent and not acknowledged.
///
/// When the connection ends, or frames stay unacknowledged while another link is there, it goes over to that one and sends again what the peer
/// has not received. A session ends, and everything in it is given up, when the peer's engine is another or gone, or for too long out of reach.
final class Channel {
    /// How long the other side may take to answer; doubled as long as it does not, lest two busy machines never get through to each other.
    private static final int ANSWER_WITHIN_MS = 3_000;

    private static final int ANSWER_AT_MOST_MS = 12_000;
    private static final int RETRY_MS = 200;

    /// Frames that are not acknowledged for so long are tried over another link; doubled as long as that does not help.
    private static final long STUCK_NS = 400_000_000L;

    private static final long STUCK_AT_MOST_NS = 6_400_000_000L;

    /// How long a session goes on without a connection while one is wanted, from the first attempt on.
    private static final long REACHED_WITHIN_NS = 20_000_000_000L;

    /// How much tunnelled data may be under way before its sources are paused.
    private static final long WINDOW_BYTES = 4L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

    /// What a channel needs of those around it.
    interface Surroundings {
        /// Opens a connection to the peer, whose certificate has been looked at.
        io.vertx.core.Future<NetSocket> connect(int peer, int link, int handshakeWithinMs);

        /// The link to try, never `avoid` if there is another.
        int bestLink(int peer, Optional<Integer> avoid);

        /// Calls back once, on the loop.
        void after(long delayMs, Runnable task);

        /// Monotonic.
        long nowNs();

        /// The session has ended and with it all tunnelled connections with that peer.
        void sessionEnded(int peer);

        /// Whether tunnelled connections with that peer are open, so that it must be known when it is gone.
        boolean tunnels(int peer);

        /// Whether sources of tunnelled data are to go on.
        void flow(int peer, boolean on);
    }

    private final int peer;
    private final Surroundings around;
    private Outflow out;
    private Optional<NetSocket> socket = Optional.empty();
    private boolean welcomed;
    private boolean connecting;
    private boolean reaching;
    private Optional<Integer> avoided = Optional.empty();
    private int link;
    private int patienceMs = ANSWER_WITHIN_MS;
    private long stuckNs = STUCK_NS;
    private long reachingSinceNs;
    private long streamed;
    private long released;
    private boolean flowing = true;

    /// @param session where to begin to count sessions
    /// @param room shared with the other channels
    Channel(int peer, long session, Room room, Surroundings around) {
        this.peer = peer;
        this.around = around;
        this.out = new Outflow(session, room);
    }

    void send(byte[] frame) {
        out.add(frame, around.nowNs());
        if (out.full()) {
            endSession("too much waits for it");
            if (socket.isPresent()) leave();
        } else if (welcomed) {
            socket.orElseThrow().write(Buffer.buffer(frame));
        }
        if (!welcomed) connect();
    }

    /// Sends data of a tunnelled connection.
    void stream(byte[] frame, int bytes) {
        streamed += bytes;
        send(frame);
        flow();
    }

    boolean flowing() {
        return flowing;
    }

    /// The link in use, if there is a connection.
    Optional<Integer> link() {
        return welcomed ? Optional.of(link) : Optional.empty();
    }

    /// The present link is not up, or frames are stuck on it: goes over to another.
    void look(boolean linkUp) {
        if (socket.isEmpty()) return;
        boolean stuck = welcomed && out.stuckForNs(around.nowNs()) > stuckNs;
        if (linkUp && !stuck) return;
        int better = around.bestLink(peer, Optional.of(link));
        if (better == link) return;
        if (stuck) stuckNs = Math.min(2 * stuckNs, STUCK_AT_MOST_NS);
        LOG.info(
                "node {}: going over from link {} to {}, {}",
                peer,
                link,
                better,
                stuck ? "nothing is acknowledged" : "it is not up");
        avoided = Optional.of(link);
        NetSocket left = socket.get();
        gone(left);
        left.close();
        connect();
    }

    /// The present connection is not to be used any more, whatever else there is.
    void leave() {
        NetSocket left = socket.orElseThrow();
        avoided = Optional.of(link);
        gone(left);
        left.close();
    }

    private void connect() {
        if (connecting || socket.isPresent()) return;
        connecting = true;
        if (!reaching) {
            reaching = true;
            reachingSinceNs = around.nowNs();
        }
        link = around.bestLink(peer, avoided);
        avoided = Optional.empty();
        around.connect(peer, link, patienceMs).onComplete(this::connected, this::failed);
    }

    private void connected(NetSocket opened) {
        connecting = false;
        socket = Optional.of(opened);
        opened.exceptionHandler(broken -> opened.close());
        opened.closeHandler(closed -> gone(opened));
        RecordParser parser = RecordParser.newFixed(Frames.ACKNOWLEDGEMENT_BYTES);
        parser.handler(record -> answered(opened, record));
        opened.handler(parser);
        opened.write(Frames.hello(out.session()));
        around.after(
                patienceMs,
                () -> {
                    if (isCurrent(opened) && !welcomed) {
                        patienceMs = Math.min(2 * patienceMs, ANSWER_AT_MOST_MS);
                        avoided = Optional.of(link);
                        opened.close();
                    }
                });
    }

    private boolean isCurrent(NetSocket one) {
        return socket.filter(present -> present == one).isPresent();
    }

    private void answered(NetSocket from, Buffer record) {
        if (!isCurrent(from)) return;
        long received = record.getLong(0);
        if (received == Frames.UNKNOWN) {
            // Only a session from which nothing was acknowledged may be new to the peer.
            if (out.begun()) {
                endSession("its engine is another");
                from.close();
                return;
            }
            received = 0;
        }
        try {
            out.acknowledged(received, around.nowNs());
        } catch (IllegalArgumentException wrong) {
            LOG.warn("node {}: {}", peer, wrong.getMessage());
            endSession("it acknowledges what was not sent");
            from.close();
            return;
        }
        released = record.getLong(8);
        if (welcomed) {
            stuckNs = STUCK_NS;
        } else {
            welcomed = true;
            patienceMs = ANSWER_WITHIN_MS;
            reaching = false;
            out.unacknowledged().forEach(frame -> from.write(Buffer.buffer(frame)));
        }
        flow();
    }

    private void flow() {
        boolean on = streamed - released < (flowing ? WINDOW_BYTES : WINDOW_BYTES / 2);
        if (on == flowing) return;
        flowing = on;
        around.flow(peer, on);
    }

    /// A connection has ended; what is said of one that was replaced meanwhile does not count.
    private void gone(NetSocket ended) {
        if (!isCurrent(ended)) return;
        boolean lasted = welcomed;
        socket = Optional.empty();
        welcomed = false;
        if (lasted) {
            if (wanted()) connect();
            return;
        }
        // The peer does not want it on this link: it is tried on another, and not without end at
        // once.
        if (late()) endSession("it takes no connection");
        if (avoided.isEmpty()) avoided = Optional.of(link);
        around.after(RETRY_MS, this::reach);
    }

    private void reach() {
        if (wanted()) connect();
        else reaching = false;
    }

    private boolean wanted() {
        return !out.isEmpty() || around.tunnels(peer);
    }

    private void failed(Throwable why) {
        LOG.debug("no connection to node {}: {}", peer, why.getMessage());
        // Who does not answer in time may only be cut off for a moment.
        boolean refused =
                why instanceof ConnectException && !(why instanceof ConnectTimeoutException);
        if (!refused) patienceMs = Math.min(2 * patienceMs, ANSWER_AT_MOST_MS);
        if (refused || late()) endSession("it is out of reach");
        avoided = Optional.of(link);
        around.after(
                RETRY_MS,
                () -> {
                    connecting = false;
                    reach();
                });
    }

    private boolean late() {
        return reaching && around.nowNs() - reachingSinceNs > REACHED_WITHIN_NS;
    }

    /// What waits is given up: it is old by now, and newer messages say the same better.
    private void endSession(String why) {
        LOG.debug("node {}: a session ends, {}", peer, why);
        out = out.next();
        reaching = false;
        streamed = 0;
        released = 0;
        flowing = true;
        around.sessionEnded(peer);
    }
}
