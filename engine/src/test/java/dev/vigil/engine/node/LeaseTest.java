package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.ViewId;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

class LeaseTest {
    private static final ViewId V = new ViewId(4, 0, 64);
    private static final ViewId W = new ViewId(5, 1, 129);

    private static SortedMap<Integer, Long> members(Integer... ids) {
        var members = new TreeMap<Integer, Long>();
        for (int id : ids) {
            members.put(id, 1L);
        }
        return members;
    }

    private static NodeCommand.ViewOrder order(
            ViewId accepted, SortedMap<Integer, Long> in, SortedMap<Integer, Long> next) {
        return new NodeCommand.ViewOrder(
                1,
                1,
                V,
                in,
                QuorumMode.MAJORITY,
                accepted,
                next,
                QuorumMode.MAJORITY,
                new TreeSet<>(),
                100,
                90,
                120,
                new TreeMap<>());
    }

    private static Lease.Echoed echo(long sentNs) {
        return new Lease.Echoed(V, ViewId.NONE, sentNs);
    }

    @Test
    void itCountsFromTheSendTimeThatAQuorumHasEchoed() {
        var order = order(ViewId.NONE, members(0, 1, 2, 3, 4), members());
        Lease lease =
                Lease.NONE.extended(
                        1_000,
                        2,
                        order,
                        new TreeMap<>(Map.of(0, echo(900), 1, echo(500), 3, echo(700))));
        assertEquals(700 + 100, lease.untilNs());
        assertTrue(lease.valid(799));
        assertTrue(lease.over(800));
    }

    @Test
    void withoutAQuorumOfEchoesThereIsNone() {
        var order = order(ViewId.NONE, members(0, 1, 2), members());
        assertSame(Lease.NONE, Lease.NONE.extended(1_000, 2, order, new TreeMap<>()));
        assertFalse(Lease.NONE.over(1_000));
    }

    @Test
    void halfWithTheLowestIdNeedsNobody() {
        var order = order(ViewId.NONE, members(0, 1), members());
        assertEquals(1_100, Lease.NONE.extended(1_000, 0, order, new TreeMap<>()).untilNs());
        assertSame(Lease.NONE, Lease.NONE.extended(1_000, 1, order, new TreeMap<>()));
        assertEquals(
                950,
                Lease.NONE
                        .extended(1_000, 1, order, new TreeMap<>(Map.of(0, echo(850))))
                        .untilNs());
    }

    @Test
    void anEchoCountsOnlyFromAMemberInTheSameState() {
        var order = order(ViewId.NONE, members(0, 1, 2), members());
        var other = new Lease.Echoed(V, W, 990);
        var behind = new Lease.Echoed(ViewId.NONE, ViewId.NONE, 990);
        assertSame(
                Lease.NONE,
                Lease.NONE.extended(1_000, 2, order, new TreeMap<>(Map.of(0, other, 1, behind))));
    }

    @Test
    void whileASuccessorIsAcceptedTheQuorumMustHoldInBothViews() {
        var order = order(W, members(0, 1, 2, 3, 4), members(1, 2));
        var echoes = new TreeMap<Integer, Lease.Echoed>();
        echoes.put(0, new Lease.Echoed(V, W, 990));
        echoes.put(3, new Lease.Echoed(V, W, 980));
        assertSame(Lease.NONE, Lease.NONE.extended(1_000, 2, order, echoes));
        echoes.put(1, new Lease.Echoed(V, W, 600));
        assertEquals(700, Lease.NONE.extended(1_000, 2, order, echoes).untilNs());
    }

    @Test
    void aViewThatGivesLessDoesNotShortenIt() {
        var lease = new Lease(true, 2_000);
        var order = order(ViewId.NONE, members(0, 1, 2), members());
        assertSame(lease, lease.extended(1_000, 2, order, new TreeMap<>(Map.of(0, echo(900)))));
    }
}
