package dev.vigil.engine.node;

import dev.vigil.engine.had.LogLine;

/// What a [Watchdog] wants done to its device.
sealed interface WatchdogOrder {
    /// Open it, which arms and feeds it, and set its time-out; answered by [Watchdog#set] or [Watchdog#failed].
    record Open(long timeoutNs) implements WatchdogOrder {}

    /// Set its time-out, which feeds it; answered like [Open].
    record SetTimeout(long timeoutNs) implements WatchdogOrder {}

    /// Feed it; answered by [Watchdog#failed] if that was not possible.
    record Feed() implements WatchdogOrder {}

    /// Disarm it.
    record Close() implements WatchdogOrder {}

    /// A line for the log.
    record Line(LogLine line) implements WatchdogOrder {}
}
