package dev.vigil.engine.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Measures the log's transport with many members, each a process, on loopback: how long until the ring of the next view carries an
/// item to all its members after members join, are killed and are stopped; what an append and a member cost.
///
/// `bench/hazelcast SIZE ROUNDS` runs it. Every round loses one member of each role by `kill -9` and one by `SIGSTOP`, and has it join again.
/// A ring that faults, or opens and does not move within 600 ms (then 1,200, then 2,000), is given up for the next, as the engine does.
final class HazelcastBench {
    private static final int FIRST_PORT = 23_000;
    private static final long PATIENCE_S = 60;

    private final int size;
    private final SortedMap<Integer, Child> children = new TreeMap<>();
    private final LinkedBlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final SortedMap<String, List<Double>> figures = new TreeMap<>();
    private final Random random = new Random(7);
    private int view;

    private record Said(int node, String line) {}

    private HazelcastBench(int size) {
        this.size = size;
    }

    /// @param args how many members, how many rounds
    public static void main(String[] args) throws Exception {
        var bench = new HazelcastBench(Integer.parseInt(args[0]));
        try {
            bench.run(Integer.parseInt(args[1]));
        } finally {
            bench.children.values().forEach(Child::kill);
        }
    }

    private void run(int rounds) throws Exception {
        for (int node = 0; node < size; node++) children.put(node, new Child(node));
        for (Child child : children.values()) child.awaitStarted();
        note("form", openAll(0, System.nanoTime()));
        for (int round = 0; round < rounds; round++) {
            for (String role : List.of("ordinary", "keeper", "master")) {
                lose(role, false);
                lose(role, true);
            }
            append();
        }
        for (Child child : children.values()) note("memory (PSS), MB", child.pssMb());
        figures.forEach((name, values) -> System.out.println(row(name, values)));
    }

    /// Loses a member of a role and takes it in again.
    private void lose(String role, boolean silently) throws Exception {
        SortedMap<String, Integer> roles = roles();
        if (roles.get("keeper").equals(roles.get("master"))) {
            openAll(anyBut(roles.values()), System.nanoTime());
            roles = roles();
        }
        int victim = roles.containsKey(role) ? roles.get(role) : anyBut(roles.values());
        Child lost = children.remove(victim);
        if (silently) lost.stop();
        else lost.kill();
        long tookNs = openAll(children.firstKey(), System.nanoTime());
        note((silently ? "stopped: " : "killed: ") + role, tookNs);
        lost.kill();
        said.clear();

        Child again = new Child(victim);
        again.awaitStarted();
        int owner = children.firstKey();
        children.put(victim, again);
        note("join", openAll(owner, System.nanoTime()));
    }

    private int anyBut(Iterable<Integer> others) {
        List<Integer> left = new ArrayList<>(children.keySet());
        others.forEach(left::remove);
        if (left.size() > 1) left.remove(children.firstKey());
        return left.get(random.nextInt(left.size()));
    }

    private SortedMap<String, Integer> roles() throws InterruptedException {
        children.firstEntry().getValue().order("who");
        while (true) {
            String[] words = next(PATIENCE_S * 1_000).line.split(" ");
            if (words[0].equals("who"))
                return new TreeMap<>(
                        java.util.Map.of(
                                "master",
                                Integer.parseInt(words[1]),
                                "keeper",
                                Integer.parseInt(words[2])));
        }
    }

    /// Opens views until the ring of one carries an item to all.
    ///
    /// @return how long that took, in nanoseconds
    private long openAll(int owner, long begunNs) throws InterruptedException {
        long stallMs = 600;
        for (int attempt = 1; ; attempt++) {
            view++;
            StringBuilder order = new StringBuilder(view + " " + owner);
            children.keySet().stream()
                    .filter(id -> id != owner)
                    .forEach(id -> order.append(' ').append(id));
            for (Child child : children.values()) child.order(order.toString());
            if (carries(owner, stallMs)) {
                long tookNs = System.nanoTime() - begunNs;
                if (attempt > 1) System.out.println("# view " + view + " was attempt " + attempt);
                return tookNs;
            }
            if (System.nanoTime() - begunNs > TimeUnit.SECONDS.toNanos(PATIENCE_S))
                throw new IllegalStateException("no ring opens");
            stallMs = Math.min(2_000, 2 * stallMs);
        }
    }

