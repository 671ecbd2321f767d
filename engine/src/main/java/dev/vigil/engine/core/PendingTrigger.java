package dev.vigil.engine.core;

/// A trigger script whose end the core waits for.
///
/// @param id names it; never used twice
/// @param system where it runs
/// @param group the group that waits for it
public record PendingTrigger(String id, String system, String group) {}
