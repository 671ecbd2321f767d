package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.node.NodeCommand;
import dev.vigil.engine.node.NodeDurable;
import dev.vigil.engine.node.OnlyOne;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

class StoredLeaseGuardTest {
    private static final long MS = 1_000_000L;

    /// K is 100 ms by the stored times; a node daemon is settled after a second.
    private static final StoredLeaseGuard GUARD = new StoredLeaseGuard("boot", 1_000 * MS);

    private static NodeDurable stored(String boot, boolean leased, boolean lost, QuorumMode mode) {
        var members = new TreeMap<>(Map.of(0, 1L, 1, 1L));
        var order =
                new NodeCommand.ViewOrder(
                        1,
                        1,
                        new ViewId(4, 0, 64),
                        members,
                        mode,
                        ViewId.NONE,
                        new TreeMap<>(),
                        mode,
                        new TreeSet<>(),
                        1_700 * MS,
                        1_600 * MS,
                        2_000 * MS,
                        new TreeMap<>());
        return new NodeDurable(boot, leased, 5_000 * MS, lost, order, 0);
    }

    private static boolean acts(NodeDurable stored, long nodeStartedMs, long sinceMs, long atMs) {
        Optional<OnlyOne.Holder> node =
                nodeStartedMs < 0
                        ? Optional.empty()
                        : Optional.of(new OnlyOne.Holder(1, nodeStartedMs * MS));
        return GUARD.actsNow(stored, node, sinceMs * MS, atMs * MS);
    }

    @ParameterizedTest(name = "lost {0}, hanode started {1}, without it since {2}, at {3}: {4}")
    @CsvSource({
        // The lease ends at 5000, and nobody lives who could act on that.
        "false,   -1, 1000, 4999, false",
        "false,   -1, 1000, 5099, false",
        "false,   -1, 1000, 5100, true",
        // This engine has only just come; so may a node daemon.
        "false,   -1, 9000, 9099, false",
        "false,   -1, 9000, 9100, true",
        // A node daemon lives, and has neither a longer lease nor lost it: it hangs.
        "false, 1000, 1000, 5099, false",
        "false, 1000, 1000, 5100, true",
        // It is just coming up, and will look at the lease by itself.
        "false, 5050, 1000, 5100, false",
        "false, 5050, 1000, 6049, false",
        "false, 5050, 1000, 6050, true",
        // It has said that it stops what runs.
        "true,  1000, 1000, 9999, false",
        // It had said so, and is no more.
        "true,    -1, 1000, 1099, false",
        "true,    -1, 1000, 1100, true",
    })
    void itActsWhenNobodyElseDoes(
            boolean lost, long nodeStartedMs, long sinceMs, long atMs, boolean expected) {
        NodeDurable stored = stored("boot", true, lost, QuorumMode.MAJORITY);
        assertEquals(expected, acts(stored, nodeStartedMs, sinceMs, atMs));
    }

    @Test
    void whatNeedsNoLeaseIsNotGuarded() {
        assertEquals(false, acts(NodeDurable.nothing(), -1, 1_000, 99_000));
        assertEquals(
                false,
                acts(stored("earlier", true, false, QuorumMode.MAJORITY), -1, 1_000, 99_000));
        assertEquals(
                false, acts(stored("boot", false, false, QuorumMode.MAJORITY), -1, 1_000, 99_000));
        assertEquals(
                false, acts(stored("boot", true, false, QuorumMode.DISABLED), -1, 1_000, 99_000));
    }
}
