package dev.vigil.engine.core;

/// How an operation ended, as the system that was ordered to do it reports.
public enum Outcome {
    /// It is as ordered.
    DONE,
    /// It was tried, as often as the limits say, and did not work.
    FAILED,
    /// It was given up; nothing of it runs any more.
    CANCELLED,
    /// Nothing of it was ever started: out of date, no lease, cancelled before it began, or not possible now.
    NEVER_BEGUN,
    /// The agent looked, found that it must not do it, and did nothing.
    REFUSED
}
