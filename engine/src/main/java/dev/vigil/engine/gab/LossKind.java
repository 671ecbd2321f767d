package dev.vigil.engine.gab;

/// How a system left the view, which decides what becomes of what it ran.
public enum LossKind {
    /// Gone, and known to have stopped or to be kept from acting: its groups may be placed elsewhere.
    CRASH,
    /// Gone from its last link with fencing disabled: death and a cut cannot be told apart, so its groups are autodisabled.
    JEOPARDY,
    /// Gone where nothing arbitrates (two systems without a coordination point): its groups are autodisabled.
    UNARBITRATED,
    /// It said goodbye with nothing left running.
    EXITED,
    /// Its engine is down and its node alive: groups autodisabled, nothing moved.
    DDNA
}
