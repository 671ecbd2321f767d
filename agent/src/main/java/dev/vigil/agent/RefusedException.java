package dev.vigil.agent;

/// Thrown by an `online` entry point that looked first and found that it must not begin: nothing was started, nothing has to
/// be cleaned, and the resource is not at fault.
///
/// The order ends at once with [AgentReport.Outcome#REFUSED] and this message, which the operator reads.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param reason what stands in the way, and what to do about it
    public RefusedException(String reason) {
        super(reason);
    }
}
