package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.ResourceDefinition;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class CleanTimeoutsTest {
    private static final long C = 1_200_000_000L;

    private final CleanTimeouts timeouts = new CleanTimeouts(false);

    private static ResourceDefinition leased(String name, String type, int cleanTimeout) {
        return ResourceDefinition.plain(name, type, "g")
                .withLeased(true)
                .withLimit("CleanTimeout", cleanTimeout);
    }

    @Test
    void oneLineNamesTypesTimeoutsRoomAndRemedy() {
        LogLine line =
                timeouts.check(
                                List.of(
                                        leased("a", "App", 60),
                                        leased("b", "App", 90),
                                        leased("c", "Web", 2)),
                                C)
                        .orElseThrow();
        assertEquals(LogLine.Severity.WARNING, line.severity());
        assertTrue(line.text().contains("App (90 s), Web (2 s)"), line.text());
        assertTrue(line.text().contains("1200 ms"), line.text());
        assertTrue(line.text().contains("hatype -modify TYPE CleanTimeout"), line.text());
        assertTrue(line.text().contains("peerinact"), line.text());
    }

    @Test
    void isKnownUntilItFits() {
        timeouts.check(List.of(leased("a", "App", 60)), C);
        assertTrue(timeouts.warning().orElseThrow().contains("LoserAction=panic in vxfenmode"));
        timeouts.check(List.of(leased("a", "App", 1)), C);
        assertEquals(Optional.empty(), timeouts.warning());
    }

    @Test
    void whatPanicsDoesNotRunTwice() {
        var panics = new CleanTimeouts(true);
        panics.check(List.of(leased("a", "App", 60)), C);
        String text = panics.warning().orElseThrow();
        assertTrue(text.contains("makes this machine panic"), text);
        assertTrue(!text.contains("may still run"), text);
    }

    @Test
    void saysNothingOfWhatFitsOrMayOutliveTheLease() {
        var free = ResourceDefinition.plain("b", "App", "g").withLimit("CleanTimeout", 60);
        assertEquals(Optional.empty(), timeouts.check(List.of(leased("a", "Web", 1), free), C));
    }

    @Test
    void saysItAgainOnlyWhenSomethingChanged() {
        assertTrue(timeouts.check(List.of(leased("a", "App", 60)), C).isPresent());
        assertEquals(Optional.empty(), timeouts.check(List.of(leased("a", "App", 60)), C));
        assertTrue(timeouts.check(List.of(leased("a", "App", 30)), C).isPresent());
        assertTrue(timeouts.check(List.of(leased("a", "App", 30)), C / 2).isPresent());
        assertEquals(Optional.empty(), timeouts.check(List.of(leased("a", "App", 1)), C));
        assertTrue(timeouts.check(List.of(leased("a", "App", 30)), C).isPresent());
    }

    @Test
    void looksAgainWhenThePeerinactChanges() {
        timeouts.check(List.of(leased("a", "App", 2)), C);
        assertEquals(Optional.empty(), timeouts.recheck(C));
        assertTrue(timeouts.recheck(C / 2).orElseThrow().text().contains("600 ms"));
        assertEquals(Optional.empty(), timeouts.recheck(C * 2));
        assertTrue(timeouts.recheck(C).isPresent());
    }
}
