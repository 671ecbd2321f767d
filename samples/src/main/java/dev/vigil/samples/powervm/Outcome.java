package dev.vigil.samples.powervm;

/// What came of asking for a change.
public sealed interface Outcome {

    /// It was done, or accepted and under way.
    ///
    /// @param estate the estate from now on
    record Done(Estate estate) implements Outcome {}

    /// It was refused, and nothing changed.
    ///
    /// @param message what to tell whoever asked
    record Refused(String message) implements Outcome {}
}
