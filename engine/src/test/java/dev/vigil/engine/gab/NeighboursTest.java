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
        return Examples.hello(incarnation, QuorumMode.MAJORITY);
    }

    private static View withSouth(long incarnation) {
        return Examples.view(Map.of(0, 7L, 1, incarnation));
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

    private void southIsIn(ViewId view) {
        neighbours.reported(Examples.reportOf(1, view));
    }

    private static View unarbitrated() {
        return Examples.view(QuorumMode.UNARBITRATED, Map.of(0, 7L, 1, 4L));
    }

    @Test
    void whoIsInAnotherHistoryOrHasGoneFurtherGoesItsOwnWay() {
        ViewId ours = unarbitrated().id();
        for (ViewId theirs :
                List.of(
                        new ViewId(ours.number(), 1, ours.ballot() + 1),
                        new ViewId(ours.number() + 1, 1, ours.ballot()))) {
            southIsIn(theirs);
            assertTrue(neighbours.goesItsOwnWay(1, unarbitrated()), theirs.toString());
            assertFalse(
                    neighbours.goesItsOwnWay(1, withSouth(4)),
                    "where a majority decides nobody does");
        }
    }

    @Test
    void whoIsInTheSameViewOrHasNotComeThatFarIsOnlySlow() {
        ViewId ours = unarbitrated().id();
        for (ViewId theirs :
                List.of(ours, new ViewId(ours.number() - 1, 0, ours.ballot()), ViewId.NONE)) {
            southIsIn(theirs);
            assertFalse(neighbours.goesItsOwnWay(1, unarbitrated()), theirs.toString());
        }
    }
}
