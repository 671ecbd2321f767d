package dev.vigil.engine.interconnect;

import dev.vigil.engine.llt.UdpLink;
import dev.vigil.engine.tls.ClusterAuthority;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Refusals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/// Measures what encryption and tunnels cost: there and back between two engines' interconnects in one process, on loopback, and without them.
final class InterconnectBench {
    private static final int PORT = 24_000;
    private static final int WARM_UP = 20_000;
    private static final int COUNT = 20_000;
    private static final SortedMap<Integer, String> NAMES =
            new TreeMap<>(Map.of(0, "north", 1, "south"));

    private InterconnectBench() {}

    /// @param none nothing is to be said
    public static void main(String[] none) throws Exception {
        Path directory = Files.createTempDirectory("interconnect");
        ClusterAuthority authority = ClusterAuthority.init(directory.resolve("keys"), "bench");
        var back = new Semaphore(0);
        List<Interconnect> ends = new ArrayList<>();
        for (int self : List.of(0, 1)) {
            int peer = 1 - self;
            ends.add(
                    end(
                            self,
                            ClusterKeys.read(authority.addSystem(self, NAMES.get(self))),
                            (from, link, message) -> {
                                if (self == 1) ends.get(1).send(peer, message);
                                else back.release();
                            }));
            ends.get(self).open().toCompletionStage().toCompletableFuture().get();
        }
        byte[] message = new byte[200];
        measure(
                "message there and back, TLS",
                () -> {
                    ends.get(0).send(1, message);
                    back.acquireUninterruptibly();
                });
        try (var _ = echo("127.79.0.1")) {
            try (var through = new Socket("127.78.0.1", PORT)) {
                measure("Hazelcast's connection there and back, tunnelled", () -> pass(through));
            }
            try (var direct = new Socket("127.79.0.1", PORT)) {
                measure("Hazelcast's connection there and back, direct", () -> pass(direct));
            }
        }
        System.exit(0);
    }

    private static Interconnect end(int self, ClusterKeys keys, Interconnect.Receiver receiver) {
        int peer = 1 - self;
        var link =
                new UdpLink(
                        "net",
                        "lo",
                        false,
                        PORT + 2,
                        8192,
                        "127.30.0." + (self + 1),
                        Optional.empty(),
                        new TreeMap<>(Map.of(peer, "127.30.0." + (peer + 1))));
        return new Interconnect(
                new Interconnect.Settings(
                        self,
                        1,
                        NAMES,
                        List.of(link),
                        Optional.of(new LoopbackAddresses("127.7" + (8 + self) + ".0.", PORT))),
                keys,
                new Refusals(System.err::println),
                (tag, node) -> false,
                receiver);
    }

    private static ServerSocket echo(String address) throws IOException {
        var server = new ServerSocket(PORT, 5, InetAddress.ofLiteral(address));
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                while (true) {
                                    Socket socket = server.accept();
                                    socket.setTcpNoDelay(true);
                                    Thread.ofPlatform().daemon().start(() -> mirror(socket));
                                }
                            } catch (IOException over) {
                                return;
                            }
                        });
        return server;
    }

    private static void mirror(Socket socket) {
        try {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException over) {
            return;
        }
    }

    private static void pass(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(new byte[200]);
            socket.getInputStream().readNBytes(200);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void measure(String what, Runnable once) {
        for (int i = 0; i < WARM_UP; i++) once.run();
        long[] tookNs = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
            long begunNs = System.nanoTime();
            once.run();
            tookNs[i] = System.nanoTime() - begunNs;
        }
        Arrays.sort(tookNs);
        System.out.printf(
                Locale.ROOT,
                "%-50s median %6.0f us, 99 %% %6.0f us%n",
                what,
                tookNs[COUNT / 2] / 1e3,
                tookNs[COUNT * 99 / 100] / 1e3);
    }
}
