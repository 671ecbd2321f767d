package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.agent.framework.Orders.Kind;

/// What a lost lease means: nothing is started, and everything is cleaned until a look finds it offline.
final class LeaseLoss {
    private final ResourceState state;
    private final Transitions transitions;
    private final CleanSequence cleanSequence;

    LeaseLoss(ResourceState state, Transitions transitions, CleanSequence cleanSequence) {
        this.state = state;
        this.transitions = transitions;
        this.cleanSequence = cleanSequence;
    }

    /// The lease was lost: orders for online are given up, what runs is ended, and the stopping begins.
    void lost(String reason, long atNs) {
        if (!state.policy.leased() || state.leaseLost) return;
        state.leaseLost = true;
        state.leaseReason = reason;
        if (state.orders.wants(Kind.ONLINE)) {
            boolean begun = state.orders.isBegun() || state.isRunning(EntryPoint.ONLINE);
            state.giveUpOrder(
                    begun ? Outcome.FAILED : Outcome.NEVER_BEGUN,
                    "the system has no lease: " + reason);
        }
        if (state.phase != Phase.DETACHED && state.phase != Phase.CLOSING) act();
    }

    /// Begins to stop what may run.
    void act() {
        state.leaseCleaning = true;
        state.mustClean = false;
        state.looks.cleanPausesFromNow(state.policy);
        if (state.running.isEmpty()) step();
        else if (!state.isRunning(EntryPoint.CLEAN)) state.kill("the lease is lost");
    }

    /// Stops what may run, looks at what should not.
    void step() {
        if (state.mayRun) cleanSequence.startClean(CleanReason.OFFLINE_HUNG);
        else state.look();
    }

    /// An entry point other than a successful monitor is over.
    void finished(EntryPoint was) {
        if (state.phase == Phase.OPENING) state.phase = Phase.PROBING;
        boolean stopRan =
                state.phase == Phase.CLEANING
                        && (was == EntryPoint.CLEAN || was == EntryPoint.OFFLINE);
        if (stopRan) {
            state.phase = Phase.CLEANED;
            state.look();
        } else {
            step();
        }
    }

    /// A look while what the lease left is being stopped.
    ///
    /// @return whether nothing is left to be stopped though it found out nothing: it then means what it means otherwise
    boolean looked(MonitorResult result, long atNs) {
        return switch (result.finding()) {
            case OFFLINE, INTENTIONAL_OFFLINE -> {
                if (state.mayRun && state.phase != Phase.CLEANED) {
                    // A look that had begun before the loss says nothing of what came since.
                    cleanSequence.startClean(CleanReason.OFFLINE_HUNG);
                    yield false;
                }
                state.leaseCleaning = false;
                boolean wasOnline = state.display.shown() == Probe.ONLINE;
                String why =
                        wasOnline
                                ? "stopped, the lease is lost: " + state.leaseReason
                                : result.reason();
                Cause cause =
                        !state.display.probed()
                                ? Cause.FIRST_PROBE
                                : state.orders.wants(Kind.OFFLINE)
                                        ? Cause.ORDERED
                                        : Cause.UNEXPECTED;
                transitions.becomeOffline(cause, Outcome.DONE, why, atNs);
                yield false;
            }
            case ONLINE -> {
                if (state.display.shown() != Probe.ONLINE) {
                    Cause cause = state.display.probed() ? Cause.UNEXPECTED : Cause.FIRST_PROBE;
                    state.display.online();
                    state.report(cause, "", result.reason());
                }
                boolean first = !state.mayRun;
                state.mayRun = true;
                if (first) cleanSequence.startClean(CleanReason.OFFLINE_HUNG);
                else cleanAgain(atNs);
                yield false;
            }
            case UNKNOWN -> {
                if (state.mayRun) {
                    cleanAgain(atNs);
                    yield false;
                }
                state.leaseCleaning = false;
                if (!state.isSteady()) {
                    state.phase = state.display.probed() ? Phase.OFFLINE : Phase.PROBING;
                }
                yield true;
            }
        };
    }

    private void cleanAgain(long atNs) {
        state.log("ERROR", Messages.CLEAN_FAILED, Messages.stillThere(state.name));
        state.phase = Phase.CLEANING;
        state.cleaning = CleanReason.OFFLINE_HUNG;
        state.looks.cleanSoon(atNs, state.policy);
    }
}
