package dev.vigil.engine.llt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

class PacketFaultsTest {
    private static final long S = 1_000_000_000L;

    private final PacketFaults faults = new PacketFaults();

    @Test
    void theFirstOfACauseAndSourceIsSaidAndTheNumberOnceAnHour() {
        Optional<String> first = faults.dropped(S, PacketFault.CLUSTER, "net1", "10.0.0.9");
        assertEquals(
                Optional.of(
                        "Packets from 10.0.0.9 on link net1 are dropped: they carry another cluster"
                                + " id; compare set-cluster in llttab"),
                first);
        for (int i = 0; i < 3_598; i++) {
            assertEquals(
                    Optional.empty(),
                    faults.dropped((2 + i) * S, PacketFault.CLUSTER, "net1", "10.0.0.9"));
        }
        assertTrue(
                faults.dropped(3_601 * S, PacketFault.CLUSTER, "net1", "10.0.0.9")
                        .orElseThrow()
                        .startsWith("3599 packets from 10.0.0.9"));
        assertEquals(Map.of("cluster", 3_600L), faults.counts());
    }

    @Test
    void inventedSourcesFillNeitherTheLogNorTheMemory() {
        int lines = 0;
        for (int i = 0; i < 100_000; i++) {
            if (faults.dropped(S + i, PacketFault.SIGNATURE, "net1", "source " + i).isPresent())
                lines++;
        }
        assertEquals(10, lines);
        assertEquals(Map.of("signature", 100_000L), faults.counts());
        Optional<String> minuteLater =
                faults.dropped(62 * S, PacketFault.SIGNATURE, "net1", "one more");
        assertTrue(minuteLater.orElseThrow().contains("from other addresses"));
    }

    @Test
    void whoGoesOnIsNamedAmongInventedSources() {
        for (int i = 0; i < 1_000; i++)
            faults.dropped(S + i, PacketFault.SIGNATURE, "net1", "source " + i);
        long at = 62 * S;
        assertTrue(
                faults.dropped(at, PacketFault.SIGNATURE, "net1", "10.0.0.9")
                        .orElseThrow()
                        .contains("from other addresses"));
        for (int i = 0; i < 100; i++)
            faults.dropped(at + i, PacketFault.SIGNATURE, "net1", "another " + i);
        assertTrue(
                faults.dropped(at + S, PacketFault.SIGNATURE, "net1", "10.0.0.9")
                        .orElseThrow()
                        .startsWith("Packets from 10.0.0.9"));
    }
}
