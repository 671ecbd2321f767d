package dev.vigil.engine.gab;

import dev.vigil.engine.fence.QuorumMode;

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
        return new View(
                new ViewId(3, 1, 193),
                new ViewId(2, 1, 129),
                new TreeMap<>(members),
                16 * SECOND,
                4 * SECOND,
                QuorumMode.MAJORITY,
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
