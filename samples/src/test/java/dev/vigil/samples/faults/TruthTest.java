package dev.vigil.samples.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class TruthTest {
    @TempDir Path directory;

    private Truth truth(String... lines) throws IOException {
        Files.write(directory.resolve("truth"), List.of(lines));
        return new Truth(directory);
    }

    @Test
    void aResourceThatBeginsBeforeItHasEndedElsewhereOverlaps() throws IOException {
        var truth =
                truth(
                        "100.00 1000.000000 online g1_1 node1 7",
                        "101.00 1001.000000 online g1_1 node2 8",
                        "101.25 1001.250000 offline g1_1 node1 0",
                        "102.00 1002.000000 offline g1_1 node2 0");
        assertEquals(
                List.of(
                        new Truth.Overlap(
                                "g1_1", "node1", "node2", 1_001_000_000L, 1_001_250_000L)),
                truth.overlaps(0));
        assertEquals(List.of(), truth.overlaps(1_001_300_000L), "what was over before");
    }

    @Test
    void aSwitchInGoodOrderDoesNot() throws IOException {
        var truth =
                truth(
                        "100.00 1000.000000 online g1_1 node1 7",
                        "101.00 1001.000000 offline g1_1 node1 0",
                        "101.01 1001.010000 online g1_1 node2 8",
                        "101.50 1001.500000 online g2_1 node1 9",
                        "102.00 1002.000000 offline g1_1 node2 0",
                        "103.00 1003.000000 offline g2_1 node1 0");
        assertEquals(List.of(), truth.overlaps(0));
        assertEquals(1_001_010_000L, truth.firstElsewhereUs("g1", "node1", 0));
        assertEquals(Long.MAX_VALUE, truth.firstElsewhereUs("g2", "node1", 0));
    }

    @Test
    void whatStillRunsOverlapsUntilNow() throws IOException {
        long nowS = Truth.nowUs() / 1_000_000;
        var truth =
                truth(
                        "100.00 %d.000000 online g1_1 node1 7".formatted(nowS - 10),
                        "101.00 %d.000000 online g1_1 node2 8".formatted(nowS - 9));
        Truth.Overlap overlap = truth.overlaps(0).getFirst();
        assertEquals(9, overlap.us() / 1_000_000, 1);
    }

    @Test
    void aSuspendedSystemRunsNothingUntilItIsResumed() throws IOException {
        var truth =
                truth(
                        "100.00 1000.000000 online g1_1 node1 7",
                        "101.00 1001.000000 suspended g1_1 node1 0",
                        "102.00 1002.000000 online g1_1 node2 8",
                        "103.00 1003.000000 resumed g1_1 node1 0",
                        "103.10 1003.100000 offline g1_1 node1 0",
                        "104.00 1004.000000 offline g1_1 node2 0");
        assertEquals(List.of(100_000L), truth.overlaps(0).stream().map(Truth.Overlap::us).toList());
    }

    @Test
    void whatHappensToASystemIsNotedForWhatRunsThere() throws IOException {
        long nowS = Truth.nowUs() / 1_000_000;
        double up =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]) - 10;
        var truth =
                truth(
                        "%.2f %d.000000 online g1_1 node1 7".formatted(up, nowS - 10),
                        "%.2f %d.000000 online g2_1 node1 8".formatted(up, nowS - 10),
                        "%.2f %d.500000 offline g2_1 node1 0".formatted(up + 0.5, nowS - 10),
                        "%.2f %d.000000 online g3_1 node2 9".formatted(up, nowS - 10));
        truth.note("suspended", "node1");
        truth.note("resumed", "node1");
        truth.note("gone", "node1");
        assertEquals(
                List.of("suspended g1_1", "resumed g1_1", "gone g1_1"),
                truth.stamps().stream()
                        .skip(4)
                        .map(stamp -> stamp.what() + " " + stamp.resource())
                        .toList());
    }

    @Test
    void aClockThatWasSetIsNoWitness() throws IOException {
        var truth =
                truth(
                        "100.00 1000.000000 online g1_1 node1 7",
                        "101.00 4600.000000 offline g1_1 node1 0");
        assertThrows(IOException.class, truth::stamps);
    }

    @Test
    void whatRunsIsFoundWhateverTheStampsSay() throws Exception {
        String name = "witness g1_1 node1 " + directory;
        Process process =
                new ProcessBuilder("bash", "-c", "echo; exec -a '" + name + "' sleep 60").start();
        try {
            var truth = new Truth(directory);
            process.inputReader().readLine();
            long untilNs = System.nanoTime() + 20_000_000_000L;
            while (truth.processes().isEmpty() && System.nanoTime() < untilNs) Thread.onSpinWait();
            assertEquals("{g1_1=[node1]}", truth.processes().toString());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertEquals("{}", new Truth(directory).processes().toString());
    }
}
