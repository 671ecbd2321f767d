package dev.vigil.engine.core;

/// What is known of a resource on one system.
public enum Probe {
    /// No monitor has found anything since the system joined.
    NOT_PROBED,
    /// It can't be watched, so nothing is known.
    UNKNOWN,
    /// It does not run.
    OFFLINE,
    /// It runs.
    ONLINE,
    /// It does not run, and was to run.
    FAULTED;

    /// Whether something is known.
    public boolean known() {
        return this == OFFLINE || this == ONLINE || this == FAULTED;
    }

    /// Whether it is known not to run.
    public boolean down() {
        return this == OFFLINE || this == FAULTED;
    }
}
