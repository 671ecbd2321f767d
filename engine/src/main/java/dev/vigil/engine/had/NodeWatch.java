package dev.vigil.engine.had;

/// Whether hanode lives, in the eyes of the engine: its half of the mutual guard.
final class NodeWatch {
    private static final long MS = 1_000_000L;
    private static final long LATE_NS = 60 * MS;

    /// A loaded machine starves a daemon for some hundred ms; the lease is guarded by its own deadline meanwhile.
    private static final long HUNG_NS = 1_000 * MS;

    private boolean connected;
    private long heardNs;
    private long notBeforeNs = Long.MIN_VALUE;
    private long storedLeaseNs = Long.MAX_VALUE;

    boolean connected() {
        return connected;
    }

    /// Whoever was stopped itself reads what hanode has said meanwhile before it judges hanode.
    ///
    /// @param dueNs when it wanted to wake
    void woke(long nowNs, long dueNs) {
        if (nowNs - dueNs > LATE_NS) notBeforeNs = nowNs + LATE_NS;
    }

    void heard(long nowNs) {
        connected = true;
        heardNs = nowNs;
        storedLeaseNs = Long.MAX_VALUE;
    }

    void gone() {
        connected = false;
    }

    /// There is no hanode, and this is how long the lease runs that it has stored.
    void storedLease(long untilNs) {
        storedLeaseNs = untilNs;
    }

    boolean mayNotJudge(long nowNs) {
        return nowNs < notBeforeNs;
    }

    /// When a hanode that goes on saying nothing counts as hung.
    long hungAtNs(long heartbeatNs) {
        return connected ? heardNs + HUNG_NS + heartbeatNs : Long.MAX_VALUE;
    }

    /// It counts as hung.
    ///
    /// @return why
    String hung(long nowNs) {
        connected = false;
        return "hanode has said nothing for " + (nowNs - heardNs) / MS + " ms";
    }

    /// Whether the stored lease is over, said once.
    boolean storedLeaseOver(long nowNs) {
        if (nowNs < storedLeaseNs) return false;
        storedLeaseNs = Long.MAX_VALUE;
        return true;
    }

    long nextDeadlineNs(long guardAtNs, long heartbeatNs) {
        long first = Math.min(storedLeaseNs, Math.min(guardAtNs, hungAtNs(heartbeatNs)));
        return Math.max(notBeforeNs, first);
    }
}
