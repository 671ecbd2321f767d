package dev.vigil.engine.fence;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What came of a request to a coordination point. Every request is answered exactly once.
public sealed interface PointAnswer {
    /// Done, and on the point's disk.
    ///
    /// @param keys those registered after the request
    record Granted(SortedSet<Key> keys) implements PointAnswer {
        public Granted {
            keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
        }
    }

    /// The point is there, and says no; nothing has changed.
    ///
    /// @param reason for the operator
    /// @param keys those registered
    /// @param dead whether the key that was to be registered never will be: it was ejected or has left, or a newer one is there
    record Refused(String reason, SortedSet<Key> keys, boolean dead) implements PointAnswer {
        public Refused {
            keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
        }
    }

    /// No answer in time. Whether the request was carried out is not known.
    ///
    /// @param reason for the operator
    record Unreachable(String reason) implements PointAnswer {}
}
