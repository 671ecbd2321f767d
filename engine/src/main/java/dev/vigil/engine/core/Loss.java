package dev.vigil.engine.core;

/// How a system left the membership; decides what becomes of its groups.
///
/// Source: VCS Administrator's Guide, "About jeopardy", "About daemon down node alive (DDNA)".
public enum Loss {
    /// The machine is gone, or is certain to have stopped its services: its groups fail over.
    CRASH,
    /// It fell silent while only one link was left: its groups are autodisabled.
    JEOPARDY,
    /// It fell silent and nobody could arbitrate, so it may be going on by itself with the same rights: its groups are autodisabled, and
    /// all others that may run there and are not settled on a system that is left.
    UNARBITRATED,
    /// Its engine is gone, the machine is alive: every group that may run there is autodisabled.
    DDNA,
    /// Its engine was stopped by force, the machine is alive: what ran there runs on, and its groups are autodisabled.
    FORCED,
    /// It left in good order.
    EXITED;

    /// Whether nobody but a node daemon without an engine answers for what may be running there.
    boolean engineless() {
        return this == DDNA || this == FORCED;
    }
}
