package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class LoserPanicTest {
    private static final long MS = 1_000_000L;

    private static LeaseGuard guard(boolean lost, boolean held, boolean mayRun) {
        return new LeaseGuard(
                true,
                lost,
                held,
                held ? 1_000 * MS : 0,
                held ? 1_100 * MS : 0,
                900 * MS,
                100 * MS,
                20 * MS,
                mayRun);
    }

    @Test
    void whatIsDownInTimeCostsNoMachine() {
        var panic = new LoserPanic();
        assertEquals(Optional.empty(), panic.step(1_000 * MS, guard(true, true, true)));
        assertEquals(1_100 * MS, panic.nextNs(guard(true, true, true)));
        assertEquals(Optional.empty(), panic.step(1_099 * MS, guard(true, true, true)));
        assertEquals(Optional.empty(), panic.step(1_100 * MS, guard(true, true, false)));
    }

    @Test
    void whatIsNotDownInTimeEndsWithTheMachine() {
        var panic = new LoserPanic();
        assertEquals(
                Optional.of(
                        "failover resources may still be running 100 ms after the end of the"
                                + " lease"),
                panic.step(1_100 * MS, guard(true, true, true)));
        assertEquals(Optional.empty(), panic.step(1_101 * MS, guard(true, true, true)), "once");
        assertEquals(Long.MAX_VALUE, panic.nextNs(guard(true, true, true)));
    }

    @Test
    void whoHasALeaseGoesOn() {
        assertEquals(Optional.empty(), new LoserPanic().step(5_000 * MS, guard(false, true, true)));
    }

    @Test
    void aDaemonThatFindsNoLeaseForWhatMayRunDoesNotWait() {
        assertEquals(
                Optional.of("failover resources may be running, and no lease was found for them"),
                new LoserPanic().step(5_000 * MS, guard(true, false, true)));
    }
}
