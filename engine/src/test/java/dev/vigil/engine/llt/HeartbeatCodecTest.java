package dev.vigil.engine.llt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.engine.gab.ViewId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                    12);

    private final HeartbeatCodec codec = new HeartbeatCodec("secret of the cluster".getBytes());

    @Test
    void aHeartbeatComesOutAsItWentIn() {
        assertEquals(Optional.of(HEARTBEAT), codec.decode(codec.encode(HEARTBEAT)));
    }

    @Test
    void anotherClustersSecretIsRefused() {
        var other = new HeartbeatCodec("secret of another".getBytes());
        assertEquals(Optional.empty(), other.decode(codec.encode(HEARTBEAT)));
    }

    @Test
    void whatIsSignedAndNotAHeartbeatOfThisVersionIsRefused() {
        var seal = new PacketSeal("secret of the cluster".getBytes());
        assertEquals(Optional.empty(), codec.decode(seal.seal(new byte[] {2, 0, 0})));
        assertEquals(Optional.empty(), codec.decode(seal.seal(new byte[] {1, 0, 0})));
        assertEquals(Optional.empty(), codec.decode(seal.seal(new byte[0])));
    }
}
