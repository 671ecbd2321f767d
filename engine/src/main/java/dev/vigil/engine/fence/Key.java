package dev.vigil.engine.fence;

import java.util.Comparator;

/// What a system registers at a coordination point: which system it is, and which of its lives.
///
/// @param system node id
/// @param incarnation a counter that grows with every start of the system's engine
public record Key(int system, long incarnation) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
            Comparator.comparingInt(Key::system).thenComparingLong(Key::incarnation);

    public Key {
        if (system < 0) throw new IllegalArgumentException("system " + system);
        if (incarnation < 0) throw new IllegalArgumentException("incarnation " + incarnation);
    }

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return system + "/" + incarnation;
    }
}
