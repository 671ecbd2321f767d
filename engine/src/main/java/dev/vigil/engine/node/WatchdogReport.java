package dev.vigil.engine.node;

/// How a system stands with its watchdog device.
///
/// @param device as `vxfenmode` names it; empty when it names none
/// @param armed whether the machine is reset unless the device is fed
/// @param timeoutNs how long after it was fed last
/// @param fed how often it was fed since the node daemon started
/// @param problem why it is not armed though it should be; empty when it is, or need not be
public record WatchdogReport(
        String device, boolean armed, long timeoutNs, long fed, String problem) {
    /// No device is configured.
    public static final WatchdogReport NONE = new WatchdogReport("", false, 0, 0, "");

    /// Whether a device is configured.
    public boolean configured() {
        return !device.isEmpty();
    }

    /// For people, in a few words.
    public String text() {
        if (!configured()) return "none";
        if (armed) return device + ", armed, " + timeoutNs / 1_000_000 + " ms";
        return device
                + (problem.isEmpty() ? ", not armed: nothing needs it" : ", NOT ARMED: " + problem);
    }
}
