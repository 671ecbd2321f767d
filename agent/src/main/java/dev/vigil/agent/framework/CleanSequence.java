package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult.Finding;
import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.agent.framework.Orders.Kind;
import dev.vigil.agent.framework.Policy.Operations;

import java.util.Optional;

/// From the call of clean to what comes after it: another clean, another online, a restart, a fault, or an administrator.
final class CleanSequence {
    private final ResourceState state;
    private final Transitions transitions;

    CleanSequence(ResourceState state, Transitions transitions) {
        this.state = state;
        this.transitions = transitions;
    }

    void clean(CleanReason reason, long atNs) {
        if (state.policy.operations() == Operations.NONE) {
            transitions.becomeFaulted(reason.words(), atNs);
            return;
        }
        state.log(
                "ERROR", Messages.callingClean(reason), Messages.callingClean(state.name, reason));
        if (!state.policy.manageFaults()) {
            waitForAdministrator(reason, Messages.manageFaultsNone(reason), atNs);
        } else if (!state.policy.hasClean()) {
            state.log("ERROR", Messages.NO_CLEAN, Messages.noClean(state.name));
            withoutClean(reason, atNs);
        } else {
            state.counters.cleanBegun();
            startClean(reason);
        }
    }

    void startClean(CleanReason reason) {
        state.unwatch();
        state.phase = Phase.CLEANING;
        state.cleaning = reason;
        state.looks.nothing();
        if (state.policy.hasClean()) state.run(EntryPoint.CLEAN, Optional.of(reason), "");
        else state.run(EntryPoint.OFFLINE, Optional.empty(), "");
    }

    private void withoutClean(CleanReason reason, long atNs) {
        switch (reason) {
            case OFFLINE_HUNG, OFFLINE_INEFFECTIVE -> unableToOffline(reason.words(), atNs);
            case ONLINE_HUNG, ONLINE_INEFFECTIVE -> {
                state.phase = Phase.GOING_ONLINE_WAITING;
                state.waitThenLook(0, atNs);
            }
            case UNEXPECTED_OFFLINE -> transitions.becomeFaulted(reason.words(), atNs);
            case MONITOR_HUNG -> waitForAdministrator(reason, reason.words(), atNs);
        }
    }

    private void unableToOffline(String why, long atNs) {
        state.log("ERROR", Messages.UNABLE_TO_OFFLINE, Messages.unableToOffline(state.name));
        state.phase = Phase.ONLINE;
        state.display.offlineFailed();
        state.display.online();
        state.report(Cause.ORDERED, state.orders.id(), why);
        state.orders.endCurrent(Outcome.FAILED, why);
        transitions.steady(atNs);
    }

    private void waitForAdministrator(CleanReason reason, String why, long atNs) {
        if (reason.ofStop()) {
            state.log("ERROR", Messages.UNABLE_TO_OFFLINE, Messages.unableToOffline(state.name));
        }
        state.display.waitsForAdministrator(reason);
        state.phase = state.display.shown() == Probe.ONLINE ? Phase.ONLINE : Phase.OFFLINE;
        Cause cause = state.orders.isPresent() ? Cause.ORDERED : Cause.UNEXPECTED;
        state.report(cause, state.orders.id(), why);
        state.orders.endCurrent(Outcome.FAILED, why);
        transitions.steady(atNs);
    }

    void finished(boolean completed, int code, long atNs) {
        if (!completed || code != 0) {
            state.log("ERROR", Messages.CLEAN_FAILED, Messages.cleanFailed(state.name));
            cleanFailed(completed ? "clean failed" : "clean did not complete", atNs);
            return;
        }
        if (state.counters.cleanFailures() == 0) {
            state.log("INFO", Messages.CLEAN_DONE, Messages.cleanDone(state.name));
        } else {
            state.log(
                    "NOTICE",
                    Messages.CLEAN_DONE_AT_LAST,
                    Messages.cleanDoneAtLast(state.name, state.counters.cleanFailures()));
        }
        state.phase = Phase.CLEANED;
        state.looks.waitFromNow(state.policy);
        state.look();
    }

