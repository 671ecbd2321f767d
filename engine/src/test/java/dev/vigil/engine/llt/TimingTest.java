package dev.vigil.engine.llt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class TimingTest {
    private static final long MS = 1_000_000L;

    @ParameterizedTest
    @CsvSource({
        "16000,4000,12000,13000",
        "2000,500,1500,1625",
        "32000,4000,28000,29000",
        "1000,300,700,775"
    })
    void theMarginIsAQuarterOfPeerinactWithinBounds(
            long peerinactMs, long marginMs, long silenceMs, long leaseMs) {
        Timing timing = Timing.of(peerinactMs * MS, 100 * MS, 400 * MS);
        assertEquals(
                List.of(marginMs, silenceMs, leaseMs),
                List.of(timing.marginNs() / MS, timing.silenceNs() / MS, timing.leaseNs() / MS));
        assertEquals(List.of(), timing.problems());
    }

    @Test
    void aLeaseWithAllThatMayFollowItEndsBeforeTheOthersAct() {
        for (long peerinactMs = 900; peerinactMs < 40_000; peerinactMs += 50) {
            Timing t = Timing.of(peerinactMs * MS, 50 * MS, 400 * MS);
            double drift = Timing.DRIFT_PPM / 1e6;
            double gone = t.leaseNs() / (1 - drift) + t.tickNs() + t.guardNs() + t.cleanNs();
            assertTrue(gone <= t.peerinactNs() / (1 + drift), "peerinact " + peerinactMs + " ms");
        }
    }

    @Test
    void whatBreaksTheRuleIsNamedWithItsNumbers() {
        assertEquals(
                List.of(
                        "peerinact 2000 ms less the stop margin 500 ms tolerates 1500 ms of"
                                + " silence, less than three heartbeats of 500 ms and their delay"),
                Timing.of(2_000 * MS, 500 * MS, 400 * MS).problems());
        assertEquals(
                List.of("peertrouble 2000 ms must be less than peerinact 2000 ms"),
                Timing.of(2_000 * MS, 100 * MS, 2_000 * MS).problems());
    }
}
