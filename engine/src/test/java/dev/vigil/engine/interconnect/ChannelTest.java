package dev.vigil.engine.interconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// A channel to a peer whose connections succeed and fail as the test says, by a clock of its own.
class ChannelTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long FIRST_SESSION = 100;

    private final World world = new World();
    private final Channel channel = new Channel(1, FIRST_SESSION, new Room(1 << 20, 1), world);

    @Test
    void aFirstHandshakeThatFailsLosesNothing() {
        send("a");
        world.fail(new SSLException("handshake timed out"));
        send("b");
        Wire wire = world.connect();
        wire.answer(Frames.UNKNOWN);
        assertEquals(FIRST_SESSION, wire.session());
        assertEquals(List.of("a", "b"), wire.messages());
    }

    @Test
    void aFirstHandshakeAfterALongSilenceMayFailToo() {
        send("a");
        Wire first = world.connect();
        first.answer(Frames.UNKNOWN);
        first.answer(1);
        first.end();
        world.pass(3600 * SECOND_NS);
        send("b");
        world.fail(new SSLException("handshake timed out"));
        Wire second = world.connect();
        second.answer(1);
        assertEquals(FIRST_SESSION, second.session());
        assertEquals(List.of("b"), second.messages());
    }

    @Test
    void whoIsOutOfReachForLongIsSentWhatFollowsOnly() {
        send("old");
        for (int second = 0; second <= 20; second++) {
            world.fail(new SSLException("handshake timed out"));
            world.pass(SECOND_NS);
            send("s" + second);
        }
        assertEquals(0, world.ended);
        world.fail(new SSLException("handshake timed out"));
        assertEquals(1, world.ended);
        send("new");
        Wire wire = world.connect();
        wire.answer(Frames.UNKNOWN);
        assertEquals(FIRST_SESSION + 1, wire.session());
        assertEquals(List.of("new"), wire.messages());
    }

    @Test
    void theTimeOutOfReachBeginsAnewWithEachSession() {
        send("a");
        world.pass(21 * SECOND_NS);
        world.fail(new SSLException("handshake timed out"));
        assertEquals(1, world.ended);
        send("b");
        world.fail(new SSLException("handshake timed out"));
        assertEquals(1, world.ended);
        Wire wire = world.connect();
        wire.answer(Frames.UNKNOWN);
        assertEquals(List.of("b"), wire.messages());
    }

    @Test
    void aMachineWithoutAnEngineEndsTheSessionAtOnce() {
        send("a");
        world.fail(new ConnectException("Connection refused"));
        send("b");
        Wire wire = world.connect();
        wire.answer(Frames.UNKNOWN);
        assertEquals(FIRST_SESSION + 1, wire.session());
        assertEquals(List.of("b"), wire.messages());
    }

    @Test
    void whoNeverAnswersAHelloIsOutOfReachToo() {
        send("a");
        for (int second = 0; second <= 20; second++) {
            world.connect().end();
            world.pass(SECOND_NS);
        }
        assertEquals(0, world.ended);
        world.connect().end();
        assertEquals(1, world.ended);
    }

    @Test
    void anAnswerThatComesAfterTheEndOfItsSessionDoesNotCount() {
        send("a");
        Wire old = world.connect();
        byte[] large = new byte[2 << 20];
        channel.send(large);
        assertEquals(1, world.ended);
        old.answer(Frames.UNKNOWN);
        send("b");
        assertEquals(List.of(), old.messages());
        Wire wire = world.connect();
        wire.answer(Frames.UNKNOWN);
        assertEquals(FIRST_SESSION + 1, wire.session());
        assertEquals(List.of("b"), wire.messages());
    }

    private void send(String message) {
        channel.send(Frames.message(message.getBytes()));
    }

    /// A connection, as far as a channel looks.
    private static final class Wire {
        private final List<Buffer> written = new ArrayList<>();
        private final NetSocket socket =
                (NetSocket)
                        Proxy.newProxyInstance(
                                NetSocket.class.getClassLoader(),
                                new Class<?>[] {NetSocket.class},
                                (proxy, method, arguments) ->
                                        called(proxy, method.getName(), arguments));
        private Handler<Buffer> reader = data -> {};
        private Handler<Void> closed = nothing -> {};

        @SuppressWarnings("unchecked")
        private Object called(Object proxy, String method, Object[] arguments) {
            switch (method) {
                case "handler" -> reader = (Handler<Buffer>) arguments[0];
                case "closeHandler" -> closed = (Handler<Void>) arguments[0];
                case "exceptionHandler" -> {
                    return proxy;
                }
                case "write" -> written.add((Buffer) arguments[0]);
                case "close" -> end();
                default -> throw new UnsupportedOperationException(method);
            }
            return method.endsWith("andler") ? proxy : Future.succeededFuture();
        }

        void answer(long received) {
            reader.handle(Frames.acknowledgement(received, 0));
        }

        void end() {
            closed.handle(null);
        }

        long session() {
            return written.getFirst().getLong(4);
        }

        List<String> messages() {
            return written.stream()
                    .skip(1)
                    .map(frame -> new String(Frames.content(frame.getBuffer(4, frame.length()))))
                    .toList();
        }
    }

    private static final class World implements Channel.Surroundings {
        private final Deque<Promise<NetSocket>> attempts = new ArrayDeque<>();
        private final List<Runnable> later = new ArrayList<>();
        private long nowNs = -SECOND_NS;
        private int ended;

        void fail(Exception why) {
            attempt().fail(why);
        }

        Wire connect() {
            var wire = new Wire();
            attempt().complete(wire.socket);
            return wire;
        }

        void pass(long ns) {
            nowNs += ns;
        }

        private Promise<NetSocket> attempt() {
            if (attempts.isEmpty()) {
                List<Runnable> due = List.copyOf(later);
                later.clear();
                due.forEach(Runnable::run);
            }
            return attempts.remove();
        }

        @Override
        public Future<NetSocket> connect(int peer, int link, int handshakeWithinMs) {
            Promise<NetSocket> attempt = Promise.promise();
            attempts.add(attempt);
            return attempt.future();
        }

        @Override
        public int bestLink(int peer, Optional<Integer> avoid) {
            return 0;
        }

        @Override
        public void after(long delayMs, Runnable task) {
            later.add(task);
        }

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void sessionEnded(int peer) {
            ended++;
        }

        @Override
        public boolean tunnels(int peer) {
            return false;
        }

        @Override
        public void flow(int peer, boolean on) {
            throw new UnsupportedOperationException("nothing is streamed");
        }
    }
}
