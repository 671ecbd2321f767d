package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.agent.framework.Orders.Kind;
import dev.vigil.agent.framework.Policy.Operations;

import java.util.Optional;

/// The ways into the steady states of a resource, online, offline and faulted, and out of them by an order.
final class Transitions {
    private final ResourceState state;

    Transitions(ResourceState state) {
        this.state = state;
    }

    void close() {
        state.phase = Phase.CLOSING;
        state.unwatch();
        state.run(EntryPoint.CLOSE, Optional.empty(), "");
    }

    void begin(long atNs) {
        if (state.orders.wants(Kind.OFFLINE)) {
            if (state.phase == Phase.OFFLINE) verifyOffline();
            else startOffline();
        } else if (state.phase == Phase.ONLINE) {
            state.orders.endCurrent(Outcome.DONE, "it is online");
            state.scheduleLook(atNs);
        } else {
            state.counters.orderBegun(atNs);
            state.display.faultCleared();
            state.display.administratorCame();
            state.report(Cause.ORDERED, state.orders.id(), "");
            startOnline();
        }
    }

    void beginSoon(long atNs) {
        if (state.running.isEmpty()) begin(atNs);
        else state.kill("an order came");
    }

    /// Believed to be offline; but only a look after the order may say so.
    void verifyOffline() {
        state.unwatch();
        state.phase = Phase.GOING_OFFLINE_WAITING;
        state.looks.waitFromNow(state.policy);
        state.looks.nothingTried();
        state.look();
    }

    void startOnline() {
        state.unwatch();
        state.phase = Phase.GOING_ONLINE;
        state.mayRun = true;
        state.run(EntryPoint.ONLINE, Optional.empty(), "");
    }

    void startOffline() {
        state.unwatch();
        state.display.administratorCame();
        state.phase = Phase.GOING_OFFLINE;
        state.orders.begin();
        state.run(EntryPoint.OFFLINE, Optional.empty(), "");
    }

    void becomeOnline(Cause cause, String reason, long atNs) {
        state.unwatch();
        Cause said = state.display.probed() ? cause : Cause.FIRST_PROBE;
        state.phase = Phase.ONLINE;
        state.mayRun = state.policy.operations() != Operations.NONE;
        state.counters.cameOnline(atNs);
        state.display.online();
        String id = state.orders.id(Kind.ONLINE);
        state.report(said, id, reason);
        if (state.orders.wants(Kind.ONLINE)) state.orders.endCurrent(Outcome.DONE, reason);
        steady(atNs);
    }

    void becomeOffline(Cause cause, Outcome outcome, String reason, long atNs) {
        state.unwatch();
        boolean persistsFaulted = state.display.shown() == Probe.FAULTED;
        state.phase = Phase.OFFLINE;
        state.mayRun = false;
        if (persistsFaulted) state.display.faulted();
        else state.display.offline();
        String id = state.orders.id(Kind.OFFLINE);
        state.report(cause, id, reason);
        if (state.orders.wants(Kind.OFFLINE) || outcome != Outcome.DONE)
            state.orders.endCurrent(outcome, reason);
        steady(atNs);
    }

    void becomeFaulted(String reason, long atNs) {
        state.unwatch();
        Cause cause =
                !state.display.probed()
                        ? Cause.FIRST_PROBE
                        : state.orders.isPresent() ? Cause.ORDERED : Cause.UNEXPECTED;
        state.phase = Phase.OFFLINE;
        state.mayRun = false;
        state.display.faulted();
        state.report(cause, state.orders.id(), reason);
        state.orders.endCurrent(Outcome.FAILED, reason);
        steady(atNs);
    }

    /// Nothing is under way any more: the next order, or the next look.
    void steady(long atNs) {
        state.scheduleLook(atNs);
        if (state.closing) {
            close();
        } else if (state.orders.isPresent()) {
            begin(atNs);
        } else if (state.phase == Phase.ONLINE
                ? state.policy.watchOnline()
                : state.policy.watchOffline()) {
            state.watch();
        }
    }

    void stay(String reason, long atNs) {
        state.report(Cause.PROBE, "", reason);
        state.scheduleLook(atNs);
    }
}
