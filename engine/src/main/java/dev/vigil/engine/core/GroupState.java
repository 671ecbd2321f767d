package dev.vigil.engine.core;

/// The state of a group on one system (attribute State).
///
/// @param base how much of it is online
/// @param starting whether it is being brought online
/// @param stopping whether it is being taken offline
/// @param faulted whether a fault keeps it from running there
public record GroupState(Base base, boolean starting, boolean stopping, boolean faulted) {
    /// Nothing of it runs, nothing is pending.
    public static final GroupState OFFLINE = new GroupState(Base.OFFLINE, false, false, false);

    /// How much of it is online.
    public enum Base {
        /// Nothing that can be taken offline.
        OFFLINE,
        /// Some.
        PARTIAL,
        /// All that starts with the group.
        ONLINE
    }

    /// Whether something of it runs, or is about to.
    public boolean active() {
        return base != Base.OFFLINE || starting;
    }

    /// As `hastatus` shows it: `ONLINE`, `STARTING|PARTIAL`, `OFFLINE|FAULTED`.
    public String text() {
        var text = new StringBuilder();
        String way = starting ? "STARTING" : stopping ? "STOPPING" : "";
        if (base == Base.PARTIAL) {
            if (!way.isEmpty()) text.append(way).append('|');
            text.append(base);
        } else {
            text.append(base);
            if (!way.isEmpty()) text.append('|').append(way);
        }
        if (faulted) text.append("|FAULTED");
        return text.toString();
    }
}
