package dev.vigil.engine.fault;

/// Which way a packet goes, seen from this system.
public enum Direction {
    /// It comes in.
    IN,
    /// It goes out.
    OUT
}