    /// After a failed clean comes a look, one interval later, and then the next clean.
    private void cleanFailed(String why, long atNs) {
        int failures = state.counters.cleanFailed();
        if (state.cleaning.ofStop()) state.display.offlineFailed();
        if (state.policy.cleanRetryLimit() > 0 && failures >= state.policy.cleanRetryLimit()) {
            waitForAdministrator(state.cleaning, why + ", " + failures + " times in all", atNs);
            return;
        }
        state.phase = Phase.CLEANING;
        state.report(
                state.cleaning.ofStop() ? Cause.ORDERED : Cause.UNEXPECTED,
                state.orders.id(),
                why + "; it is tried again");
        state.looks.monitorAt(
                atNs + Math.max(state.policy.monitorIntervalNs(), state.policy.secondNs()));
    }

    void foundBetweenCleans(Finding finding, String reason, long atNs) {
        if (state.orders.wants(Kind.OFFLINE)
                && (finding == Finding.OFFLINE || finding == Finding.INTENTIONAL_OFFLINE)) {
            transitions.becomeOffline(Cause.ORDERED, Outcome.DONE, reason, atNs);
        } else {
            startClean(state.cleaning);
        }
    }

    void foundAfterClean(Finding finding, String reason, long atNs) {
        boolean mustBeOffline = state.orders.wants(Kind.OFFLINE) || state.cleaning.ofStop();
        switch (finding) {
            case OFFLINE, INTENTIONAL_OFFLINE -> cleaned(reason, atNs);
            case ONLINE -> {
                if (mustBeOffline) {
                    state.cleaning = CleanReason.OFFLINE_INEFFECTIVE;
                    state.log("ERROR", Messages.CLEAN_FAILED, Messages.stillThere(state.name));
                    cleanFailed("it is online even after clean", atNs);
                } else {
                    Cause cause =
                            state.orders.wants(Kind.ONLINE) ? Cause.ORDERED : Cause.UNEXPECTED;
                    transitions.becomeOnline(cause, reason, atNs);
                }
            }
            case UNKNOWN -> {
                if (mustBeOffline) {
                    state.report(Cause.PROBE, "", reason);
                    state.looks.monitorSoon(atNs, state.policy);
                } else {
                    cleaned(reason, atNs);
                }
            }
        }
    }

    /// It is off and tidy: what next?
    private void cleaned(String reason, long atNs) {
        if (state.orders.wants(Kind.OFFLINE) || state.cleaning.ofStop()) {
            transitions.becomeOffline(Cause.ORDERED, Outcome.DONE, reason, atNs);
        } else if (state.orders.wants(Kind.ONLINE)
                && (!state.orders.isBegun()
                        || state.counters.onlineRetries() < state.policy.onlineRetryLimit())) {
            if (state.orders.isBegun()) retryOnline();
            transitions.startOnline();
        } else if (!state.orders.isPresent()
                && state.display.restarting()
                && state.counters.onlineRetries() < state.policy.onlineRetryLimit()) {
            retryOnline();
            transitions.startOnline();
        } else if (!state.orders.isPresent()
                && state.counters.restarts() < state.policy.restartLimit()) {
            restart(atNs);
        } else {
            if (state.orders.wants(Kind.ONLINE) && state.policy.onlineRetryLimit() > 0) {
                state.log(
                        "ERROR",
                        Messages.RETRIES_USED,
                        Messages.retriesUsed(state.name, state.policy.onlineRetryLimit()));
            }
            transitions.becomeFaulted(state.cleaning.words(), atNs);
        }
    }

    private void retryOnline() {
        state.counters.retriedOnline();
        state.log(
                "ERROR",
                Messages.RETRYING,
                Messages.retrying(
                        state.name,
                        state.counters.onlineRetries(),
                        state.policy.onlineRetryLimit()));
    }

    private void restart(long atNs) {
        state.counters.restarted(atNs);
        boolean hung = state.cleaning == CleanReason.MONITOR_HUNG;
        String attempt =
                "attempt number "
                        + state.counters.restarts()
                        + " of "
                        + state.policy.restartLimit();
        state.log(
                "ERROR",
                hung ? Messages.RESTARTING_HUNG : Messages.RESTARTING,
                Messages.restarting(state.name, hung, attempt));
        state.display.restartBegun();
        state.report(Cause.UNEXPECTED, "", state.cleaning.words() + "; restart, " + attempt);
        transitions.startOnline();
    }
}
