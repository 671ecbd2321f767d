package dev.vigil.engine.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class TurnoverTest {
    private final Turnover<String> turnover = new Turnover<>(2);

    @Test
    void whoHasWaitedLongestMakesRoom() {
        assertEquals(Optional.empty(), turnover.admit("a"));
        assertEquals(Optional.empty(), turnover.admit("b"));
        assertEquals(Optional.of("a"), turnover.admit("c"));
        assertFalse(turnover.left("a"), "it has gone already");
        assertTrue(turnover.left("b"));
        assertEquals(Optional.empty(), turnover.admit("d"));
        assertEquals(Optional.of("c"), turnover.admit("e"));
    }
}
