package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.HeartbeatCodec;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.PacketSeal;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/// What comes in on a link from anybody, beside the heartbeats of a peer: from the bytes to the node's decisions.
///
/// `-Dvigil.packets=N` sends more of them.
class PacketFuzzTest {
    private static final long MS = 1_000_000L;
    private static final long PACKETS = Long.getLong("vigil.packets", 200_000L);
    private static final long REPLAY_SEED = 20_110_710L;
    private static final Timing TIMING = Timing.of(2_000 * MS, 100 * MS, 400 * MS);
    private static final List<String> LINKS = List.of("net1", "net2");
    private static final ViewId VIEW = new ViewId(4, 0, 64);
    private static final SortedMap<Integer, Long> MEMBERS = new TreeMap<>(Map.of(0, 5L, 1, 6L));
    private static final byte[] SECRET = "the secret of the cluster".getBytes();
    private static final byte[] OTHER_SECRET = "the secret of another one".getBytes();

    private final SplittableRandom random = new SplittableRandom(REPLAY_SEED);
    private final HeartbeatCodec codec = new HeartbeatCodec(SECRET);
    private final PacketSeal seal = new PacketSeal(SECRET);
    private final PacketSeal otherSeal = new PacketSeal(OTHER_SECRET);
    private final NodeMachine victim = machine(1, 0, 70, NodeDurable.nothing());
    private final NodeMachine peer = machine(1, 1, 80, NodeDurable.nothing());
    private final List<byte[]> recorded = new ArrayList<>();
    private final List<byte[]> earlier = new ArrayList<>();
    private long lines;
    private long challenges;
    private boolean stopped;
    private long atNs = 1_000 * MS;

    private static NodeMachine machine(int cluster, int id, long session, NodeDurable stored) {
        var config =
                new NodeConfig(
                        cluster,
                        id,
                        new TreeSet<>(List.of(0, 1, 2)),
                        LINKS,
                        new TreeSet<>(),
                        LinkTimers.of(100 * MS, 400 * MS),
                        TIMING,
                        session,
                        "boot",
                        1_000_000_000 * MS);
        return new NodeMachine(config, stored, 1_000 * MS);
    }

    private static NodeCommand.ViewOrder order() {
        return Examples.order(7, VIEW, MEMBERS, TIMING, new TreeMap<>());
    }

    private void toVictim(NodeInput input) {
        for (NodeOutput output : victim.handle(input)) {
            switch (output) {
                case NodeOutput.Send(int to, String link, Heartbeat heartbeat) when to == 1 ->
                        toPeer(new NodeInput.Heard(atNs, link, "10.0.0.1", heartbeat));
                case NodeOutput.Challenge(int to, String link, String address, Heartbeat heartbeat)
                        when to == 1 -> {
                    challenges++;
                    if (address.equals("10.0.0.2"))
                        toPeer(new NodeInput.Heard(atNs, link, "10.0.0.1", heartbeat));
                }
                case NodeOutput.Challenge _ -> challenges++;
                case NodeOutput.Line _ -> lines++;
                case NodeOutput.StopLeased _, NodeOutput.Leave _ -> stopped = true;
                default -> {}
            }
        }
    }

    private void toPeer(NodeInput input) {
        for (NodeOutput output : peer.handle(input)) {
            if (output instanceof NodeOutput.Send(int to, String link, Heartbeat heartbeat)
                    && to == 0) {
                byte[] packet = codec.encode(heartbeat);
                if (recorded.size() < 1_000) recorded.add(packet);
                else recorded.set(random.nextInt(1_000), packet);
                receive(link, "10.0.0.2", packet);
            }
        }
    }

    private void receive(String link, String source, byte[] packet) {
        toVictim(
                switch (codec.decode(packet)) {
                    case HeartbeatCodec.Decoded.Good(var heartbeat) ->
                            new NodeInput.Heard(atNs, link, source, heartbeat);
                    case HeartbeatCodec.Decoded.Bad(var fault) ->
                            new NodeInput.Dropped(atNs, link, source, fault);
                });
    }

    private void beat() {
        toVictim(new NodeInput.Tick(atNs));
        toPeer(new NodeInput.Tick(atNs));
    }

