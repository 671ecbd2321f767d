package dev.vigil.engine.core;

/// How a system left the membership; decides what becomes of its groups.
///
/// Source: VCS Administrator's Guide, "About jeopardy", "About daemon down node alive (DDNA)".
public enum Loss {
    /// The machine is gone, or is certain to have stopped its services: its groups fail over.
    CRASH,
    /// It fell silent while only one link was left, or nobody could arbitrate: its groups are autodisabled.
    JEOPARDY,
    /// Its engine is gone, the machine is alive: every group that may run there is autodisabled.
    DDNA,
    /// It left in good order.
    EXITED
}
