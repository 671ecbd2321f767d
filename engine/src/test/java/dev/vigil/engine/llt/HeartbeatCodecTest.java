package dev.vigil.engine.llt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.engine.gab.ViewId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

class HeartbeatCodecTest {
    private static final Heartbeat HEARTBEAT =
            new Heartbeat(
                    1234,
                    63,
                    5,
                    1_000_000_007L,
                    Long.MAX_VALUE,
                    500_000_000L,
                    9,
                    true,
                    new ViewId(7, 2, 130),
                    ViewId.NONE,
                    new TreeMap<>(Map.of(0, 4L, 63, 9L)),
                    new TreeMap<>(Map.of(0, new Heartbeat.Echo(3, -5))),
                    new TreeSet<>(List.of(0, 1)),
                    new TreeMap<>(
                            Map.of(
                                    0, new Heartbeat.Echo(3, -5),
                                    1, new Heartbeat.Echo(8, 77),
                                    2, new Heartbeat.Echo(9, 78))),
                    new TreeMap<>(Map.of(2, 9L)),
                    12);

    private final HeartbeatCodec codec = new HeartbeatCodec("secret of the cluster".getBytes());

    @Test
    void aHeartbeatComesOutAsItWentIn() {
        assertEquals(
                new HeartbeatCodec.Decoded.Good(HEARTBEAT), codec.decode(codec.encode(HEARTBEAT)));
    }

    @Test
    void anotherClustersSecretIsRefused() {
        var other = new HeartbeatCodec("secret of another".getBytes());
        assertEquals(bad(PacketFault.SIGNATURE), other.decode(codec.encode(HEARTBEAT)));
    }

    @Test
    void whatIsSignedAndNotAHeartbeatOfThisVersionIsRefused() {
        var seal = new PacketSeal("secret of the cluster".getBytes());
        assertEquals(bad(PacketFault.MALFORMED), codec.decode(seal.seal(new byte[] {2, 0, 0})));
        assertEquals(bad(PacketFault.MALFORMED), codec.decode(seal.seal(new byte[] {1, 0, 0})));
        assertEquals(bad(PacketFault.MALFORMED), codec.decode(seal.seal(new byte[0])));
    }

    @Test
    void whatIsCutOffOrLongerIsRefused() {
        var seal = new PacketSeal("secret of the cluster".getBytes());
        byte[] content = seal.open(codec.encode(HEARTBEAT)).orElseThrow();
        for (int length = 0; length < content.length; length++) {
            assertEquals(
                    bad(PacketFault.MALFORMED),
                    codec.decode(seal.seal(java.util.Arrays.copyOf(content, length))),
                    length + " bytes");
        }
        byte[] longer = java.util.Arrays.copyOf(content, content.length + 1);
        assertEquals(bad(PacketFault.MALFORMED), codec.decode(seal.seal(longer)));
        byte[] packet = codec.encode(HEARTBEAT);
        byte[] cut = java.util.Arrays.copyOf(packet, packet.length - 1);
        assertEquals(bad(PacketFault.SIGNATURE), codec.decode(cut));
        assertEquals(bad(PacketFault.FOREIGN), codec.decode("GET / HTTP/1.1".getBytes()));
        assertEquals(
                bad(PacketFault.OVERSIZED),
                codec.decode(new byte[HeartbeatCodec.LARGEST_PACKET + 1]));
    }

    private static HeartbeatCodec.Decoded bad(PacketFault fault) {
        return new HeartbeatCodec.Decoded.Bad(fault);
    }
}
