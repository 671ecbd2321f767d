package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.MonitorResult.Finding;
import dev.vigil.agent.framework.Orders.Kind;
import dev.vigil.agent.framework.Policy.Operations;

import java.util.Optional;

/// What the result of a look means, in each phase of a resource's life.
final class Findings {
    /// Why an order for online is not begun before a look has found out anything.
    static final String UNDETERMINED = "it can't be determined whether the resource is online";

    private final ResourceState state;
    private final Transitions transitions;
    private final CleanSequence cleanSequence;
    private final LeaseLoss leaseLoss;

    Findings(
            ResourceState state,
            Transitions transitions,
            CleanSequence cleanSequence,
            LeaseLoss leaseLoss) {
        this.state = state;
        this.transitions = transitions;
        this.cleanSequence = cleanSequence;
        this.leaseLoss = leaseLoss;
    }

    void decide(MonitorResult result, long atNs) {
        Finding finding =
                result.finding() == Finding.INTENTIONAL_OFFLINE
                                && !state.policy.intentionalOffline()
                        ? Finding.OFFLINE
                        : result.finding();
        switch (state.phase) {
            case PROBING -> probed(finding, result.reason(), atNs);
            case OFFLINE -> foundWhileOffline(finding, result.reason(), atNs);
            case ONLINE -> foundWhileOnline(finding, result.reason(), atNs);
            case GOING_ONLINE_WAITING -> foundAfterOnline(finding, result.reason(), atNs);
            case GOING_OFFLINE_WAITING -> foundAfterOffline(finding, result.reason(), atNs);
            case CLEANING -> cleanSequence.foundBetweenCleans(finding, result.reason(), atNs);
            case CLEANED -> cleanSequence.foundAfterClean(finding, result.reason(), atNs);
            case SETTLING -> settled(finding, result.reason(), atNs);
            case DETACHED, OPENING, GOING_ONLINE, GOING_OFFLINE, CLOSING ->
                    throw new IllegalStateException(
                            state.name + ": a look ended while " + state.phase);
        }
    }

    private void probed(Finding finding, String reason, long atNs) {
        switch (finding) {
            case ONLINE -> transitions.becomeOnline(Cause.FIRST_PROBE, reason, atNs);
            case OFFLINE, INTENTIONAL_OFFLINE -> {
                if (state.policy.operations() == Operations.NONE)
                    transitions.becomeFaulted(reason, atNs);
                else transitions.becomeOffline(Cause.FIRST_PROBE, Outcome.DONE, reason, atNs);
            }
            case UNKNOWN -> {
                transitions.stay(reason, atNs);
                if (state.orders.wants(Kind.ONLINE)) {
                    state.orders.endCurrent(Outcome.NEVER_BEGUN, UNDETERMINED + ": " + reason);
                }
            }
        }
    }

    private void foundWhileOffline(Finding finding, String reason, long atNs) {
        switch (finding) {
            case ONLINE -> {
                transitions.becomeOnline(Cause.UNEXPECTED, reason, atNs);
                if (state.leaseLost) leaseLoss.act();
            }
            case OFFLINE, INTENTIONAL_OFFLINE -> {
                if (state.display.adminWait().isEmpty()) state.mayRun = false;
                transitions.stay(reason, atNs);
            }
            case UNKNOWN -> transitions.stay(reason, atNs);
        }
    }

