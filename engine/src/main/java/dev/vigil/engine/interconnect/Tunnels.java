package dev.vigil.engine.interconnect;

import dev.vigil.engine.tls.Refusals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/// Carries connections between the Hazelcast members of two systems, which listen on loopback only.
///
/// For every peer there is a door on loopback with the address that the peer's member has on its own system. What comes in there goes through the
/// channel to the peer's engine, which opens a connection to its member. Both doors and members are of the engine's own process: nobody
/// else is let in.
final class Tunnels {
    private static final int CONNECT_WITHIN_MS = 1_000;

    /// What tunnels need of those around them.
    interface Channels {
        void send(int peer, byte[] frame);

        /// Sends content of a connection.
        void stream(int peer, byte[] frame, int bytes);

        boolean flowing(int peer);

        /// Content that the peer has sent was passed on.
        void released(int peer, int bytes);
    }

    /// One end of a connection.
    ///
    /// @param peer the other system
    /// @param ours whether this system has opened it
    /// @param number counts those that its system has opened
    private record Key(int peer, boolean ours, long number) {}

    private final Vertx vertx;
    private final LoopbackAddresses addresses;
    private final int self;
    private final Predicate<NetSocket> ownProcess;
    private final Refusals refusals;
    private final Channels channels;
    private final NetClient client;
    private final Map<Key, End> ends = new HashMap<>();
    private long numbers;

    /// @param numbers where to begin to count connections: higher than any engine of this system did before
    /// @param ownProcess whether a connection to a door comes from this process
    Tunnels(
            Vertx vertx,
            LoopbackAddresses addresses,
            int self,
            long numbers,
            Predicate<NetSocket> ownProcess,
            Refusals refusals,
            Channels channels) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.self = self;
        this.numbers = numbers;
        this.ownProcess = ownProcess;
        this.refusals = refusals;
        this.channels = channels;
        this.client =
                vertx.createNetClient(
                        new NetClientOptions()
                                .setConnectTimeout(CONNECT_WITHIN_MS)
                                .setTcpNoDelay(true));
    }

    /// Listens in the place of the peers.
    Future<?> open(Iterable<Integer> peers) {
        List<Future<?>> doors = new ArrayList<>();
        for (int peer : peers)
            doors.add(
                    vertx.createNetServer(
                                    new NetServerOptions()
                                            .setHost(addresses.host(peer))
                                            .setPort(addresses.port())
                                            .setTcpNoDelay(true)
                                            .setReuseAddress(true))
                            .connectHandler(socket -> knocked(peer, socket))
                            .listen());
        return Future.all(doors);
    }

    /// `host:port` of the doors to some peers, by node id.
    SortedMap<Integer, String> doors(Collection<Integer> peers) {
        return addresses.of(peers);
    }

    /// Whether there are connections with a peer.
    boolean with(int peer) {
        return ends.keySet().stream().anyMatch(key -> key.peer == peer);
    }

    /// Reads from the connections with a peer, or lets them wait.
    void flow(int peer, boolean on) {
        ends.forEach(
                (key, end) -> {
                    if (key.peer == peer) end.flow(on);
                });
    }

    /// All connections with a peer are over.
    void endAll(int peer) {
        for (Key key : List.copyOf(ends.keySet())) {
            if (key.peer == peer) ends.remove(key).close();
        }
    }

    /// Takes a frame from a peer.
    void frame(int peer, Frames.Kind kind, Buffer frame) {
        long number = Frames.stream(frame);
        switch (kind) {
            case OPEN -> opened(new Key(peer, false, number));
            case DATA -> pass(new Key(peer, false, number), Frames.streamContent(frame));
            case ANSWER -> pass(new Key(peer, true, number), Frames.streamContent(frame));
            case END -> ended(new Key(peer, false, number));
            case ANSWER_END -> ended(new Key(peer, true, number));
            case MESSAGE -> throw new IllegalArgumentException("not of a tunnel");
        }
    }

    private void knocked(int peer, NetSocket socket) {
        socket.exceptionHandler(broken -> socket.close());
        if (!ownProcess.test(socket)) {
            refusals.note(
                    Refusals.Cause.STRANGER,
                    "a connection to the tunnel at "
                            + socket.localAddress().hostAddress()
                            + " TCP port "
                            + socket.localAddress().port(),
                    "",
                    System.nanoTime());
            socket.close();
            return;
        }
        Key key = new Key(peer, true, ++numbers);
        var end = new End(key);
        ends.put(key, end);
        channels.send(peer, Frames.ofStream(Frames.Kind.OPEN, key.number, Buffer.buffer()));
        end.begin(socket);
    }

    private void opened(Key key) {
        var end = new End(key);
        ends.put(key, end);
        client.connect(addresses.port(), addresses.host(self))
                .onComplete(
                        socket -> {
                            if (ends.get(key) == end) end.begin(socket);
                            else socket.close();
                        },
                        refused -> end.closed());
    }

    private void pass(Key key, Buffer content) {
        End end = ends.get(key);
        if (end == null) channels.released(key.peer, content.length());
        else end.pass(content);
    }

    private void ended(Key key) {
        End end = ends.remove(key);
        if (end != null) end.close();
    }

    /// This system's end of a connection.
    private final class End {
        private final Key key;
        private final List<Buffer> early = new ArrayList<>();
        private Optional<NetSocket> socket = Optional.empty();

        End(Key key) {
            this.key = key;
        }

        void begin(NetSocket opened) {
            socket = Optional.of(opened);
            opened.exceptionHandler(broken -> opened.close());
            opened.closeHandler(closed -> closed());
            opened.handler(
                    content ->
                            channels.stream(
                                    key.peer,
                                    Frames.ofStream(
                                            key.ours ? Frames.Kind.DATA : Frames.Kind.ANSWER,
                                            key.number,
                                            content),
                                    content.length()));
            flow(channels.flowing(key.peer));
            early.forEach(this::write);
            early.clear();
        }

        void pass(Buffer content) {
            if (socket.isPresent()) write(content);
            else early.add(content);
        }

        private void write(Buffer content) {
            socket.orElseThrow()
                    .write(content)
                    .onComplete(done -> channels.released(key.peer, content.length()));
        }

        void flow(boolean on) {
            if (socket.isEmpty()) return;
            if (on) socket.get().resume();
            else socket.get().pause();
        }

        /// The local side is over; the other is told, unless it was it that said so.
        void closed() {
            if (!ends.remove(key, this)) return;
            channels.send(
                    key.peer,
                    Frames.ofStream(
                            key.ours ? Frames.Kind.END : Frames.Kind.ANSWER_END,
                            key.number,
                            Buffer.buffer()));
        }

        /// What was passed on before still arrives.
        void close() {
            early.forEach(lost -> channels.released(key.peer, lost.length()));
            socket.ifPresent(NetSocket::close);
        }
    }
}
