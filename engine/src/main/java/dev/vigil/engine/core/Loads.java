package dev.vigil.engine.core;

import dev.vigil.engine.core.Message.Severity;

import java.util.List;

/// Watches the load of systems: one that has been at its LoadWarningLevel for LoadTimeThreshold is named, and its loadwarning trigger
/// run; again after each further LoadTimeThreshold, for as long as that lasts.
///
/// Source: VCS Administrator's Guide, "loadwarning event trigger".
final class Loads {
    private static final long SHORTEST_MS = 1000;

    private Loads() {}

    /// Starts to time what is too much, and forgets what no longer is.
    static void settle(Turn turn) {
        for (var system : turn.topology().systems().values()) {
            boolean high = high(turn.state(), system);
            String timer = timer(turn.state(), system.name());
            if (high && timer.isEmpty())
                turn.startTimer(
                        Timer.Purpose.LOAD,
                        Math.max(SHORTEST_MS, system.loadTimeThresholdSeconds() * 1000L),
                        "",
                        system.name(),
                        "");
            if (!high && !timer.isEmpty()) turn.cancelTimer(timer);
        }
        for (var timer : List.copyOf(turn.state().timers().values()))
            if (timer.purpose() == Timer.Purpose.LOAD
                    && !turn.topology().systems().containsKey(timer.system()))
                turn.cancelTimer(timer.id());
    }

    private static String timer(ClusterState state, String system) {
        for (var timer : state.timers().values())
            if (timer.purpose() == Timer.Purpose.LOAD && timer.system().equals(system))
                return timer.id();
        return "";
    }

    private static boolean high(ClusterState state, SystemInfo system) {
        if (system.capacity() <= 0 || !state.system(system.name()).running()) return false;
        long used = system.capacity() - Eligibility.availableCapacity(state, system.name());
        return used > 0 && used * 100 >= (long) system.capacity() * system.loadWarningLevel();
    }

    /// LoadTimeThreshold is over.
    static void tooLong(Turn turn, String name) {
        var system = turn.topology().systems().get(name);
        if (system == null || !high(turn.state(), system)) return;
        int left = Eligibility.availableCapacity(turn.state(), name);
        turn.log(
                Severity.WARNING,
                "V-16-1-90025",
                "Load of system "
                        + name
                        + " has been at "
                        + system.loadWarningLevel()
                        + "% of its capacity or more for "
                        + system.loadTimeThresholdSeconds()
                        + " seconds: "
                        + left
                        + " of "
                        + system.capacity()
                        + " are left; move a group, or raise LoadWarningLevel");
        turn.triggerOnLowest("loadwarning", "0", name, (left < 0 ? "%" : "") + left);
    }
}
