package dev.vigil.agent.framework;

/// Where a resource is in its life inside the agent.
///
/// | from | to |
/// |---|---|
/// | DETACHED | OPENING (enabled) |
/// | OPENING | PROBING |
/// | PROBING | ONLINE, OFFLINE (first look), GOING_OFFLINE (order) |
/// | OFFLINE | GOING_ONLINE (order), GOING_OFFLINE_WAITING (order: it is looked at anew), ONLINE (found so) |
/// | GOING_ONLINE | GOING_ONLINE_WAITING, CLEANING (too long), OFFLINE (not permitted), SETTLING (given up) |
/// | GOING_ONLINE_WAITING | ONLINE, CLEANING (not effective), GOING_OFFLINE (order), SETTLING |
/// | ONLINE | GOING_OFFLINE (order), CLEANING (fault), OFFLINE (intentional, or persistent) |
/// | GOING_OFFLINE | GOING_OFFLINE_WAITING, CLEANING (too long), SETTLING |
/// | GOING_OFFLINE_WAITING | OFFLINE, CLEANING (not effective), GOING_OFFLINE, SETTLING |
/// | CLEANING | CLEANED; ONLINE or OFFLINE waiting for an administrator |
/// | CLEANED | OFFLINE, ONLINE, GOING_ONLINE (another try), CLEANING |
/// | SETTLING | ONLINE, OFFLINE, CLEANING |
/// | any | CLOSING (disabled), CLEANING (lease lost) |
/// | CLOSING | DETACHED |
public enum Phase {
    /// Not managed here.
    DETACHED,
    /// Open runs.
    OPENING,
    /// No look has found out yet.
    PROBING,
    /// It does not run; looked at now and then.
    OFFLINE,
    /// Online runs, or is about to.
    GOING_ONLINE,
    /// Online is over; looked at until it is there.
    GOING_ONLINE_WAITING,
    /// It runs; looked at now and then.
    ONLINE,
    /// Offline runs, or is about to.
    GOING_OFFLINE,
    /// Offline is over; looked at until it is gone.
    GOING_OFFLINE_WAITING,
    /// Clean runs, or waits to be tried again.
    CLEANING,
    /// Clean worked; the next look decides.
    CLEANED,
    /// An order was given up; the next look decides.
    SETTLING,
    /// Close runs, or is about to.
    CLOSING
}
