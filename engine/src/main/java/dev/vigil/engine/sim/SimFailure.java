package dev.vigil.engine.sim;

/// A rule was broken in a simulation.
public final class SimFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what was expected, what was found, when
    public SimFailure(String message) {
        super(message);
    }

    /// @param message what was expected, what was found, when, and how to see it again
    /// @param cause what was thrown first
    public SimFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
