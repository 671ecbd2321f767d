package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.LinkStatus;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who records what the systems say cannot use it: node daemons 0 and 1, and somebody who writes down all that comes to 0.
class ReplayTest {
    private static final long MS = 1_000_000L;
    private static final Timing TIMING = Timing.of(2_000 * MS, 100 * MS, 400 * MS);
    private static final ViewId VIEW = new ViewId(4, 0, 64);
    private static final ViewId LATER = new ViewId(9, 1, 65);
    private static final SortedMap<Integer, Long> BOTH = new TreeMap<>(Map.of(0, 5L, 1, 6L));

    /// A machine under the name that its packets come from.
    private final Map<String, NodeMachine> machines = new TreeMap<>();

    private record Packet(String to, NodeInput.Heard heard) {}

    private final Deque<Packet> wires = new ArrayDeque<>();
    private final List<NodeInput.Heard> recording = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private boolean cut;
    private long atNs = 1_000 * MS;

    private void start(String name, int id, long session) {
        var config =
                new NodeConfig(
                        1,
                        id,
                        new TreeSet<>(List.of(0, 1)),
                        List.of("net1", "net2"),
                        new TreeSet<>(),
                        LinkTimers.of(100 * MS, 400 * MS),
                        TIMING,
                        session,
                        "boot of " + name,
                        10_000 * MS);
        machines.put(name, new NodeMachine(config, NodeDurable.nothing(), atNs));
    }

    private void inView(String name, ViewId view, SortedMap<Integer, Long> members) {
        var order = Examples.order(7, view, members, TIMING, new TreeMap<>());
        tell(name, new NodeInput.FromEngine(atNs, order));
    }

    private void run(long ms) {
        for (long endNs = atNs + ms * MS; atNs < endNs; atNs += 5 * MS) {
            for (String name : List.copyOf(machines.keySet())) {
                tell(name, new NodeInput.Tick(atNs));
            }
            while (!wires.isEmpty()) {
                Packet packet = wires.remove();
                if (machines.containsKey(packet.to())) tell(packet.to(), packet.heard());
            }
        }
    }

    private void tell(String name, NodeInput input) {
        for (NodeOutput output : machines.get(name).handle(input)) {
            switch (output) {
                case NodeOutput.Send(int peer, String link, Heartbeat heartbeat) ->
                        send(name, "sys" + peer, link, heartbeat);
                case NodeOutput.Challenge(_, String link, String address, Heartbeat heartbeat) ->
                        send(name, address, link, heartbeat);
                case NodeOutput.Line(var line) -> lines.add(name + ": " + line.text());
                case NodeOutput.Leave leave -> {
                    gone.add(name);
                    machines.remove(name);
                }
                default -> {}
            }
        }
    }

    private void send(String from, String to, String link, Heartbeat heartbeat) {
        var heard = new NodeInput.Heard(atNs, link, from, heartbeat);
        if (to.equals("sys0")) recording.add(heard);
        if (!cut) wires.add(new Packet(to, heard));
    }

    /// Plays packets to system 0, one each 20 ms, from the address they had or another.
    private void play(List<NodeInput.Heard> packets, String link, String address) {
        for (NodeInput.Heard heard : packets) {
            tell("sys0", new NodeInput.Heard(atNs, link, address, heard.heartbeat()));
            run(20);
        }
    }

    private NodeReport report() {
        return machines.get("sys0").report(atNs);
    }

    private PeerReport peer() {
        return report().peers().get(1);
    }

    private void talk() {
        start("sys0", 0, 1_000);
        start("sys1", 1, 2_000);
        run(1_000);
        assertTrue(peer().heard());
    }

    private List<NodeInput.Heard> recorded() {
        return recording.stream().filter(heard -> heard.link().equals("net1")).toList();
    }

    @Test
    void whoHasStartedHearsHisPeerWithinAMoment() {
        start("sys0", 0, 1_000);
        run(500);
        start("sys1", 1, 2_000);
        run(10);
        assertTrue(peer().heard());
        assertEquals(2_000, peer().session());
        assertEquals(Map.of(), report().dropped());
    }

