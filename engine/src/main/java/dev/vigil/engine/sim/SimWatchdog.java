package dev.vigil.engine.sim;

import dev.vigil.engine.node.WatchdogDevice;

/// The watchdog of a simulated machine: it counts on whatever becomes of who fed it, and resets a suspended machine when it is resumed.
final class SimWatchdog implements WatchdogDevice {
    private final SimMachine machine;
    private final SimClock clock;
    private long timeoutNs;
    private boolean armed;
    private long fed;

    SimWatchdog(SimMachine machine, SimClock clock) {
        this.machine = machine;
        this.clock = clock;
    }

    /// Whether it will reset the machine if nobody feeds it.
    boolean armed() {
        return armed;
    }

    @Override
    public long open(long wantedNs) {
        return set(wantedNs);
    }

    @Override
    public long set(long wantedNs) {
        armed = true;
        timeoutNs = wantedNs;
        feed();
        return timeoutNs;
    }

    @Override
    public void feed() {
        long mine = ++fed;
        clock.after(timeoutNs, () -> machine.whenAwake(() -> expired(mine)));
    }

    @Override
    public void disarm() {
        armed = false;
    }

    private void expired(long mine) {
        if (armed && mine == fed) {
            machine.reset("machine reset by its watchdog");
        }
    }
}
