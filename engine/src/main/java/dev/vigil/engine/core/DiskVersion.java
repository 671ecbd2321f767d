package dev.vigil.engine.core;

import java.util.Comparator;

/// How new the configuration on a system's disk is: the point of history at which the engines last agreed on it there.
///
/// @param view number of the view in which it was agreed on; 0 when the disk remembers nothing
/// @param event how many events had been applied then
/// @param edited whether somebody has changed the files since: his change is newer than that point, and older than any later one
public record DiskVersion(long view, long event, boolean edited)
        implements Comparable<DiskVersion> {
    /// A disk that remembers nothing: before the first start, or after the loss of the disk.
    public static final DiskVersion NONE = new DiskVersion(0, 0, false);

    private static final Comparator<DiskVersion> BY_AGE =
            Comparator.comparingLong(DiskVersion::view)
                    .thenComparingLong(DiskVersion::event)
                    .thenComparing(DiskVersion::edited);

    /// By age, the oldest first.
    @Override
    public int compareTo(DiskVersion other) {
        return BY_AGE.compare(this, other);
    }

    /// The same with files that somebody has changed.
    public DiskVersion changed() {
        return new DiskVersion(view, event, true);
    }

    /// For people.
    @Override
    public String toString() {
        return view == 0
                ? "of unknown age"
                : "of view " + view + ", event " + event + (edited ? ", edited since" : "");
    }
}
