package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.LinkStatus;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Two node daemons over links that are cut by name.
class LinksTest {
    private static final long MS = 1_000_000L;
    private static final Timing TIMING = Timing.of(2_000 * MS, 100 * MS, 400 * MS);
    private static final long STEP_NS = 5 * MS;

    private final SortedMap<Integer, NodeMachine> machines = new TreeMap<>();
    private final SortedMap<String, Integer> sent = new TreeMap<>();
    private final TreeSet<String> cut = new TreeSet<>();
    private final List<String> lines = new ArrayList<>();
    private long atNs = 1_000 * MS;

    private void start(List<String> links, String... low) {
        for (int id : List.of(0, 1)) {
            var config =
                    new NodeConfig(
                            1,
                            id,
                            new TreeSet<>(List.of(0, 1)),
                            links,
                            new TreeSet<>(List.of(low)),
                            LinkTimers.of(100 * MS, 400 * MS),
                            TIMING,
                            1,
                            "boot",
                            10_000 * MS);
            machines.put(id, new NodeMachine(config, NodeDurable.nothing(), atNs));
        }
    }

    private void run(long ms) {
        for (long endNs = atNs + ms * MS; atNs < endNs; atNs += STEP_NS) {
            machines.keySet().forEach(id -> tell(id, new NodeInput.Tick(atNs)));
        }
    }

    private void tell(int id, NodeInput input) {
        for (NodeOutput output : machines.get(id).handle(input)) {
            switch (output) {
                case NodeOutput.Send(int peer, String link, Heartbeat heartbeat) -> {
                    sent.merge(link, 1, Integer::sum);
                    if (!cut.contains(link))
                        tell(peer, new NodeInput.Heard(atNs, link, "node " + id, heartbeat));
                }
                case NodeOutput.Challenge(int peer, String link, _, Heartbeat heartbeat) -> {
                    if (!cut.contains(link))
                        tell(peer, new NodeInput.Heard(atNs, link, "node " + id, heartbeat));
                }
                case NodeOutput.Line(var line) -> lines.add(line.text());
                default -> {}
            }
        }
    }

    private LinkStatus.State state(String link) {
        return machines.get(0).report(atNs).peers().get(1).links().get(link).state();
    }

    @Test
    void aLowPriorityLinkCarriesHalfAsManyHeartbeats() {
        start(List.of("net1", "pub"), "pub");
        run(1_000);
        sent.clear();
        run(2_000);
        assertEquals(40, sent.get("net1"));
        assertEquals(20, sent.get("pub"));
    }

    @Test
    void aLowPriorityLinkThatIsTheLastTakesOverThePace() {
        start(List.of("net1", "pub"), "pub");
        run(1_000);
        cut.add("net1");
        run(3_000);
        assertEquals(LinkStatus.State.DOWN, state("net1"));
        assertEquals(LinkStatus.State.UP, state("pub"));
        assertTrue(machines.get(0).report(atNs).jeopardy().contains(1));
        sent.clear();
        run(2_000);
        assertEquals(40, sent.get("pub"));
        cut.clear();
        run(500);
        sent.clear();
        run(2_000);
        assertEquals(20, sent.get("pub"));
        assertFalse(machines.get(0).report(atNs).jeopardy().contains(1));
    }

    @Test
    void aLowPriorityLinkIsInTroubleLater() {
        start(List.of("net1", "net2", "pub"), "pub");
        run(1_000);
        cut.addAll(List.of("net2", "pub"));
        run(500);
        assertEquals(LinkStatus.State.TROUBLE, state("net2"));
        assertEquals(LinkStatus.State.UP, state("pub"));
        run(500);
        assertEquals(LinkStatus.State.TROUBLE, state("pub"));
    }

    @Test
    void theTimesOfLinksAreSetWhileEverythingRuns() {
        start(List.of("net1", "pub"), "pub");
        run(1_000);
        var slow = LinkTimers.of(200 * MS, 500 * MS).withHeartbeatLo(400 * MS);
        for (int id : machines.keySet()) {
            tell(id, new NodeInput.FromEngine(atNs, new NodeCommand.SetTimers(5, slow)));
        }
        run(400);
        sent.clear();
        run(4_000);
        assertEquals(40, sent.get("net1"));
        assertEquals(20, sent.get("pub"));
        assertEquals(slow, machines.get(0).report(atNs).timers());
    }

    @Test
    void withEightLinksSevenMayFail() {
        List<String> links = IntStream.rangeClosed(1, 8).mapToObj(i -> "net" + i).toList();
        start(links);
        run(1_000);
        cut.addAll(links.subList(0, 7));
        run(2_500);
        PeerReport peer = machines.get(0).report(atNs).peers().get(1);
        assertTrue(peer.heard());
        assertTrue(peer.jeopardy());
        assertEquals(LinkStatus.State.UP, state("net8"));
        cut.add("net8");
        run(2_000);
        assertFalse(machines.get(0).report(atNs).peers().get(1).heard());
        assertTrue(
                lines.contains("link net8 to node 1 is inactive: silent for 2000 ms"),
                lines.toString());
    }
}
