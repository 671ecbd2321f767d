package dev.vigil.engine.core;

/// A remark on a resource's state (attribute Flags), shown after it: `ONLINE|STATE UNKNOWN`.
public enum Flag {
    /// The agent restarts it after it went offline by itself.
    RESTARTING,
    /// The last monitor could not tell.
    STATE_UNKNOWN,
    /// The last monitor took too long.
    MONITOR_TIMEDOUT,
    /// Neither offline nor clean got it offline.
    UNABLE_TO_OFFLINE,
    /// The agent waits for an administrator.
    ADMIN_WAIT;

    /// As operators read it: with blanks.
    public String text() {
        return name().replace('_', ' ');
    }
}
