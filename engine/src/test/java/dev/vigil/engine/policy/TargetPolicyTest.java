package dev.vigil.engine.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which system a policy chooses, and what it says of the others.
class TargetPolicyTest {
    private static Candidate system(
            String name, int priority, int zone, int groups, int capacity, String... obstacles) {
        return new Candidate(name, priority, zone, false, groups, capacity, List.of(obstacles));
    }

    private static final List<Candidate> CANDIDATES =
            List.of(
                    system("a", 2, 1, 3, 10),
                    system("b", 1, 2, 1, 50),
                    system("c", 1, 1, 1, 50),
                    system("d", 0, 2, 0, 99, "system is frozen", "group is disabled there"));

    @ParameterizedTest
    @CsvSource({
        "ORDER, -1, false, a",
        "PRIORITY, -1, false, b",
        "ROUND_ROBIN, -1, false, b",
        "LOAD, -1, false, b",
        "PRIORITY, 1, false, c",
        "LOAD, 1, true, c",
        "PRIORITY, 3, false, b",
        "PRIORITY, 3, true, ''",
    })
    void chooses(TargetPolicy policy, int zone, boolean zoneOnly, String expected) {
        assertEquals(expected, policy.choose(CANDIDATES, zone, zoneOnly).target());
    }

    @Test
    void whoeverWouldDisplaceAnotherGroupComesLast() {
        var best = new Candidate("a", 0, -1, true, 0, 0, List.of());
        var other = system("b", 9, -1, 0, 0);
        assertEquals("b", TargetPolicy.PRIORITY.choose(List.of(best, other), -1, false).target());
        assertEquals("a", TargetPolicy.PRIORITY.choose(List.of(best), -1, false).target());
    }

    @Test
    void everyCandidateIsCommentedOn() {
        assertEquals(
                List.of(
                        "a: eligible, priority 2",
                        "b: eligible, priority 1",
                        "c: eligible, priority 1",
                        "d: system is frozen, group is disabled there"),
                TargetPolicy.PRIORITY.choose(CANDIDATES, -1, false).considered());
    }

    @Test
    void anUnknownPolicyIsNamedWithTheKnownOnes() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class, () -> TargetPolicy.of("BiggestAvailable"));
        assertEquals(
                "policy BiggestAvailable is not supported: use Priority, RoundRobin or Load",
                refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "10, 3, 4, ''",
        "10, 3, 8, 'Semaphores: needs 8, 7 left'",
        "10, 10, 1, 'Semaphores: needs 1, 0 left'",
    })
    void limitsAreHard(int limit, int used, int needed, String missing) {
        var left = Capacity.left(tokens(limit), List.of(tokens(used)));
        assertEquals(missing, Capacity.missing(left, tokens(needed)));
    }

    @Test
    void aTokenWithoutALimitIsNotThere() {
        assertEquals("Semaphores: needs 1, 0 left", Capacity.missing(new TreeMap<>(), tokens(1)));
    }

    private static TreeMap<String, Integer> tokens(int count) {
        return new TreeMap<>(Map.of("Semaphores", count));
    }
}
