package dev.vigil.engine.core;

/// What led to a reported state.
public enum Cause {
    /// The agent's first look at it.
    FIRST_PROBE,
    /// An order of the engine, or what the agent did to carry it out.
    ORDERED,
    /// It happened by itself.
    UNEXPECTED,
    /// Somebody stopped it outside, on purpose; only types with IntentionalOffline can tell.
    INTENDED,
    /// Somebody asked for a look.
    PROBE
}
