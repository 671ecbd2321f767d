package dev.vigil.engine.node;

import java.util.Map;

/// The moment in which services have to be stopped before others start them: all of this process, and what it starts, goes before
/// everything of normal priority on this machine, and after heartbeats.
///
/// Of a machine that has more to do than it can, the entry points would otherwise get their share only, and take longer than the stop margin
/// has room for. Without the right to real-time priority everything stays as it is.
public final class Haste {
    private final RealTime realTime = new RealTime();
    private final int priority;

    private Haste(int priority) {
        this.priority = priority;
    }

    /// With a priority below that which `VIGIL_RT_PRIORITY` sets for heartbeats; 0 there leaves everything as it is.
    ///
    /// @throws EnvironmentNumber.Unusable if it is set to no priority
    public static Haste of(Map<String, String> environment) throws EnvironmentNumber.Unusable {
        int heartbeats = priority(environment);
        return new Haste(heartbeats == 0 ? 0 : Math.max(1, heartbeats - 1));
    }

    /// The priority of heartbeats.
    static int priority(Map<String, String> environment) throws EnvironmentNumber.Unusable {
        return EnvironmentNumber.of(environment, "VIGIL_RT_PRIORITY", 0, RealTime.HIGHEST_PRIORITY)
                .orElse(RealTime.DEFAULT_PRIORITY);
    }

    /// It begins.
    public void begin() {
        if (priority > 0) realTime.raiseOthers(priority);
    }

    /// It is over.
    public void end() {
        if (priority > 0) realTime.lowerOthers();
    }
}
