package dev.vigil.engine.gab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

class NeighboursTest {
    private static final long SECOND = 1_000_000_000L;

    private final Neighbours neighbours =
            new Neighbours(
                    new StackConfig(
                            0,
                            new TreeMap<>(Map.of(0, "north", 1, "south")),
                            7,
                            2,
                            Timing.defaults(),
                            QuorumMode.MAJORITY,
                            List.of()));

    private static GabMessage.Hello hello(long incarnation) {
        return new GabMessage.Hello(
                incarnation,
                View.NONE,
                1,
                ViewId.NONE,
                true,
                true,
                false,
                0,
                new TreeSet<>(),
                16 * SECOND,
                4 * SECOND,
                QuorumMode.MAJORITY,
                new TreeSet<>(),
                List.of());
    }

    private static View withSouth(long incarnation) {
        return new View(
                new ViewId(3, 0, 192),
                new ViewId(2, 0, 128),
                new TreeMap<>(Map.of(0, 7L, 1, incarnation)),
                16 * SECOND,
                4 * SECOND,
                QuorumMode.MAJORITY,
                false,
                new TreeSet<>(List.of(0)),
                0,
                0,
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    @Test
    void anEngineThatIsOlderThanTheOneInTheViewDoesNotAsk() {
        assertFalse(neighbours.asked(SECOND, 1, hello(3), withSouth(4)));
        assertFalse(neighbours.hasAsked(1));
        assertTrue(neighbours.asked(SECOND, 1, hello(5), withSouth(4)));
    }

    @Test
    void anEngineThatIsOlderThanOneThatHasAskedDoesNotAsk() {
        assertTrue(neighbours.asked(SECOND, 1, hello(5), View.NONE));
        assertFalse(neighbours.asked(SECOND, 1, hello(4), View.NONE));
        assertEquals(5, neighbours.hello(1).incarnation());
    }

    @Test
    void whoeverIsTakenInAsksNoMoreNorDoThoseBefore() {
        assertTrue(neighbours.asked(SECOND, 1, hello(3), View.NONE));
        neighbours.takenIn(withSouth(4));
        assertFalse(neighbours.hasAsked(1));
        assertTrue(neighbours.asked(SECOND, 1, hello(5), withSouth(4)));
        neighbours.takenIn(withSouth(4));
        assertTrue(neighbours.hasAsked(1));
    }
}
