package dev.vigil.engine.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.gab.ViewId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// Real Hazelcast members of three systems in one JVM, on loopback.
class HazelcastTransportIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    /// Below the ports that the system gives to connections: none of those may take one between the look and the use.
    private static final int FIRST_PORT = 21_000;

    private final SortedMap<Integer, String> addresses = new TreeMap<>();
    private final SortedMap<Integer, HazelcastTransport> transports = new ConcurrentSkipListMap<>();
    private final SortedMap<Integer, Heard> heard = new TreeMap<>();
    private volatile boolean admitting = true;

    @BeforeEach
    void findPorts() {
        for (int port = FIRST_PORT; addresses.size() < 3; port++) {
            if (free(port)) addresses.put(addresses.size(), "127.0.0.1:" + port);
        }
    }

    private static boolean free(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    @AfterEach
    void close() throws Exception {
        transports.values().forEach(HazelcastTransport::close);
        for (HazelcastTransport transport : transports.values()) {
            assertTrue(transport.awaitClosed(20_000), "a transport did not end");
        }
    }

    @Test
    void allMembersSeeTheSameItemsInOneOrder() {
        startAll();
        open(view(1, 0, 1, 2), 0, 1, 2);
        for (int i = 0; i < 30; i++) {
            offer(i % 3, 1, "item" + i);
        }
        awaitItems(1, 30, 0, 1, 2);
        assertEquals(heard.get(0).items(1), heard.get(1).items(1));
        assertEquals(heard.get(0).items(1), heard.get(2).items(1));
    }

    @Test
    void survivorsOfALostMemberOpenAFreshRing() {
        startAll();
        open(view(1, 0, 1, 2), 0, 1, 2);
        offer(1, 1, "before");
        awaitItems(1, 1, 0, 1, 2);

        long began = System.nanoTime();
        transports.get(0).close();
        open(view(2, 1, 2), 1, 2);
        long tookMs = (System.nanoTime() - began) / 1_000_000;
        System.out.println("ring of the survivors open " + tookMs + " ms after the loss");

        offer(1, 2, "after");
        awaitItems(2, 1, 1, 2);
        assertEquals(List.of("after"), heard.get(2).items(2));
    }

    @Test
    void lossOfAMemberFaultsTheOpenRing() {
        startAll();
        open(view(1, 0, 1, 2), 0, 1, 2);
        transports.get(2).close();
        await("fault at the survivors")
                .atMost(LONG)
                .until(() -> heard.get(0).faults(1) == 1 && heard.get(1).faults(1) == 1);
    }

    @Test
    void aFreshMemberJoinsANewView() throws Exception {
        startAll();
        open(view(1, 0, 1, 2), 0, 1, 2);
        transports.get(0).close();
        open(view(2, 1, 2), 1, 2);
        assertTrue(transports.get(0).awaitClosed(20_000));

        start(0, 2);
        LogCommand.Open third =
                new LogCommand.Open(id(3), new TreeMap<>(Map.of(0, 2L, 1, 1L, 2, 1L)), 1);
        long began = System.nanoTime();
        open(third, 0, 1, 2);
        System.out.println("joined ring open after " + (System.nanoTime() - began) / 1_000_000);
        offer(0, 3, "hello");
        awaitItems(3, 1, 0, 1, 2);
    }

    @Test
    void aMemberTalksToNobodyWhoIsNotAdmitted() throws Exception {
        admitting = false;
        start(0, 1);
        open(view(1, 0), 0);
        String[] address = addresses.get(0).split(":");
        try (var stranger = new Socket(address[0], Integer.parseInt(address[1]))) {
            stranger.setSoTimeout(20_000);
            assertEquals(-1, answer(stranger, "HZC"), "it is answered");
        }
    }

    /// The first byte that comes back; -1 if the connection is ended, however early.
    private static int answer(Socket socket, String words) throws IOException {
        try {
            socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @Test
    void aMemberThatIsMissingFaultsNoOneElsesView() {
        start(0, 1);
        open(view(1, 0), 0);
        offer(0, 1, "alone");
        awaitItems(1, 1, 0);
    }

    @Test
    void membersFollowAnOwnerInAnotherCluster() {
        startAll();
        open(view(1, 1, 2), 1, 2);
        open(view(2, 0), 0);

        open(view(3, 0, 1, 2), 0, 1, 2);
        offer(2, 3, "together");
        awaitItems(3, 1, 0, 1, 2);
    }

    @Test
    void survivorsOfASilentMasterOpenAFreshRing() throws Exception {
        try (var master = new OtherProcess(0)) {
            openAround(master);

            master.stop();
            long began = System.nanoTime();
            open(view(2, 1, 2), 1, 2);
            System.out.println(
                    "ring of a silent master's survivors open after "
                            + (System.nanoTime() - began) / 1_000_000);
            offer(2, 2, "without it");
            awaitItems(2, 1, 1, 2);
        }
    }

    @Test
    void aRingThatASilentMemberHoldsUpIsGivenUpForTheNext() throws Exception {
        try (var master = new OtherProcess(0)) {
            openAround(master);

            master.stop();
            LogCommand.Open held = view(2, 0, 1, 2);
            transports.get(1).carryOut(held);
            transports.get(2).carryOut(held);
            // It opens all the same where the ring happens to be kept by another member.
            await("the ring is open or given up")
                    .atMost(LONG)
                    .until(() -> heard.get(1).ended(2) && heard.get(2).ended(2));

            open(view(3, 1, 2), 1, 2);
            offer(1, 3, "moving on");
            awaitItems(3, 1, 1, 2);
        }
    }

    @Test
    void membersLeaveAMasterThatTheViewHasNotButThatLives() throws Exception {
        try (var master = new OtherProcess(0)) {
            openAround(master);

            open(view(2, 1, 2), 1, 2);
            offer(1, 2, "by ourselves");
            awaitItems(2, 1, 1, 2);
        }
    }

    /// Opens view 1 of all three, owned by another process.
    private void openAround(OtherProcess owner) throws IOException {
        start(1, 1);
        start(2, 1);
        owner.order(1, 0, 1, 2);
        open(view(1, 0, 1, 2), 1, 2);
        owner.awaitOpen(1);
    }

    private void startAll() {
        for (int node = 0; node < 3; node++) {
            start(node, 1);
        }
    }

    private void start(int node, long incarnation) {
        heard.put(node, new Heard());
        transports.put(
                node,
                new HazelcastTransport(
                        new HazelcastSettings(
                                "test-" + addresses.get(0), node, incarnation, addresses),
                        caller -> admitting,
                        new Neighbours(node),
                        heard.get(node)));
    }

    private static ViewId id(int number) {
        return new ViewId(number, 0, 1);
    }

    private static LogCommand.Open view(int number, int... nodes) {
        SortedMap<Integer, Long> members = new TreeMap<>();
        for (int node : nodes) members.put(node, 1L);
        return new LogCommand.Open(id(number), members, nodes[0]);
    }

    private void offer(int node, int view, String item) {
        byte[] element = item.getBytes(StandardCharsets.UTF_8);
        transports.get(node).carryOut(new LogCommand.Offer(id(view), element));
    }

    private void open(LogCommand.Open ring, int... nodes) {
        for (int node : nodes) transports.get(node).carryOut(ring);
        for (int node : nodes)
            await("ring " + ring.view() + " open on " + node)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(LONG)
                    .until(() -> heard.get(node).opened(ring.view()));
    }

    private void awaitItems(int view, int count, int... nodes) {
        for (int node : nodes)
            await(count + " items on " + node)
                    .atMost(LONG)
                    .until(() -> heard.get(node).items(view).size() == count);
    }

    /// What an owner says reaches the others at once.
    private final class Neighbours implements HazelcastTransport.Others {
        private final int node;

        Neighbours(int node) {
            this.node = node;
        }

        @Override
        public void tell(LogCommand.Open ring, HazelcastTransport.Word word) {
            ring.members().keySet().stream()
                    .filter(member -> member != node)
                    .forEach(member -> transports.get(member).told(ring.view().toString(), word));
        }
    }

    /// A member in a process of its own, which can be stopped so that it falls silent without closing a connection.
    private final class OtherProcess implements AutoCloseable {
        private final Process process;
        private final Set<String> open = ConcurrentHashMap.newKeySet();

        OtherProcess(int node) throws IOException {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    LoneMember.class.getName(),
                                    "test-" + addresses.get(0),
                                    Integer.toString(node)));
            command.addAll(addresses.values());
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(this::said));
        }

        private void said(String line) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("open")) open.add(words[1]);
            if (words[0].equals("tell"))
                HazelcastTransport.Word.of(words[2])
                        .ifPresent(
                                word -> transports.values().forEach(t -> t.told(words[1], word)));
        }

        void order(int view, int... nodes) throws IOException {
            StringBuilder line = new StringBuilder(Integer.toString(view));
            for (int node : nodes) line.append(' ').append(node);
            process.outputWriter().append(line).append('\n').flush();
        }

        void awaitOpen(int view) {
            await("the other process opens ring " + view)
                    .atMost(LONG)
                    .until(() -> open.contains(id(view).toString()));
        }

        void stop() throws Exception {
            Process kill = new ProcessBuilder("kill", "-STOP", "" + process.pid()).start();
            assertEquals(0, kill.waitFor());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /// Remembers what one transport said.
    private static final class Heard implements Consumer<LogHappening> {
        private final List<LogHappening> all = new ArrayList<>();

        @Override
        public synchronized void accept(LogHappening happening) {
            all.add(happening);
        }

        synchronized boolean opened(ViewId view) {
            return all.contains(new LogHappening.Opened(view));
        }

        synchronized boolean ended(int view) {
            return opened(id(view)) || faults(view) > 0;
        }

        synchronized int faults(int view) {
            return (int)
                    all.stream()
                            .filter(LogHappening.Fault.class::isInstance)
                            .filter(fault -> fault.view().equals(id(view)))
                            .count();
        }

        synchronized List<String> items(int view) {
            List<String> texts = new ArrayList<>();
            for (LogHappening happening : all) {
                if (happening instanceof LogHappening.Items(var of, var first, var elements)
                        && of.equals(id(view))) {
                    assertEquals(texts.size(), first, "no gap");
                    elements.forEach(
                            element -> texts.add(new String(element, StandardCharsets.UTF_8)));
                }
            }
            return texts;
        }
    }
}
