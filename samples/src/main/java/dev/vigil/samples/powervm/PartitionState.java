package dev.vigil.samples.powervm;

/// What a management console says of a partition (`lssyscfg -r lpar -F state`); the strings are exact.
///
/// | from | operation or event | to |
/// |---|---|---|
/// | Not Activated | on | Starting |
/// | Starting | firmware done | Running, or Open Firmware without a boot disk or when asked for |
/// | Running | osshutdown, or shutdown | Shutting Down |
/// | Starting, Open Firmware | shutdown | Shutting Down |
/// | Error | shutdown, immediate or not | Not Activated, at once: nothing of it executes any more |
/// | any state that executes | shutdown --immed | Shutting Down |
/// | Shutting Down | time passes | Not Activated, or Starting for a restart |
/// | Running, Starting, Open Firmware, Shutting Down | crash | Error |
/// | any | the system loses power | Not Activated (shown as Not Available until power returns) |
public enum PartitionState {
    /// Powered off.
    NOT_ACTIVATED("Not Activated"),
    /// Activation accepted, firmware not finished.
    STARTING("Starting"),
    /// Handed over to the operating system.
    RUNNING("Running"),
    /// At the firmware prompt, no operating system.
    OPEN_FIRMWARE("Open Firmware"),
    /// A shutdown is in progress.
    SHUTTING_DOWN("Shutting Down"),
    /// Crashed.
    ERROR("Error"),
    /// The system has no power, so the partition cannot be used. Only ever shown, never stored.
    NOT_AVAILABLE("Not Available");

    private final String text;

    PartitionState(String text) {
        this.text = text;
    }

    /// The console's spelling.
    public String text() {
        return text;
    }

    /// Whether code of the partition may still execute: the truth that overlaps are measured by.
    public boolean executes() {
        return switch (this) {
            case STARTING, RUNNING, OPEN_FIRMWARE, SHUTTING_DOWN -> true;
            case NOT_ACTIVATED, ERROR, NOT_AVAILABLE -> false;
        };
    }

    /// Whether the partition holds its resources: everything but off.
    public boolean holdsResources() {
        return executes() || this == ERROR;
    }
}
