package dev.vigil.engine.sim;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The encrypted connections between engines: after one of the two was started it takes a while until they have one, and what is sent
/// meanwhile waits for it.
final class SimSessions {
    private final SimClock clock;
    private final long setupNs;
    private final Map<String, Long> readyNs = new TreeMap<>();

    /// @param setupNs how long setting one up may take
    SimSessions(SimClock clock, long setupNs) {
        this.clock = clock;
        this.setupNs = setupNs;
    }

    /// When the first message that is sent now gets through.
    long readyNs(SimMachine from, SimMachine to) {
        if (setupNs == 0) {
            return 0;
        }
        SimMachine low = from.id() < to.id() ? from : to;
        SimMachine high = low == from ? to : from;
        return readyNs.computeIfAbsent(
                end(low) + " - " + end(high),
                _ -> clock.nowNs() + clock.between(setupNs / 4, setupNs));
    }

    private static String end(SimMachine machine) {
        Optional<Long> incarnation = machine.engineIncarnation();
        return machine.id() + "." + incarnation.orElse(0L);
    }
}
