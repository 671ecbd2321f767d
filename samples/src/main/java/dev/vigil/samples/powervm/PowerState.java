package dev.vigil.samples.powervm;

/// What a management console says of a managed system (`lssyscfg -r sys -F state`).
///
/// | from | event | to |
/// |---|---|---|
/// | Power Off | power on | Initializing |
/// | Initializing | firmware done | Operating, or Standby when asked for |
/// | Operating, Standby | power off | Power Off In Progress |
/// | Power Off In Progress | time passes | Power Off |
/// | any | power is cut | Power Off |
///
/// `No Connection` is not among them: it is what a console sees of a system it cannot reach, whatever
/// the system does (see [Server#consoleState()]).
public enum PowerState {
    /// Powered on; partitions can run.
    OPERATING("Operating"),
    /// Powered on and waiting; partitions can be started.
    STANDBY("Standby"),
    /// Firmware is coming up.
    INITIALIZING("Initializing"),
    /// A power off was accepted and is being carried out.
    POWER_OFF_IN_PROGRESS("Power Off In Progress"),
    /// No power; the service processor still answers.
    POWER_OFF("Power Off");

    private final String text;

    PowerState(String text) {
        this.text = text;
    }

    /// The console's spelling.
    public String text() {
        return text;
    }

    /// Whether partitions can be activated and run.
    public boolean runsPartitions() {
        return this == OPERATING || this == STANDBY;
    }
}
