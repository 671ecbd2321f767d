package dev.vigil.engine.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.engine.tls.Refusals.Cause;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class RefusalsTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private final Refusals refusals = new Refusals(lines::add);

    @Test
    void everyCauseIsSaidOnceAMinuteAndCounted() {
        for (int second = 0; second < 61; second++)
            refusals.note(Cause.HANDSHAKE, "a connection", "no TLS", second * SECOND);
        refusals.note(Cause.IDENTITY, "a connection", "", SECOND);
        assertEquals(
                List.of(
                        "Refused a connection: it did not show a certificate of this cluster (no"
                                + " TLS)",
                        "Refused a connection: it did not show a certificate of this cluster (no"
                                + " TLS); 59 more like it since this was last said",
                        "Refused a connection: its certificate is of somebody else"),
                lines);
        assertEquals(61, refusals.counts().get("handshake"));
        assertEquals(1, refusals.counts().get("identity"));
        assertEquals(0, refusals.counts().get("slow"));
    }

    @Test
    void whoEndsAConnectionItselfIsCountedOnly() {
        refusals.note(Cause.ENDED, "a connection", "", 0);
        assertEquals(List.of(), lines);
        assertEquals(1, refusals.counts().get("ended"));
    }
}