    @Test
    void aRecordingOfAnEarlierTimeMeansNothingToADaemonThatWasRestarted() {
        talk();
        inView("sys1", LATER, new TreeMap<>(Map.of(1, 6L)));
        run(1_000);
        machines.clear();
        start("sys0", 0, 1_001);
        inView("sys0", VIEW, BOTH);
        long promisedNs = peer().promiseUntilNs();
        run(3_000);
        assertFalse(peer().heard());
        play(List.copyOf(recorded()), "net1", "sys1");
        assertFalse(peer().heard());
        assertEquals(0, peer().session());
        assertEquals(ViewId.NONE, peer().view());
        assertEquals(LinkStatus.State.DOWN, peer().links().get("net1").state());
        assertEquals(promisedNs, peer().promiseUntilNs());
        assertFalse(report().lost(), "a view of another time, without this system, ends no lease");
        assertTrue(report().dropped().get("old_session") > 10, report().dropped().toString());
        assertEquals(1, lines.stream().filter(line -> line.contains("are dropped")).count());
    }

    @Test
    void aRecordingMadeWhileTheLinksWereCutKeepsNobodyAlive() {
        talk();
        inView("sys0", VIEW, BOTH);
        inView("sys1", VIEW, BOTH);
        run(500);
        cut = true;
        recording.clear();
        run(3_000);
        assertFalse(peer().heard());
        machines.remove("sys1");
        long promisedNs = peer().promiseUntilNs();
        play(List.copyOf(recorded()), "net1", "sys1");
        assertFalse(peer().heard());
        assertEquals(promisedNs, peer().promiseUntilNs());
    }

    @Test
    void aCopyCountsOnceForEachLinkAndNeverLaterThanItsNews() {
        talk();
        machines.remove("sys1");
        long lastNs = peer().lastHeardNs();
        NodeInput.Heard newest = recorded().getLast();
        run(300);
        play(List.of(newest, newest, newest), "net1", "sys1");
        play(List.of(newest, newest), "net2", "sys1");
        assertEquals(lastNs, peer().links().get("net2").lastHeardNs());
        assertEquals(5, report().dropped().get("replayed"));
        run(1_600);
        assertFalse(peer().heard());
        assertEquals(LinkStatus.State.DOWN, peer().links().get("net2").state());
    }

    @Test
    void aDaemonThatWasRestartedIsBelievedAtOnceAndItsPredecessorNoMore() {
        talk();
        List<NodeInput.Heard> before = List.copyOf(recorded());
        start("sys1", 1, 2_001);
        run(10);
        assertEquals(2_001, peer().session());
        play(before, "net1", "sys1");
        assertEquals(2_001, peer().session());
        assertTrue(peer().heard());
        assertEquals(before.size(), report().dropped().get("old_session"));
    }

    @Test
    void aSystemThatLostItsCounterIsBelievedAfterTheSilenceOfItsPredecessor() {
        talk();
        start("sys1", 1, 3);
        run(1_000);
        assertEquals(2_000, peer().session());
        run(1_000);
        assertEquals(3, peer().session());
        assertTrue(peer().heard());
    }

    @Test
    void afterALongCutBothBelieveEachOtherWithinAMoment() {
        talk();
        cut = true;
        run(5_000);
        assertFalse(peer().heard());
        cut = false;
        run(110);
        assertTrue(peer().heard());
        assertTrue(machines.get("sys1").report(atNs).peers().get(0).heard());
    }

    @Test
    void aCloneIsFoundNamedAndLeaves() {
        talk();
        inView("sys0", VIEW, BOTH);
        inView("sys1", VIEW, BOTH);
        run(500);
        start("copy", 1, 2_500);
        run(1_000);
        assertEquals(List.of("copy"), gone);
        assertEquals(2_000, peer().session());
        assertTrue(
                lines.contains(
                        "sys0: Node id 1 is used by two systems: sys1 is believed, copy is not."
                                + " Correct set-node in llttab of the one that is wrong, or switch"
                                + " off the copy"),
                lines.toString());
        assertTrue(
                lines.contains(
                        "copy: This system leaves: node 0 hears two systems with this one's node id"
                                + " 1 and believes the other; this one is in no view and leaves."
                                + " Correct set-node in llttab, then run hastart"),
                lines.toString());
        run(3_000);
        assertTrue(peer().heard());
        assertFalse(report().lost());
    }

    @Test
    void whoMovedToAnotherAddressIsNoClone() {
        talk();
        machines.remove("sys1");
        start("elsewhere", 1, 2_500);
        run(3_000);
        assertEquals(List.of(), gone);
        assertEquals(2_500, peer().session());
        assertFalse(lines.stream().anyMatch(line -> line.contains("two systems")));
    }
}
