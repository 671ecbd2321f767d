package dev.vigil.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// Whole clusters of two to nine systems under random faults, each run given by one replay seed.
///
/// `-Dvigil.seeds=20000` plays that many, `-Dvigil.first=N` says from where, `-Dvigil.replay=N` plays one and shows its trace.
class SimulationTest {
    @Test
    void noFailoverGroupIsOnlineTwiceAndTheClusterFindsTogether() {
        Long replay = Long.getLong("vigil.replay");
        if (replay != null) {
            SimCluster cluster = Chaos.play(replay, 5_000);
            cluster.lines().forEach(System.out::println);
            return;
        }
        List<Simulation.Failure> failures =
                Simulation.of(Long.getLong("vigil.first", 1), Long.getLong("vigil.seeds", 500))
                        .failures();
        assertTrue(
                failures.isEmpty(),
                () ->
                        failures.size()
                                + " failed, the first of them:\n"
                                + failures.getFirst().message());
    }

    @Test
    void aReplaySeedGivesTheSameRunAgain() {
        for (long replaySeed : List.of(5L, 42L, 77L)) {
            assertEquals(Chaos.play(replaySeed, 0).digest(), Chaos.play(replaySeed, 0).digest());
        }
        assertNotEquals(Chaos.play(5, 0).digest(), Chaos.play(6, 0).digest());
    }

    /// An offline of a lost history (4000392); the newest disk not heard (10004486), or not taken in (40001151); a new disk's vote (10009022); a
    /// dead engine's word (20000856); a key that one point will never have (20012518); late promises (30014160); an operation ordered again
    /// whose end was on its way (40008115).
    @ParameterizedTest
    @ValueSource(
            longs = {4000392, 10004486, 10009022, 20000856, 20012518, 30014160, 40001151, 40008115})
    void whatHasBrokenARuleBeforeDoesNotAgain(long replaySeed) {
        assertEquals(List.of(), Simulation.of(replaySeed, 1).failures());
    }
}
