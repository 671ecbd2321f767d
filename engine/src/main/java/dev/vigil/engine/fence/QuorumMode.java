package dev.vigil.engine.fence;

import java.util.SortedSet;

/// What gives a set of systems the right to continue, as `vxfenmode` says. Part of a view, so that all its members agree.
public enum QuorumMode {
    /// More than half of the last view, on an even split the half with its lowest id.
    MAJORITY,
    /// Coordination points: all of the last view but those whose keys this side has ejected from a majority of the points.
    CUSTOMIZED,
    /// No fencing: every part goes on by itself, nothing is taken down, and who vanishes is failed over.
    DISABLED,
    /// Two systems without a coordination point: both parts go on, so what a vanished peer ran is autodisabled and not failed over.
    UNARBITRATED;

    /// Whether `present` holds the right in a view of `members`: any two sets that hold it share a system, in modes that arbitrate.
    ///
    /// @param members ids of the view; with coordination points less those that are ejected
    /// @param present ids that agree; those outside the view do not count
    public boolean holds(SortedSet<Integer> members, SortedSet<Integer> present) {
        if (!arbitrates()) {
            return !present.isEmpty();
        }
        if (this == CUSTOMIZED) {
            return !present.isEmpty() && present.containsAll(members);
        }
        long count = present.stream().filter(members::contains).count();
        return 2 * count > members.size()
                || (2 * count == members.size() && count > 0 && present.contains(members.first()));
    }

    /// Whether the right can be lost, so that a lease is needed to keep failover resources running.
    public boolean arbitrates() {
        return this == MAJORITY || this == CUSTOMIZED;
    }
}
