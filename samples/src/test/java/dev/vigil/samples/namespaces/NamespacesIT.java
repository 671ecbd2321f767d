package dev.vigil.samples.namespaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Three systems in the form of production: a network each, two links, encryption and tunnels, a real mount and a real address.
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class NamespacesIT {
    /// A link less ends no session between engines, and those last for so long out of reach.
    private static final long SESSION_MS = 20_000;

    private static Lab lab;
    private static Path directory;
    private static Watch watch;

    @BeforeAll
    static void start() throws IOException {
        List<String> missing = Lab.missing();
        if (!missing.isEmpty())
            System.err.println(
                    "*** NamespacesIT is SKIPPED: this machine lacks " + missing + " ***");
        assumeTrue(missing.isEmpty(), () -> "needs " + missing);
        directory = Files.createTempDirectory("vgl");
        lab = Lab.start(directory);
        watch = new Watch();
        lab.until("all systems RUNNING", NamespacesIT::allRunning);
        lab.until("the service is up", () -> isOn("lab1"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (watch != null) watch.end();
        if (lab != null) lab.close();
        if (directory != null) Shell.may("rm", "-rf", directory.toString());
    }

    @AfterEach
    void nothingRanTwice() {
        assertEquals(List.of(), lab.overlaps());
        assertEquals(List.of(), watch.seen());
    }

    private static boolean allRunning() {
        for (int seenBy = 0; seenBy < Lab.SYSTEMS; seenBy++)
            for (int node = 0; node < Lab.SYSTEMS; node++)
                if (!lab.sysState(seenBy, node).equals("RUNNING")) return false;
        return true;
    }

    /// The service, its mount and its address are on one system, as all agree.
    private static boolean isOn(String system) {
        Set<String> there = new TreeSet<>(Set.of(system));
        for (int seenBy = 0; seenBy < Lab.SYSTEMS; seenBy++)
            if (!lab.online(seenBy, "service").equals(there)) return false;
        return lab.really("disk").equals(there) && lab.really("address").equals(there);
    }

    private static int holder() {
        for (int node = 0; node < Lab.SYSTEMS; node++)
            if (lab.really("address").contains(Lab.system(node))) return node;
        throw new AssertionError("the service is nowhere");
    }

    @Test
    void nothingButLoopbackCarriesHazelcast() {
        for (int node = 0; node < Lab.SYSTEMS; node++) {
            List<String> strange = new ArrayList<>();
            List<String> tunnels = new ArrayList<>();
            for (String line : lab.in(node, "ss", "-Hltn").lines().toList()) {
                String at = line.trim().split("\\s+")[3].replace("[::ffff:", "").replace("]", "");
                if (at.startsWith("127.77.0.")) tunnels.add(at);
                else if (!at.endsWith(":50001") && !at.endsWith(":50011")) strange.add(at);
            }
            assertEquals(List.of(), strange);
            assertEquals(Lab.SYSTEMS, tunnels.size(), tunnels::toString);
            assertFalse(lab.engineLog(node).contains("V-16-1-10131"));
        }
    }

    @Test
    void otherProcessesOfASystemReachNoHazelcast() {
        for (int node = 0; node < Lab.SYSTEMS; node++)
            assertEquals(
                    "0",
                    lab.in(
                                    0,
                                    "bash",
                                    "-c",
                                    "exec 3<>/dev/tcp/127.77.0."
                                            + node
                                            + "/50002; printf HZC >&3 2>/dev/null;"
                                            + " head -c 1 <&3 2>/dev/null | wc -c")
                            .strip());
        assertTrue(lab.engineLog(0).contains("does not come from this engine"));
    }

    @Test
    void theServiceMovesOnOrder() {
        int from = holder();
        int to = (from + 1) % Lab.SYSTEMS;
        lab.at(to, "hagrp", "-switch", "service", "-to", Lab.system(to));
        lab.until("the service on " + Lab.system(to), () -> isOn(Lab.system(to)));
    }

    /// A disk image that was started twice: the copy goes, engine and all, and says why; nobody else feels anything.
    @Test
    void aCopyOfASystemLeavesByItself() throws IOException {
        List<String> before = faults();
        lab.startCopy((holder() + 1) % Lab.SYSTEMS);
        lab.until(
                "the copy has said why it leaves",
                () ->
                        lab.engineLog(Lab.COPY).contains("V-16-1-10129")
                                && lab.engineLog(Lab.COPY).contains("Correct set-node in llttab"));
        lab.until(
                "the copy is gone",
                () -> !lab.runs(Lab.COPY, "had") && !lab.runs(Lab.COPY, "hanode"));
        assertTrue(allRunning());
        assertEquals(before, faults(), "the log went on in its ring");
    }

    @Test
    void aLinkThatIsCutCostsNothingButAMoment() {
        int node = holder();
        // Twice, so that whichever link was in use is cut once.
        for (String link : List.of("net1", "net2")) {
            List<String> before = faults();
            long longest = commandsWhile(() -> lab.cut(node, link), 30);
            lab.heal(node);
            lab.until("all links up", () -> linksUp(node));
            System.out.printf(
                    Locale.ROOT, "%s cut under load: longest command %d ms%n", link, longest);
            assertTrue(longest < SESSION_MS, "a command took " + longest + " ms");
            assertEquals(before, faults(), "the log went on in its ring");
            assertTrue(isOn(Lab.system(node)));
        }
    }

    @Test
    void aLinkThatIsTakenDownCostsNothingButAMoment() {
        int node = (holder() + 1) % Lab.SYSTEMS;
        for (String link : List.of("net1", "net2")) {
            List<String> before = faults();
            long longest = commandsWhile(() -> lab.in(node, "ip", "link", "set", link, "down"), 30);
            lab.in(node, "ip", "link", "set", link, "up");
            lab.until("all links up", () -> linksUp(node));
            System.out.printf(
                    Locale.ROOT, "%s down under load: longest command %d ms%n", link, longest);
            assertTrue(longest < SESSION_MS, "a command took " + longest + " ms");
            assertEquals(before, faults(), "the log went on in its ring");
        }
    }

    @Test
    void whoLosesBothLinksStopsBeforeAnotherStarts() {
        for (int round = 0; round < 2; round++) {
            int lost = holder();
            long begunNs = System.nanoTime();
            lab.cut(lost, "net1", "net2");
            lab.until(
                    "the service elsewhere",
                    () ->
                            lab.really("address").size() == 1
                                    && !lab.really("address").contains(Lab.system(lost))
                                    && lab.really("disk").equals(lab.really("address")));
            System.out.printf(
                    Locale.ROOT,
                    "both links cut: up elsewhere after %d ms%n",
                    (System.nanoTime() - begunNs) / 1_000_000);
            lab.heal(lost);
            lab.until("all systems RUNNING again", NamespacesIT::allRunning);
            lab.until("all links up", () -> linksUp(lost));
            int now = holder();
            lab.until("all agree where it is", () -> isOn(Lab.system(now)));
        }
    }

    private static boolean linksUp(int node) {
        String text = lab.at(node, "lltstat", "-nvv", "active").text();
        return text.lines().filter(line -> line.contains("UP")).count() >= 2L * Lab.SYSTEMS
                && !text.contains("DOWN")
                && !text.contains("TROUBLE");
    }

    private static List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (int node = 0; node < Lab.SYSTEMS; node++)
            lab.engineLog(node)
                    .lines()
                    .filter(line -> line.contains("Log fault"))
                    .forEach(faults::add);
        return faults;
    }

    /// Types commands that go through the log, with something happening after the first ten.
    ///
    /// @return how long the slowest took, in milliseconds
    private static long commandsWhile(Runnable event, int count) {
        long longest = 0;
        for (int i = 0; i < count; i++) {
            if (i == 10) event.run();
            int node = i % Lab.SYSTEMS;
            long begunNs = System.nanoTime();
            Shell.Ended typed =
                    lab.at(node, "hagrp", i % 2 == 0 ? "-freeze" : "-unfreeze", "counter");
            longest = Math.max(longest, (System.nanoTime() - begunNs) / 1_000_000);
            assertEquals(0, typed.exit(), typed::toString);
        }
        return longest;
    }

    /// Looks all the time whether something is on two systems.
    private static final class Watch {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

        Watch() {
            clock.scheduleWithFixedDelay(this::look, 0, 20, TimeUnit.MILLISECONDS);
        }

        private void look() {
            for (String resource : List.of("disk", "address")) {
                try {
                    Set<String> systems = lab.really(resource);
                    if (systems.size() > 1) seen.add(resource + " on " + systems);
                } catch (RuntimeException blind) {
                    seen.add(resource + " could not be looked at: " + blind);
                }
            }
        }

        List<String> seen() {
            return List.copyOf(seen);
        }

        void end() {
            clock.shutdown();
        }
    }
}