    /// Whether the ring of the present view opens and carries one item to all.
    private boolean carries(int owner, long stallMs) throws InterruptedException {
        SortedSet<Integer> opens = new TreeSet<>(children.keySet());
        SortedSet<Integer> reads = new TreeSet<>(children.keySet());
        String id = view + ".0.1";
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!reads.isEmpty()) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            Said next = leftMs > 0 ? next(leftMs) : null;
            if (next == null) {
                System.out.println(
                        "# view " + view + " given up, unopened " + opens + " unread " + reads);
                return false;
            }
            String[] words = next.line.split(" ", 3);
            if (words.length < 2 || !words[1].equals(id)) continue;
            switch (words[0]) {
                case "tell" ->
                        children.forEach(
                                (node, child) -> {
                                    if (node != next.node)
                                        child.order("told " + id + " " + words[2]);
                                });
                case "open" -> {
                    opens.remove(next.node);
                    if (opens.isEmpty()) {
                        deadlineNs = System.nanoTime() + stallMs * 1_000_000;
                        children.get(owner).order("offer " + view + " 1");
                    }
                }
                case "items" -> reads.remove(next.node);
                case "fault" -> {
                    System.out.println("# node " + next.node + ": " + next.line);
                    return false;
                }
                default -> {}
            }
        }
        return true;
    }

    private Said next(long withinMs) throws InterruptedException {
        return said.poll(withinMs, TimeUnit.MILLISECONDS);
    }

    private void append() throws InterruptedException {
        SortedMap<String, Integer> roles = roles();
        for (int node : List.of(roles.get("keeper"), anyBut(roles.values()))) {
            boolean keeps = node == roles.get("keeper");
            children.get(node).order("offer " + view + " 500");
            for (int count = 0; count < 500; ) {
                Said next = next(PATIENCE_S * 1_000);
                if (next.node != node || !next.line.startsWith("took ")) continue;
                if (++count > 100)
                    note(
                            "append until read, " + (keeps ? "the keeper" : "another"),
                            Long.parseLong(next.line.substring(5)));
            }
        }
    }

    private void note(String name, double value) {
        figures.computeIfAbsent(name, fresh -> new ArrayList<>()).add(value);
        if (!name.startsWith("append"))
            System.out.printf(Locale.ROOT, "%s %.1f%n", name, scaled(name, value));
    }

    private static double scaled(String name, double value) {
        return name.endsWith("MB") ? value : value / 1e6;
    }

    private String row(String name, List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "| %d | %s | %d | %.2f | %.2f | %.2f |",
                size,
                name,
                sorted.size(),
                scaled(name, sorted.get(sorted.size() / 2)),
                scaled(name, sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1)),
                scaled(name, sorted.getLast()));
    }

    /// One member.
    private final class Child {
        private final int node;
        private final Process process;
        private final CountDownLatch ready = new CountDownLatch(1);

        Child(int node) throws IOException {
            this.node = node;
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-Xmx128m",
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    LoneMember.class.getName(),
                                    "bench-" + ProcessHandle.current().pid(),
                                    Integer.toString(node)));
            for (int i = 0; i < size; i++) command.add("127.0.0.1:" + (FIRST_PORT + i));
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> process.inputReader().lines().forEach(this::heard));
        }

        private void heard(String line) {
            if (line.equals("ready")) ready.countDown();
            else said.add(new Said(node, line));
        }

        /// It has a cluster of its own, and does at once what it is told.
        void awaitStarted() throws InterruptedException {
            order("ready");
            ready.await();
        }

        void order(String line) {
            try {
                process.outputWriter().append(line).append('\n').flush();
            } catch (IOException gone) {
                throw new UncheckedIOException("member " + node + " has ended", gone);
            }
        }

        void stop() throws Exception {
            new ProcessBuilder("kill", "-STOP", "" + process.pid()).start().waitFor();
        }

        void kill() {
            process.destroyForcibly();
        }

        double pssMb() throws IOException {
            for (String line :
                    Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup")))
                if (line.startsWith("Pss:"))
                    return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            throw new IOException("no Pss");
        }
    }
}
