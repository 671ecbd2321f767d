package dev.vigil.engine.sim;

/// A local connection: what goes in arrives a little later, in order.
final class SimChannel {
    private static final long US = 1_000L;

    private final SimClock clock;
    private long lastNs;

    SimChannel(SimClock clock) {
        this.clock = clock;
    }

    void send(Runnable arrive) {
        lastNs = Math.max(lastNs, clock.nowNs() + clock.between(40 * US, 250 * US));
        clock.at(lastNs, arrive);
    }
}