    /// What was said before these daemons started, by both and by a third system.
    private void recordEarlierTimes() {
        for (int from = 0; from < 3; from++) {
            var old = machine(1, from, 40 + from, NodeDurable.nothing());
            old.handle(new NodeInput.FromEngine(1_000 * MS, order()));
            for (int i = 1; i < 100; i++) {
                for (NodeOutput output : old.handle(new NodeInput.Tick((1_000 + 100 * i) * MS))) {
                    if (output instanceof NodeOutput.Send send)
                        earlier.add(codec.encode(send.heartbeat()));
                }
            }
        }
        var foreign = machine(2, 1, 90, NodeDurable.nothing());
        for (NodeOutput output : foreign.handle(new NodeInput.Tick(1_000 * MS))) {
            if (output instanceof NodeOutput.Send send) earlier.add(codec.encode(send.heartbeat()));
        }
    }

    private static byte[] pick(List<byte[]> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size())).clone();
    }

    private byte[] bytes(int most) {
        byte[] noise = new byte[random.nextInt(most)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] flipped(byte[] packet) {
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return packet;
    }

    /// A packet that nobody who lives in this cluster has just sent.
    private byte[] evil() {
        return switch (random.nextInt(8)) {
            case 0 -> bytes(200);
            case 1 -> bytes(9_000);
            case 2 -> flipped(pick(recorded, random));
            case 3 -> {
                byte[] packet = pick(recorded, random);
                yield Arrays.copyOf(packet, random.nextInt(packet.length + 40));
            }
            case 4 -> otherSeal.seal(seal.open(pick(recorded, random)).orElseThrow());
            case 5 -> pick(recorded, random);
            default -> pick(earlier, random);
        };
    }

    @Test
    void whatAnybodySendsLeavesTheNodeAsItIs() {
        recordEarlierTimes();
        beat();
        toVictim(new NodeInput.FromEngine(atNs, order()));
        toPeer(new NodeInput.FromEngine(atNs, order()));
        for (long sent = 0; sent < PACKETS; sent++) {
            if (sent % 20 == 0) {
                atNs += 5 * MS;
                toVictim(new NodeInput.FromEngine(atNs, new NodeCommand.Alive(7)));
                beat();
            }
            String link = sent % 1_000 == 0 ? "net9" : LINKS.get(random.nextInt(2));
            String source = random.nextInt(4) == 0 ? "10.0.0.2" : "10.9.9." + random.nextInt(256);
            receive(link, source, evil());
        }
        NodeReport report = victim.report(atNs);
        assertFalse(stopped, "the node stops nothing");
        assertTrue(report.holdsRight(atNs) && report.leaseUntilNs() > atNs + 1_000 * MS);
        assertEquals(80, report.peers().get(1).session());
        assertTrue(report.peers().get(1).heard());
        assertFalse(report.peers().get(2).heard(), "system 2 lives in recordings alone");
        assertEquals(0, report.peers().get(2).session());
        assertEquals(2, report.peers().get(1).linksAlive());
        long dropped = report.dropped().values().stream().mapToLong(Long::longValue).sum();
        assertTrue(
                dropped > PACKETS * 9 / 10, dropped + " of " + PACKETS + ": " + report.dropped());
        long minutes = 1 + (atNs - 1_000 * MS) / (60_000 * MS);
        assertTrue(lines <= 10 * minutes + 10, lines + " lines in " + minutes + " minutes");
        assertTrue(challenges < 200 * 60 * minutes, challenges + " challenges");
        if (PACKETS > 1_000_000)
            System.err.println(
                    PACKETS
                            + " packets, "
                            + (atNs / MS / 1000)
                            + " simulated s: "
                            + report.dropped()
                            + ", challenges "
                            + challenges
                            + ", lines "
                            + lines);
    }

    /// Who has the secret may be of another release, or broken.
    @Test
    void whatIsSignedAndNonsenseBreaksNothing() {
        recordEarlierTimes();
        beat();
        for (long sent = 0; sent < PACKETS / 4; sent++) {
            if (sent % 20 == 0) {
                atNs += 5 * MS;
                beat();
            }
            byte[] content = seal.open(pick(recorded, random)).orElseThrow();
            byte[] nonsense =
                    switch (random.nextInt(3)) {
                        case 0 -> flipped(content);
                        case 1 -> Arrays.copyOf(content, random.nextInt(content.length + 40));
                        default -> bytes(300);
                    };
            receive(
                    LINKS.get(random.nextInt(2)),
                    "10.0.0." + random.nextInt(3),
                    seal.seal(nonsense));
        }
        assertTrue(victim.report(atNs).dropped().get("malformed") > PACKETS / 20);
        assertTrue(victim.nextDeadlineNs() > atNs - 1_000 * MS);
    }
}
