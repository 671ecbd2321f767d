package dev.vigil.engine.node;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.Timing;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an engine says to its node daemon, for tests.
final class Examples {
    private Examples() {}

    /// The order of a view in majority mode; nothing is accepted after it.
    ///
    /// @param raise what has been promised to others, in ns from now
    static NodeCommand.ViewOrder order(
            long engine,
            ViewId view,
            SortedMap<Integer, Long> members,
            Timing timing,
            SortedMap<Integer, Long> raise) {
        return new NodeCommand.ViewOrder(
                engine,
                1,
                view,
                members,
                QuorumMode.MAJORITY,
                ViewId.NONE,
                new TreeMap<>(),
                QuorumMode.MAJORITY,
                new TreeSet<>(),
                timing.leaseNs(),
                timing.silenceNs(),
                timing.peerinactNs(),
                raise);
    }
}
