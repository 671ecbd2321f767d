package dev.vigil.engine.journal;

import dev.vigil.engine.core.DiskVersion;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The running configuration at a point of history.
///
/// @param history names the history: the view it began with
/// @param version when it was agreed on
/// @param basis what this history began from: the version of the files it was built from
/// @param writable whether it is open for writing
/// @param texts its canonical text by file name
public record KeptConfiguration(
        String history,
        DiskVersion version,
        DiskVersion basis,
        boolean writable,
        SortedMap<String, String> texts) {
    /// Copies its collection.
    public KeptConfiguration {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /// Whether everything another one had is in this one or was decided against in its history: the other is of the same history and
    /// older, or of one that this history began from.
    boolean follows(KeptConfiguration other) {
        return history.equals(other.history)
                ? other.version.compareTo(version) <= 0
                : other.version.compareTo(basis) <= 0;
    }
}
