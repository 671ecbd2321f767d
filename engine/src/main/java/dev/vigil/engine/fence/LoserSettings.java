package dev.vigil.engine.fence;

import java.util.Optional;

/// What `vxfenmode` says of the end of a system that lost the right to continue and may not get its failover resources down in time, or has
/// nobody left to do so. Of this system alone: other systems may have other devices.
///
/// ```
/// WatchdogDevice=/dev/watchdog0
/// WatchdogTimeout=10
/// LoserAction=panic
/// ```
///
/// @param watchdogDevice the Linux watchdog that node daemons feed
/// @param watchdogTimeoutNs what it is set to; 0: as long as the lease allows
/// @param panics `LoserAction=panic`: what is not down in time ends with the machine; else it is only cleaned
/// @param sysrqTrigger where the kernel is told to panic
public record LoserSettings(
        Optional<String> watchdogDevice,
        long watchdogTimeoutNs,
        boolean panics,
        String sysrqTrigger) {
    /// The kernel's own door.
    public static final String SYSRQ_TRIGGER = "/proc/sysrq-trigger";

    /// No watchdog, and nothing is done beyond cleaning.
    public static final LoserSettings NONE =
            new LoserSettings(Optional.empty(), 0, false, SYSRQ_TRIGGER);
}
