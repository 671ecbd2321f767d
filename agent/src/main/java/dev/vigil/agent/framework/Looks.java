package dev.vigil.agent.framework;

/// When to look next, and how many looks have missed since an online or offline ended.
final class Looks {
    static final long NEVER = ResourceMachine.NEVER;

    private long monitorAtNs = NEVER;
    private long cleanAtNs = NEVER;
    private int misses;
    private long nextCountNs;
    private long pauseNs;

    long nextNs() {
        return Math.min(monitorAtNs, cleanAtNs);
    }

    boolean isMonitorDue(long atNs) {
        return monitorAtNs <= atNs;
    }

    boolean isCleanDue(long atNs) {
        return cleanAtNs <= atNs;
    }

    void nothing() {
        monitorAtNs = NEVER;
        cleanAtNs = NEVER;
    }

    void monitorBegun() {
        monitorAtNs = NEVER;
    }

    void monitorAt(long atNs) {
        monitorAtNs = atNs;
    }

    /// One interval from now; none if the interval is 0.
    void monitorAfter(long atNs, long intervalNs) {
        monitorAtNs = intervalNs > 0 ? atNs + intervalNs : NEVER;
    }

    /// Counting starts: an online, offline or clean has ended.
    void waitFromNow(Policy policy) {
        misses = 0;
        nextCountNs = Long.MIN_VALUE;
        pauseNs = policy.recheckNs();
    }

    /// Nothing was tried yet: what the next look finds leads to the offline entry point, and not to clean.
    void nothingTried() {
        misses = -1;
    }

    boolean isNothingTried() {
        return misses < 0;
    }

    /// The next look counts: somebody asked for it.
    void countNext() {
        nextCountNs = Long.MIN_VALUE;
    }

    /// Looks count once per MonitorInterval, the first one included.
    ///
    /// @return whether this one counted
    boolean countMiss(long atNs, Policy policy) {
        if (atNs < nextCountNs) return false;
        misses = Math.max(misses, 0) + 1;
        nextCountNs = atNs + policy.monitorIntervalNs();
        return true;
    }

    int misses() {
        return misses;
    }

    /// After a pause that grows, but not later than the next look that counts.
    void monitorSoon(long atNs, Policy policy) {
        monitorAtNs = atNs + pauseNs;
        if (nextCountNs > atNs) monitorAtNs = Math.min(monitorAtNs, nextCountNs);
        pauseNs = Math.min(2 * pauseNs, Math.max(policy.monitorIntervalNs(), pauseNs));
    }

    /// Another clean, after a pause that grows up to a second.
    void cleanSoon(long atNs, Policy policy) {
        cleanAtNs = atNs + pauseNs;
        pauseNs = Math.min(2 * pauseNs, policy.secondNs());
    }

    void cleanPausesFromNow(Policy policy) {
        pauseNs = policy.recheckNs();
    }

    void noClean() {
        cleanAtNs = NEVER;
    }
}
