package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.ResourceDefinition;

import org.junit.jupiter.api.Test;

import java.util.List;

class CleanTimeoutsTest {
    private static final long C = 1_200_000_000L;

    private final CleanTimeouts timeouts = new CleanTimeouts();

    private static ResourceDefinition leased(String name, String type, int cleanTimeout) {
        return ResourceDefinition.plain(name, type, "g")
                .withLeased(true)
                .withLimit("CleanTimeout", cleanTimeout);
    }

    @Test
    void namesTypeTimeoutAndRoomOnceForEachType() {
        List<LogLine> lines =
                timeouts.check(
                        List.of(
                                leased("a", "App", 60),
                                leased("b", "App", 90),
                                leased("c", "Web", 2)),
                        C);
        assertEquals(2, lines.size());
        String first = lines.getFirst().text();
        assertEquals(LogLine.Severity.WARNING, lines.getFirst().severity());
        assertTrue(first.startsWith("CleanTimeout of type App is 90 s"), first);
        assertTrue(first.contains("1200 ms"), first);
        assertTrue(first.contains("hatype -modify App CleanTimeout"), first);
        assertTrue(first.contains("peerinact"), first);
        assertTrue(lines.getLast().text().contains("type Web is 2 s"));
    }

    @Test
    void saysNothingOfWhatFitsOrMayOutliveTheLease() {
        var free = ResourceDefinition.plain("b", "App", "g").withLimit("CleanTimeout", 60);
        assertEquals(List.of(), timeouts.check(List.of(leased("a", "Web", 1), free), C));
    }

    @Test
    void saysItAgainOnlyWhenSomethingChanged() {
        assertEquals(1, timeouts.check(List.of(leased("a", "App", 60)), C).size());
        assertEquals(List.of(), timeouts.check(List.of(leased("a", "App", 60)), C));
        assertEquals(1, timeouts.check(List.of(leased("a", "App", 30)), C).size());
        assertEquals(1, timeouts.check(List.of(leased("a", "App", 30)), C / 2).size());
        assertEquals(List.of(), timeouts.check(List.of(leased("a", "App", 1)), C));
        assertEquals(1, timeouts.check(List.of(leased("a", "App", 30)), C).size());
    }
}
