package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeCommand;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class StackTest {
    private static final long MS = 1_000_000L;

    private final Stack stack =
            new Stack(
                    new StackConfig(
                            0,
                            new TreeMap<>(Map.of(0, "sys0", 1, "sys1")),
                            7,
                            2,
                            Timing.of(2_000 * MS, 100 * MS, 400 * MS),
                            QuorumMode.MAJORITY,
                            List.of()),
                    StackDurable.nothing(),
                    new CoreApplication(new TreeMap<>(Map.of(0, "sys0", 1, "sys1"))),
                    1_000 * MS);

    /// Ticks whenever it wants to be ticked.
    ///
    /// @return at which times it cleaned from the table, in milliseconds
    private List<Long> cleansUntil(long endMs) {
        List<Long> cleans = new ArrayList<>();
        int ticks = 0;
        for (long at = stack.nextDeadlineNs(); at <= endMs * MS; at = stack.nextDeadlineNs()) {
            assertTrue(++ticks < 1_000, "a deadline that never passes");
            for (Output output : stack.handle(new Input.Tick(at))) {
                if (output instanceof Output.CleanFromTable) cleans.add(at / MS);
            }
        }
        return cleans;
    }

    @Test
    void withoutAHanodeItWaitsForDeadlinesThatPass() {
        stack.handle(new Input.Tick(1_000 * MS));
        assertEquals(List.of(), cleansUntil(20_000));
    }

    @Test
    void withoutAHanodeItActsOnTheStoredLease() {
        stack.handle(new Input.Tick(1_000 * MS));
        stack.handle(new Input.StoredLease(1_010 * MS, 3_000 * MS));
        assertEquals(List.of(3_000L), cleansUntil(20_000));
    }

    private List<Output> sets(String name, long hundredths) {
        return stack.handle(
                new Input.Control(2_000 * MS, "r1", new ControlRequest.SetTimer(name, hundredths)));
    }

    @Test
    void theTimesOfLinksAreSetOnThisSystem() {
        List<Output> done = sets("heartbeatlo", 30);
        assertTrue(
                done.contains(
                        new Output.ToNode(
                                new NodeCommand.SetTimers(
                                        7,
                                        LinkTimers.of(100 * MS, 400 * MS)
                                                .withHeartbeatLo(300 * MS)))),
                done.toString());
        assertTrue(
                done.contains(new Output.Answer("r1", true, "heartbeatlo is set on this system")));
    }

    @Test
    void timesThatBreakTheMarginAreRefusedWithTheirNumbers() {
        List<Output> refused = sets("heartbeat", 60);
        assertTrue(
                refused.stream()
                        .noneMatch(
                                each ->
                                        each instanceof Output.ToNode to
                                                && to.command() instanceof NodeCommand.SetTimers),
                refused.toString());
        assertTrue(
                refused.contains(
                        new Output.Answer(
                                "r1",
                                false,
                                "refused: peerinact 2000 ms less the stop margin 500 ms tolerates"
                                    + " 1500 ms of silence, less than three heartbeats of 600 ms"
                                    + " and their delay")),
                refused.toString());
    }
}
