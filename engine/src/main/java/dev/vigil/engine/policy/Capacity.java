package dev.vigil.engine.policy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The arithmetic of Limits and Prerequisites: hard, whole-numbered tokens.
///
/// Source: VCS Administrator's Guide, "About using Limits and Prerequisites".
public final class Capacity {
    private Capacity() {}

    /// What is left of `limits` once each of `used` has taken its share (CurrentLimits). Tokens without a limit are not listed.
    public static SortedMap<String, Integer> left(
            SortedMap<String, Integer> limits, List<SortedMap<String, Integer>> used) {
        var left = new TreeMap<>(limits);
        for (var taken : used)
            taken.forEach((token, count) -> left.computeIfPresent(token, (_, n) -> n - count));
        return Collections.unmodifiableSortedMap(left);
    }

    /// The first token of which there is too little.
    ///
    /// @return `Semaphores: needs 50, 20 left`, or "" if there is enough of all
    public static String missing(
            SortedMap<String, Integer> left, SortedMap<String, Integer> needed) {
        for (var each : needed.entrySet()) {
            int available = left.getOrDefault(each.getKey(), 0);
            if (each.getValue() > available)
                return each.getKey() + ": needs " + each.getValue() + ", " + available + " left";
        }
        return "";
    }
}
