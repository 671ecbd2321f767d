package dev.vigil.engine.fence;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// How a system stands with one coordination point.
///
/// @param point as `vxfenmode` names it
/// @param reachable whether the last word said to it was answered
/// @param reason why it is not; empty if it is
/// @param keys those registered there when it last said so
public record PointReport(String point, boolean reachable, String reason, SortedSet<Key> keys) {
    public PointReport {
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }
}
