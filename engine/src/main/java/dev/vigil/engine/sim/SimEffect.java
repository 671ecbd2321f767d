package dev.vigil.engine.sim;

/// What the simulation's application wants done.
sealed interface SimEffect {
    /// The engine of `incarnation` on `system` has its agents start or stop a group.
    record Order(int system, long incarnation, int group, boolean start, String operation)
            implements SimEffect {}

    /// The engine of `incarnation` on `system` reports what runs there.
    record Probe(int system, long incarnation) implements SimEffect {}

    /// A command of `system` has been applied.
    record Done(int system, long incarnation, long number) implements SimEffect {}
}
