package dev.vigil.engine.core;

/// What a joining system's configuration files are worth.
public enum DiskConfiguration {
    /// Not yet said.
    UNKNOWN,
    /// They parse and verify.
    VALID,
    /// They are marked `.stale`: they were open for writing and never saved, or `hastart -stale` said so.
    STALE,
    /// They are missing or refused.
    INVALID;

    /// Whether a configuration may be built from them without an administrator's word.
    public boolean current() {
        return this == VALID;
    }
}
