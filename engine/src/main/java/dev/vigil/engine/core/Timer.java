package dev.vigil.engine.core;

/// A timer the core waits for. After a change of the owner it runs anew from its full duration.
///
/// @param id names it; never used twice
/// @param durationMs how long it runs
/// @param purpose what it is for
/// @param group the group it is about; "" if none
/// @param system the system it is about; "" if none
/// @param resource the resource it is about; "" if none
public record Timer(
        String id, long durationMs, Purpose purpose, String group, String system, String resource) {
    /// What to do when it fires.
    public enum Purpose {
        /// PreonlineTimeout is over: go on without the script's answer.
        PREONLINE,
        /// OnlineRetryInterval is over: a new fault may again be retried in place.
        RETRY_WINDOW,
        /// AutoClearInterval is over: a group that faulted everywhere gets another chance.
        AUTO_CLEAR,
        /// LoadTimeThreshold is over: a system has too much to do.
        LOAD,
        /// An order that could not begin may be given again.
        ORDER_AGAIN,
        /// ShutdownTimeout is over: a machine that dies now did not die with its engine.
        SHUTDOWN,
        /// An operator has waited long enough for the first sign of an online.
        ANSWER
    }
}
