package dev.vigil.engine.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.engine.Damage;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.fence.LoserSettings;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.llt.LltTab;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What comes to the node daemon's sockets beside an engine and operators: what those say, with something wrong in it.
///
/// `-Dvigil.fuzz=N` sends more of it.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class NodeFuzzTest {
    private static final int MANY = Integer.getInteger("vigil.fuzz", 2_000);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final long MS = 1_000_000L;
    private static final Timing TIMING = Timing.of(2_000 * MS, 100 * MS, 400 * MS);
    private static final ViewId VIEW = new ViewId(4, 0, 64);

    @TempDir private Path directory;
    private final Json json =
            new Json(NodeFrame.class, NodeCommand.class, FaultRequest.class).whole();
    private final List<LogLine> log = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private SystemPaths paths;
    private NodeDaemon daemon;
    private Thread thread;
    private Speaker engine;
    private long before;

    @BeforeEach
    void start() throws Exception {
        before = agentsThreads();
        paths =
                SystemPaths.of(
                        Map.of(
                                "VIGIL_CONF", directory.resolve("etc").toString(),
                                "VIGIL_LIB", directory.resolve("lib").toString(),
                                "VIGIL_LOG", directory.resolve("log").toString(),
                                "VIGIL_HOME", directory.resolve("home").toString(),
                                "VIGIL_RUN", directory.resolve("run").toString()));
        for (Path each : List.of(paths.conf(), paths.lib(), paths.log(), paths.run(), paths.home()))
            Files.createDirectories(each);
        Path llthosts = Files.writeString(paths.conf().resolve("llthosts"), "0 north\n1 south\n");
        Path llttab =
                Files.writeString(
                        paths.conf().resolve("llttab"),
                        """
                        set-node north
                        set-cluster 7
                        link net1 lo - udp %d - 127.66.0.1 -
                        set-addr 1 net1 127.66.0.2
                        """
                                .formatted(freePort()));
        LltHosts hosts = LltHosts.read(llthosts);
        var config =
                new NodeConfig(
                        7,
                        0,
                        new TreeSet<>(List.of(0, 1)),
                        List.of("net1"),
                        new TreeSet<>(),
                        LinkTimers.of(100 * MS, 400 * MS),
                        TIMING,
                        70,
                        "boot",
                        1_000_000_000 * MS);
        daemon =
                new NodeDaemon(
                        new NodeDaemon.Parts(
                                config,
                                LltTab.read(llttab, hosts),
                                hosts,
                                "the secret of the cluster".getBytes(),
                                paths,
                                new StoredFile(paths.run().resolve("lease"), false),
                                new StoredFile(paths.lib().resolve("peerinact"), true),
                                LoserSettings.NONE,
                                new QueuedLog(log::add),
                                new MachineClock(),
                                pid -> ended.add("engine " + pid),
                                ended::add),
                        NodeDurable.nothing(),
                        HanodeMain.settings(paths));
        thread = Thread.ofPlatform().name("node-loop").start(this::run);
        engine = new Speaker();
        engine.say(new NodeFrame.Hello(7, 4_000_000_000L));
        engine.awaitHello();
    }

    private static int freePort() throws IOException {
        try (var socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.66.0.1"), 0))) {
            return socket.getLocalPort();
        }
    }

    private void run() {
        try {
            daemon.run();
        } catch (IOException | RuntimeException | Error broken) {
            ended.add(broken.toString());
        }
    }

    @AfterEach
    void stop() throws Exception {
        engine.close();
        daemon.close();
        assertTrue(thread.join(LONG), "the loop has ended");
        assertEquals(List.of(), ended);
        await("agents have written what they had to")
                .atMost(LONG)
                .until(() -> agentsThreads() == before);
    }

    private static long agentsThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("agents"))
                .count();
    }

    private static NodeCommand.ViewOrder order() {
        return Examples.order(
                7,
                VIEW,
                new TreeMap<>(Map.of(0, 7L, 1, 6L)),
                TIMING,
                new TreeMap<>(Map.of(1, 100 * MS)));
    }

    /// One of each kind that an engine says after its hello, and last what none says.
    private List<String> frames() {
        var stamp = new OrderStamp(7, 4, "o1");
        ResourceDefinition resource =
                ResourceDefinition.plain("app", "Phantom", "web")
                        .withLimit("MonitorInterval", 60)
                        .withArgList("Names")
                        .with("Names", "a", "b")
                        .withDimension("Names", "vector")
                        .withSystem("SysName", "north");
        return Stream.of(
                        new NodeFrame.Command(order()),
                        new NodeFrame.Command(new NodeCommand.Alive(7)),
                        new NodeFrame.Configure(List.of(resource)),
                        new NodeFrame.Snapshot(),
                        new NodeFrame.Zero(),
                        new NodeFrame.Order(new AgentOrder.Online(stamp, "app")),
                        new NodeFrame.Order(new AgentOrder.Offline(stamp, "app")),
                        new NodeFrame.Order(new AgentOrder.Probe(stamp, "app")),
                        new NodeFrame.Order(new AgentOrder.Cancel(stamp, "app", "o0")),
                        new NodeFrame.Order(new AgentOrder.ClearFault(stamp, "app")),
                        new NodeFrame.Order(
                                new AgentOrder.Action(stamp, "app", "token", List.of("x"))),
                        new NodeFrame.Fault(
                                3,
                                new FaultRequest.Disturb(
                                        FaultRequest.Kind.DELAY, 5, FaultRequest.Traffic.ALL)),
                        new NodeFrame.FaultDone(
                                3, dev.vigil.engine.fault.FaultAnswer.refused("no")))
                .map(frame -> json.line((NodeFrame) frame))
                .toList();
    }

    private byte[] damaged(Damage damage, List<String> frames) {
        String frame = damage.pick(frames);
        byte[] line =
                damage.below(3) == 0
                        ? damage.bytes(frame.getBytes(StandardCharsets.UTF_8))
                        : damage.json(frame).getBytes(StandardCharsets.UTF_8);
        return (new String(line, StandardCharsets.ISO_8859_1) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatAnEngineSaysWronglyEndsNothing() throws Exception {
        var damage = new Damage(20_118);
        List<String> frames = frames();
        for (String frame : frames.subList(0, frames.size() - 1))
            engine.write((frame + "\n").getBytes(StandardCharsets.UTF_8));
        engineIsHeard();
        assertTrue(log.stream().noneMatch(line -> line.umi().endsWith("1011")), log::toString);
        for (int i = 0; i < MANY; i++) {
            engine.write(damaged(damage, frames));
            if (i % 100 != 0) continue;
            engine.say(new NodeFrame.Hello(7, 4_000_000_000L));
            engine.awaitHello();
            assertEquals(List.of(), ended);
        }
        assertTrue(log.size() < 100 + MANY / 20, () -> log.size() + " lines: " + log);
    }

    @Test
    void whoIsNoEngineKeepsNoneOut() throws Exception {
        var damage = new Damage(20_119);
        List<String> frames = frames();
        long open = descriptors();
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                var stranger = SocketChannel.open(UnixDomainSocketAddress.of(paths.nodeSocket()));
                if (i % 10 == 0) {
                    silent.add(stranger);
                    continue;
                }
                try (stranger) {
                    stranger.write(ByteBuffer.wrap(damaged(damage, frames)));
                }
                if (i % 100 == 1) engineIsHeard();
            }
            engineIsHeard();
            await("those that waited longest are gone")
                    .atMost(LONG)
                    .until(() -> descriptors() < open + silent.size() + 20);
            assertEquals(-1, silent.getFirst().read(ByteBuffer.allocate(1)));
        } finally {
            for (SocketChannel each : silent) each.close();
        }
        await("all are gone").atMost(LONG).until(() -> descriptors() <= open + 1);
        assertTrue(log.size() < 20, log::toString);
    }

    /// The engine is connected as before, and is told what it asks.
    private void engineIsHeard() throws Exception {
        engine.say(new NodeFrame.Hello(7, 4_000_000_000L));
        engine.awaitHello();
    }

    @Test
    void aLineWithoutAnEndEndsItsConnection() throws Exception {
        try (var endless = SocketChannel.open(UnixDomainSocketAddress.of(paths.nodeSocket()))) {
            var part = ByteBuffer.allocate(1 << 20);
            long sent = 0;
            try {
                while (sent < 4 * LineChannel.LONGEST_LINE) {
                    part.clear();
                    sent += endless.write(part);
                }
            } catch (IOException closed) {
                assertTrue(sent > LineChannel.LONGEST_LINE / 2, sent + " bytes");
            }
            assertTrue(sent < 2 * LineChannel.LONGEST_LINE, sent + " bytes were taken");
        }
        engineIsHeard();
    }

    @Test
    void damagedRequestsAreAnsweredOrRefusedAndOthersAreAnswered() throws Exception {
        var damage = new Damage(20_120);
        List<List<String>> commands =
                List.of(
                        List.of("lltstat", "-nvv"),
                        List.of("lltstat", "-l"),
                        List.of("lltconfig", "-T", "query"),
                        List.of("lltconfig", "-T", "peerinact:1000"),
                        List.of("gabconfig", "-a"),
                        List.of("vxfenadm", "-d"),
                        List.of("hastatus", "-sum"),
                        List.of("hafault", "-delay", "50", "net1", "-dir", "out"),
                        List.of("hafault", "-kill", "had"));
        long open = descriptors();
        for (int i = 0; i < MANY; i++) {
            byte[] request = request(damage.pick(commands));
            if (damage.below(2) == 0) request = damage.bytes(request);
            else request = request(damage.words(damage.pick(commands)));
            String answer = ask(request);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 200 OK"), answer);
            if (i % 100 == 0) answers();
        }
        answers();
        await("all are gone").atMost(LONG).until(() -> descriptors() <= open + 1);
        assertTrue(log.size() < 20, log::toString);
    }

    @Test
    void whoSaysNothingIsInNobodysWay() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++)
                silent.add(
                        SocketChannel.open(UnixDomainSocketAddress.of(paths.nodeControlSocket())));
            answers();
            assertEquals(-1, silent.getFirst().read(ByteBuffer.allocate(1)));
        } finally {
            for (SocketChannel each : silent) each.close();
        }
    }

    private void answers() throws IOException {
        String answer = ask(request(List.of("lltstat", "-nvv")));
        assertTrue(answer.contains("north") && answer.endsWith("x 0\n"), answer);
        assertTrue(thread.isAlive());
    }

    private static byte[] request(List<String> words) {
        var body = new StringBuilder();
        for (String word : words) body.append(word).append('\0');
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return ("POST /command HTTP/1.1\r\nHost: v\r\nContent-Length: "
                        + bytes.length
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private String ask(byte[] request) throws IOException {
        try (var channel =
                SocketChannel.open(UnixDomainSocketAddress.of(paths.nodeControlSocket()))) {
            var left = ByteBuffer.wrap(request);
            while (left.hasRemaining()) channel.write(left);
            channel.shutdownOutput();
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /// Who is connected as an engine is.
    private final class Speaker implements AutoCloseable {
        private final SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(paths.nodeSocket()));
        private final Semaphore hellos = new Semaphore(0);

        Speaker() throws IOException {
            Thread.ofVirtual().start(this::listen);
        }

        private void listen() {
            try (InputStream in = Channels.newInputStream(channel)) {
                byte[] part = new byte[1 << 16];
                var line = new StringBuilder();
                for (int n = in.read(part); n >= 0; n = in.read(part)) {
                    line.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
                    for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                        NodeFrame frame = json.read(line.substring(0, end), NodeFrame.class);
                        if (frame instanceof NodeFrame.Hello) hellos.release();
                        line.delete(0, end + 1);
                    }
                }
            } catch (JsonProcessingException wrong) {
                ended.add("the daemon says what is not understood: " + wrong);
            } catch (IOException closed) {
                return;
            }
        }

        void say(NodeFrame frame) throws IOException {
            write((json.line(frame) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) channel.write(left);
        }

        void awaitHello() throws InterruptedException {
            assertTrue(hellos.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS), "no hello");
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
