package dev.vigil.engine.llt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class LinkTimersTest {
    private static final long MS = 1_000_000L;
    private static final Timing TIMING = Timing.of(2_000 * MS, 100 * MS, 400 * MS);

    @Test
    void lowPriorityLinksGoAtHalfThePaceUntilTheyAreGivenOneOfTheirOwn() {
        LinkTimers timers = LinkTimers.of(100 * MS, 400 * MS);
        assertEquals(200 * MS, timers.heartbeatLoNs());
        assertEquals(300 * MS, timers.withHeartbeat(150 * MS).heartbeatLoNs());
        LinkTimers own = timers.withHeartbeatLo(350 * MS);
        assertEquals(350 * MS, own.withHeartbeat(150 * MS).heartbeatLoNs());
        assertEquals(1_000 * MS, timers.withPeertrouble(500 * MS).peertroubleLoNs());
        assertEquals(
                900 * MS,
                timers.withPeertroubleLo(900 * MS).withPeertrouble(500 * MS).peertroubleLoNs());
    }

    @Test
    void whatDoesNotGoTogetherIsNamedWithItsNumbers() {
        LinkTimers timers = LinkTimers.of(100 * MS, 400 * MS);
        assertEquals(List.of(), timers.problems(TIMING, true, false));
        assertEquals(
                List.of("heartbeatlo 50 ms must not be less than heartbeat 100 ms"),
                timers.withHeartbeatLo(50 * MS).problems(TIMING, true, false));
        assertEquals(
                List.of("peertroublelo 2000 ms must be less than peerinact 2000 ms"),
                timers.withPeertroubleLo(2_000 * MS).problems(TIMING, true, false));
        assertEquals(
                List.of(
                        "peerinact 2000 ms less the stop margin 500 ms tolerates 1500 ms of"
                                + " silence, less than three heartbeats of 600 ms on a low-priority"
                                + " link and their delay"),
                timers.withHeartbeatLo(600 * MS).problems(TIMING, true, false));
        assertEquals(1, timers.withHeartbeat(600 * MS).problems(TIMING, false, false).size());
    }

    @Test
    void withoutLowPriorityLinksTheirTimesDoNotMatter() {
        LinkTimers timers = LinkTimers.of(100 * MS, 400 * MS).withHeartbeatLo(600 * MS);
        assertEquals(List.of(), timers.problems(TIMING, false, false));
    }

    @Test
    void whereEveryEchoCountsASilenceHasSixHeartbeats() {
        LinkTimers timers = LinkTimers.of(250 * MS, 600 * MS);
        assertEquals(List.of(), timers.problems(TIMING, false, true));
        assertEquals(
                List.of(
                        "peerinact 2000 ms less the stop margin 500 ms is 1500 ms, less than six"
                                + " heartbeats of 260 ms, which fencing with coordination points"
                                + " needs"),
                timers.withHeartbeat(260 * MS).problems(TIMING, false, true));
    }
}
