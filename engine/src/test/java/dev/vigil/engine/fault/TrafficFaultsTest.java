package dev.vigil.engine.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

class TrafficFaultsTest {
    private static final List<Direction> IN = List.of(Direction.IN);
    private static final List<Direction> BOTH = List.of(Direction.values());

    private static TrafficFaults on(String link, int peer, UnaryOperator<Effect> change) {
        return TrafficFaults.NONE.changed(List.of(link), List.of(peer), IN, change);
    }

    @Test
    void aCutTakesOneLinkPeerAndDirectionAndNothingElse() {
        var faults = on("net1", 2, Effect::withCut);
        assertEquals(Fate.DROP, faults.packet("net1", 2, Direction.IN, () -> 0));
        assertEquals(Fate.PASS, faults.packet("net1", 2, Direction.OUT, () -> 0));
        assertEquals(Fate.PASS, faults.packet("net2", 2, Direction.IN, () -> 0));
        assertEquals(Fate.PASS, faults.packet("net1", 1, Direction.IN, () -> 0));
    }

    @Test
    void aLossTakesTheShareThatWasAskedFor() {
        var faults = on("net1", 2, effect -> effect.withLoss(0.1));
        assertEquals(Fate.DROP, faults.packet("net1", 2, Direction.IN, () -> 0.0999));
        assertEquals(Fate.PASS, faults.packet("net1", 2, Direction.IN, () -> 0.1));
    }

    @Test
    void delayLossAndDuplicatesGoTogether() {
        var faults = on("net1", 2, effect -> effect.withDelay(50).withDuplicates(1).withLoss(0.5));
        assertEquals(new Fate(2, 50), faults.packet("net1", 2, Direction.IN, () -> 0.5));
        assertEquals(Fate.DROP, faults.packet("net1", 2, Direction.IN, () -> 0.4));
        assertEquals("delay 50 ms, lose 50%, duplicate 100%", text(faults));
    }

    private static String text(TrafficFaults faults) {
        return faults.paths().getFirst().effect().text();
    }

    @Test
    void healingPartOfItLeavesTheRest() {
        var all =
                TrafficFaults.NONE.changed(
                        List.of("net1", "net2"), List.of(1, 2), BOTH, Effect::withCut);
        assertEquals(8, all.paths().size());
        var left = all.healed(List.of("net1"), List.of(1, 2), IN);
        assertEquals(6, left.paths().size());
        assertEquals(Fate.PASS, left.packet("net1", 1, Direction.IN, () -> 0));
        assertEquals(Fate.DROP, left.packet("net1", 1, Direction.OUT, () -> 0));
        assertEquals(TrafficFaults.NONE, left.healed(List.of("net1", "net2"), List.of(1, 2), BOTH));
    }

    @Test
    void theEdgeDeliversLaterTwiceOrNotAtAllAndCounts() {
        List<String> seen = new ArrayList<>();
        List<Runnable> waiting = new ArrayList<>();
        var edge =
                new FaultEdge(
                        () -> 0.5,
                        (ms, task) -> {
                            seen.add("later " + ms);
                            waiting.add(task);
                        });
        Runnable packet = () -> seen.add("arrived");
        edge.pass("net1", 2, Direction.IN, packet);
        edge.follow(on("net1", 2, Effect::withCut));
        assertTrue(edge.cut("net1", 2), "no connection can be made");
        edge.pass("net1", 2, Direction.IN, packet);
        assertEquals(List.of("arrived"), seen);
        edge.follow(on("net1", 2, effect -> effect.withDelay(50).withDuplicates(1)));
        assertTrue(!edge.cut("net1", 2), "it is late, not lost");
        edge.pass("net1", 2, Direction.IN, packet);
        assertEquals(List.of("arrived", "later 50", "later 50"), seen);
        waiting.forEach(Runnable::run);
        assertEquals(5, seen.size());
        edge.follow(FaultPlan.NONE);
        edge.pass("net1", 2, Direction.IN, packet);
        assertEquals(6, seen.size());
        assertEquals(new FaultEdge.Counts(1, 1, 1), edge.counts());
    }

    @Test
    void heavyLossIsNoCut() {
        var edge = new FaultEdge(() -> 0, (ms, task) -> {});
        edge.follow(on("net1", 2, effect -> effect.withLoss(1)));
        assertTrue(!edge.cut("net1", 2));
    }
}