    private void foundWhileOnline(Finding finding, String reason, long atNs) {
        switch (finding) {
            case ONLINE -> {
                state.counters.foundOnline(atNs, state.policy.confIntervalNs());
                state.display
                        .adminWait()
                        .filter(waits -> !waits.ofStop())
                        .ifPresent(_ -> state.display.administratorCame());
                transitions.stay(reason, atNs);
            }
            case OFFLINE, INTENTIONAL_OFFLINE -> {
                boolean stopWanted =
                        state.display.unableToOffline()
                                || state.display
                                        .adminWait()
                                        .filter(CleanReason::ofStop)
                                        .isPresent();
                if (stopWanted || finding == Finding.INTENTIONAL_OFFLINE) {
                    Cause cause =
                            finding == Finding.INTENTIONAL_OFFLINE
                                    ? Cause.INTENDED
                                    : Cause.UNEXPECTED;
                    transitions.becomeOffline(cause, Outcome.DONE, reason, atNs);
                } else if (state.display.adminWait().isPresent()
                        || state.counters.tolerates(atNs, state.policy.toleranceLimit())) {
                    transitions.stay(reason, atNs);
                } else {
                    cleanSequence.clean(CleanReason.UNEXPECTED_OFFLINE, atNs);
                }
            }
            case UNKNOWN -> transitions.stay(reason, atNs);
        }
    }

    private void foundAfterOnline(Finding finding, String reason, long atNs) {
        if (state.orders.wants(Kind.OFFLINE)) {
            transitions.startOffline();
            return;
        }
        if (finding == Finding.ONLINE) {
            Cause cause = state.orders.wants(Kind.ONLINE) ? Cause.ORDERED : Cause.UNEXPECTED;
            transitions.becomeOnline(cause, reason, atNs);
            return;
        }
        boolean counted = state.looks.countMiss(atNs, state.policy);
        if (state.looks.misses() > state.policy.onlineWaitLimit()
                && (state.policy.hasClean() || !state.policy.manageFaults())) {
            cleanSequence.clean(CleanReason.ONLINE_INEFFECTIVE, atNs);
        } else {
            if (counted && state.looks.misses() == state.policy.onlineWaitLimit() + 1) {
                state.log("ERROR", Messages.NO_CLEAN, Messages.noClean(state.name));
            }
            state.report(Cause.PROBE, "", reason);
            state.looks.monitorSoon(atNs, state.policy);
        }
    }

    private void foundAfterOffline(Finding finding, String reason, long atNs) {
        switch (finding) {
            case OFFLINE, INTENTIONAL_OFFLINE ->
                    transitions.becomeOffline(Cause.ORDERED, Outcome.DONE, reason, atNs);
            case ONLINE -> {
                if (state.looks.isNothingTried()) {
                    transitions.startOffline();
                    return;
                }
                state.looks.countMiss(atNs, state.policy);
                if (state.looks.misses() > state.policy.offlineWaitLimit()) {
                    cleanSequence.clean(CleanReason.OFFLINE_INEFFECTIVE, atNs);
                } else {
                    state.report(Cause.PROBE, "", reason);
                    state.looks.monitorSoon(atNs, state.policy);
                }
            }
            case UNKNOWN -> {
                if (state.looks.isNothingTried()) {
                    transitions.startOffline();
                    return;
                }
                state.report(Cause.PROBE, "", reason);
                state.looks.monitorSoon(atNs, state.policy);
            }
        }
    }

    /// A look after an order was given up.
    private void settled(Finding finding, String reason, long atNs) {
        boolean online = finding == Finding.ONLINE;
        if (!online && state.mustClean && state.policy.hasClean() && state.policy.manageFaults()) {
            cleanSequence.startClean(CleanReason.ONLINE_INEFFECTIVE);
            return;
        }
        state.mustClean = false;
        Optional<String> givenUp =
                state.orders.isCancelling() ? state.orders.withdraw() : Optional.empty();
        if (finding == Finding.UNKNOWN) {
            state.report(Cause.PROBE, "", reason);
            state.looks.monitorSoon(atNs, state.policy);
        } else if (online) {
            transitions.becomeOnline(Cause.ORDERED, reason, atNs);
        } else {
            transitions.becomeOffline(Cause.ORDERED, Outcome.DONE, reason, atNs);
        }
        givenUp.ifPresent(id -> state.orders.end(id, Outcome.CANCELLED, "given up"));
    }
}
