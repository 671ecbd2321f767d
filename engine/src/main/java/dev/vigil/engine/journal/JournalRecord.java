package dev.vigil.engine.journal;

import dev.vigil.engine.core.DiskVersion;

import java.util.SortedMap;
import java.util.SortedSet;

/// One entry of the journal. The first is a [Base]; each [Change] builds on those before it.
sealed interface JournalRecord {
    /// The whole configuration.
    ///
    /// @param files hash by name of the files as they were on disk when this was written
    record Base(KeptConfiguration kept, SortedMap<String, String> files) implements JournalRecord {}

    /// The configuration has changed.
    ///
    /// @param changes by file name; a file that is new changes from an empty text
    /// @param gone files that it has no longer
    record Change(
            DiskVersion version,
            boolean writable,
            SortedMap<String, TextChange> changes,
            SortedSet<String> gone)
            implements JournalRecord {}
}
