package dev.vigil.samples.powervm;

import static dev.vigil.samples.powervm.PartitionState.NOT_ACTIVATED;

/// What a partition does at the moment.
///
/// @param state its state
/// @param pending what happens next by itself
/// @param osUp whether its operating system runs
/// @param rmcActive whether its operating system has reported to the consoles since it started
/// @param diskLost whether it executes without any of the VIO servers that its profile names
/// @param restarting whether the shutdown under way ends in a new start
public record Activity(
        PartitionState state,
        Pending pending,
        boolean osUp,
        boolean rmcActive,
        boolean diskLost,
        boolean restarting) {

    /// Powered off.
    static final Activity OFF = dead(NOT_ACTIVATED);

    /// Nothing executes, and nothing will by itself.
    static Activity dead(PartitionState state) {
        return new Activity(state, Pending.NONE, false, false, false, false);
    }

    /// Activation was accepted.
    static Activity starting(Pending next) {
        return new Activity(PartitionState.STARTING, next, false, false, false, false);
    }

    Activity to(PartitionState state, Pending next) {
        return new Activity(state, next, osUp, rmcActive, diskLost, restarting);
    }

    Activity withOsUp(Pending next) {
        return new Activity(state, next, true, false, diskLost, restarting);
    }

    Activity withRmcUp() {
        return new Activity(state, Pending.NONE, osUp, true, diskLost, restarting);
    }

    Activity withDiskLost(boolean lost) {
        return new Activity(state, pending, osUp, rmcActive, lost, restarting);
    }

    Activity withRestarting(boolean restarts) {
        return new Activity(state, pending, osUp, rmcActive, diskLost, restarts);
    }

    Activity shifted(long byMs) {
        return to(state, pending.shifted(byMs));
    }
}
