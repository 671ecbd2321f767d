package dev.vigil.engine.node;

/// The largest peerinact by which promises may still be running: what a daemon that comes after this one has to reckon with. Raised at once,
/// lowered only when the last promise by the larger one is over.
final class StoredPeerinact {
    private long ns;
    private long lowerAtNs = Long.MAX_VALUE;

    /// @param ns as it is stored
    StoredPeerinact(long ns) {
        this.ns = ns;
    }

    long ns() {
        return ns;
    }

    /// From now on promises are given by another one.
    ///
    /// @return whether what is stored has to be raised
    boolean follow(long atNs, long peerinactNs) {
        if (peerinactNs >= ns) {
            boolean raised = peerinactNs > ns;
            lowerAtNs = Long.MAX_VALUE;
            ns = peerinactNs;
            return raised;
        }
        if (lowerAtNs == Long.MAX_VALUE) lowerAtNs = atNs + ns;
        return false;
    }

    /// Time has passed.
    ///
    /// @return whether what is stored is to be lowered
    boolean lower(long atNs, long peerinactNs) {
        if (atNs < lowerAtNs) return false;
        lowerAtNs = Long.MAX_VALUE;
        ns = peerinactNs;
        return true;
    }
}
