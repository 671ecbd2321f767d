package dev.vigil.engine.gab;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Views and words of engines, for tests.
final class Examples {
    private static final long SECOND = 1_000_000_000L;

    private Examples() {}

    /// A view in majority mode.
    static View view(Map<Integer, Long> members) {
        return view(QuorumMode.MAJORITY, members);
    }

    static View view(QuorumMode mode, Map<Integer, Long> members) {
        return new View(
                new ViewId(3, 1, 193),
                new ViewId(2, 1, 129),
                new TreeMap<>(members),
                16 * SECOND,
                4 * SECOND,
                mode,
                false,
                new TreeSet<>(members.keySet()),
                0,
                0,
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    /// A node daemon that is in no view hears one peer with its engine, on no link in particular.
    static NodeReport reportOf(int peer, ViewId itsView) {
        var heard =
                new PeerReport(
                        true,
                        SECOND,
                        new TreeMap<>(),
                        new TreeSet<>(),
                        5,
                        4,
                        true,
                        Long.MAX_VALUE,
                        itsView,
                        ViewId.NONE,
                        0,
                        0,
                        0);
        return new NodeReport(
                SECOND,
                6,
                7,
                0,
                ViewId.NONE,
                false,
                0,
                false,
                "",
                false,
                LinkTimers.of(SECOND / 2, 2 * SECOND),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(Map.of(peer, heard)));
    }

    /// An engine that knows of no view asks to be taken in.
    static GabMessage.Hello hello(long incarnation, QuorumMode mode, String... points) {
        return new GabMessage.Hello(
                incarnation,
                View.NONE,
                1,
                ViewId.NONE,
                true,
                true,
                false,
                0,
                new TreeSet<>(),
                16 * SECOND,
                4 * SECOND,
                mode,
                new TreeSet<>(),
                List.of(points));
    }
}
