package dev.vigil.agent.framework;

/// How often things went wrong with a resource, and since when they have not.
final class Counters {
    private int tolerated;
    private int restarts;
    private int onlineRetries;
    private int monitorTimeouts;
    private long firstMonitorTimeoutNs;
    private int cleanFailures;
    private long troubleFreeSinceNs;

    int restarts() {
        return restarts;
    }

    int onlineRetries() {
        return onlineRetries;
    }

    int cleanFailures() {
        return cleanFailures;
    }

    /// A new order: everything starts anew.
    void orderBegun(long atNs) {
        tolerated = 0;
        restarts = 0;
        onlineRetries = 0;
        monitorTimeouts = 0;
        troubleFreeSinceNs = atNs;
    }

    /// It is online, ordered or restarted; what led to a restart is still remembered.
    void cameOnline(long atNs) {
        tolerated = 0;
        monitorTimeouts = 0;
        onlineRetries = 0;
        troubleFreeSinceNs = atNs;
    }

    /// A look found it online: after ConfInterval without trouble all is forgotten.
    void foundOnline(long atNs, long confIntervalNs) {
        monitorTimeouts = 0;
        if (atNs - troubleFreeSinceNs < confIntervalNs) return;
        tolerated = 0;
        restarts = 0;
    }

    /// A look came to a result, whatever it was.
    void looked() {
        monitorTimeouts = 0;
    }

    /// Counts an unexpected offline.
    ///
    /// @return whether it is to be overlooked
    boolean tolerates(long atNs, int toleranceLimit) {
        troubleFreeSinceNs = atNs;
        if (tolerated >= toleranceLimit) return false;
        tolerated++;
        return true;
    }

    /// Counts a monitor that timed out.
    ///
    /// @param memoryNs how long after the first one they are all forgotten
    /// @return how many there were in a row
    int monitorTimedOut(long atNs, long memoryNs) {
        troubleFreeSinceNs = atNs;
        if (monitorTimeouts > 0 && atNs - firstMonitorTimeoutNs >= memoryNs) monitorTimeouts = 0;
        if (monitorTimeouts == 0) firstMonitorTimeoutNs = atNs;
        return ++monitorTimeouts;
    }

    void restarted(long atNs) {
        restarts++;
        onlineRetries = 0;
        monitorTimeouts = 0;
        troubleFreeSinceNs = atNs;
    }

    void retriedOnline() {
        onlineRetries++;
    }

    void cleanBegun() {
        cleanFailures = 0;
    }

    int cleanFailed() {
        return ++cleanFailures;
    }
}
