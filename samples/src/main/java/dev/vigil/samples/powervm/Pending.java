package dev.vigil.samples.powervm;

/// What happens next to a partition or a server by itself, and when: a deadline that is data.
///
/// @param step what happens
/// @param atMs when, monotonic milliseconds; [#HELD] while something else must happen first
public record Pending(Step step, long atMs) {

    /// What can be waited for.
    public enum Step {
        /// Nothing.
        NONE,
        /// Partition: firmware hands over to the operating system, or stops at its prompt.
        HAND_OVER,
        /// Partition: the operating system is up.
        OS_UP,
        /// Partition: the operating system's connection to the consoles (RMC) is up.
        RMC_UP,
        /// Partition: the operating system finishes its shutdown; held while it has no disk.
        HALT,
        /// Partition: the hypervisor finishes cutting its power.
        CUT,
        /// Server: firmware is up.
        POWERED_ON,
        /// Server: firmware is up, and stays in standby.
        POWERED_ON_STANDBY,
        /// Server: power is gone.
        POWERED_OFF
    }

    /// The time of a step that waits for something else than time.
    public static final long HELD = Long.MAX_VALUE;

    /// Nothing to wait for.
    public static final Pending NONE = new Pending(Step.NONE, HELD);

    /// Whether the step is due at a time.
    boolean due(long atMs) {
        return step != Step.NONE && this.atMs != HELD && this.atMs <= atMs;
    }

    Pending shifted(long byMs) {
        return atMs == HELD ? this : new Pending(step, atMs + byMs);
    }
}
