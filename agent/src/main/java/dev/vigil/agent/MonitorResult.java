package dev.vigil.agent;

/// What one look at a resource found.
///
/// @param finding what it is
/// @param confidence how sure the agent is that the resource is online, 0 to 100; for people, no decision depends on it
/// @param reason why, for the log and for who asks; "" when there is nothing to say
public record MonitorResult(Finding finding, int confidence, String reason) {

    /// The four things a monitor can say.
    public enum Finding {
        /// It runs.
        ONLINE,
        /// It does not run.
        OFFLINE,
        /// It was stopped by its own administrator, outside the cluster's control, and that is no fault.
        INTENTIONAL_OFFLINE,
        /// It can't be determined: bad configuration, or nobody there to ask.
        UNKNOWN
    }

    /// @throws IllegalArgumentException if the confidence is not a percentage
    public MonitorResult {
        if (confidence < 0 || confidence > 100) {
            throw new IllegalArgumentException("confidence " + confidence + " is not 0 to 100");
        }
    }

    /// It runs, without doubt.
    public static MonitorResult online() {
        return online(100, "");
    }

    /// It runs, with some confidence.
    public static MonitorResult online(int confidence, String reason) {
        return new MonitorResult(Finding.ONLINE, confidence, reason);
    }

    /// It does not run.
    public static MonitorResult offline() {
        return offline("");
    }

    /// It does not run, and this is how that shows.
    public static MonitorResult offline(String reason) {
        return new MonitorResult(Finding.OFFLINE, 0, reason);
    }

    /// Its own administrator stopped it.
    public static MonitorResult intentionalOffline(String reason) {
        return new MonitorResult(Finding.INTENTIONAL_OFFLINE, 0, reason);
    }

    /// It can't be determined; `reason` says what stands in the way.
    public static MonitorResult unknown(String reason) {
        return new MonitorResult(Finding.UNKNOWN, 0, reason);
    }
}
