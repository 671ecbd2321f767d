package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ResourceStatus;
import dev.vigil.agent.framework.Orders.Kind;
import dev.vigil.agent.framework.Policy.Operations;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// One resource on one system: what its agent does, and when, and what the engine is told.
///
/// Pure and deterministic: the same events give the same actions. Not for several threads at once.
///
/// ## What it promises
///
/// - At most one entry point runs at a time.
/// - Every order for online or offline is reported ended exactly once (and again only if it comes again).
/// - An offline is reported DONE only after a look that began after the order (and after its last offline or clean) found the
///   resource offline; never from an earlier look.
/// - An order that was given up (cancel) is reported only when nothing of it runs any more; what an online had begun is cleaned
///   unless it turns out to be online.
/// - Once the lease of a leased resource is lost, nothing is started, and everything is cleaned until a look finds it offline.
///
/// ## Where it departs from VCS
///
/// Between the looks that count, one per MonitorInterval, it looks more often after an online, offline or clean
/// ([Policy#recheckNs()]). A restart is shown as ONLINE|RESTARTING. FAULTED is said only when the resource is off.
///
/// Source: VCS Agent Developer's Guide, "State transition diagrams"; the rules of counting are listed in the tests.
public final class ResourceMachine {
    /// "No deadline".
    public static final long NEVER = Long.MAX_VALUE;

    private enum End {
        RETURNED,
        TIMED_OUT,
        KILLED
    }

    private final ResourceState state;
    private final Transitions transitions;
    private final CleanSequence cleanSequence;
    private final LeaseLoss leaseLoss;
    private final Findings findings;
    private final Deque<String> changedAttributes = new ArrayDeque<>();
    private boolean reopen;

    /// A resource that is not managed yet.
    ///
    /// @param mayRun whether it may be running, as noted on disk by an earlier node daemon
    public ResourceMachine(String name, Policy policy, boolean mayRun) {
        state = new ResourceState(name, policy, mayRun);
        transitions = new Transitions(state);
        cleanSequence = new CleanSequence(state, transitions);
        leaseLoss = new LeaseLoss(state, transitions, cleanSequence);
        findings = new Findings(state, transitions, cleanSequence, leaseLoss);
    }

    /// Decides what an event means.
    ///
    /// @return what is to be done, in this order
    public List<Action> handle(Event event) {
        state.begin();
        long atNs = event.atNs();
        switch (event) {
            case Event.Enabled _ -> enabled(atNs);
            case Event.Disabled _ -> disabled();
            case Event.PolicyChanged(_, var changed) -> policyChanged(changed, atNs);
            case Event.AttributeChanged(_, var attribute) -> changedAttributes.add(attribute);
            case Event.OnlineOrdered(_, var id) -> onlineOrdered(id, atNs);
            case Event.OfflineOrdered(_, var id) -> offlineOrdered(id, atNs);
            case Event.ProbeOrdered(_, var id) -> probeOrdered(id);
            case Event.CancelOrdered(_, var id) -> cancelOrdered(id, atNs);
            case Event.ClearOrdered(_, var id) -> clearOrdered(id, atNs);
            case Event.Returned(_, var run, var code) -> {
                if (state.isRunning(run)) finished(End.RETURNED, code, atNs);
            }
            case Event.TimedOut(_, var run) -> {
                if (state.isRunning(run)) finished(End.TIMED_OUT, 0, atNs);
            }
            case Event.Killed(_, var run) -> {
                if (state.isRunning(run)) finished(End.KILLED, 0, atNs);
            }
            case Event.Monitored(_, var run, var result) -> {
                if (state.isRunning(run)) monitored(result, atNs);
            }
            case Event.Denied(_, var run, var reason) -> {
                if (state.isRunning(run)) notStarted(Outcome.NEVER_BEGUN, reason, atNs);
            }
            case Event.Refused(_, var run, var reason) -> {
                if (state.isRunning(run)) notStarted(Outcome.REFUSED, reason, atNs);
            }
            case Event.DeadlinePassed _ -> deadlinePassed(atNs);
            case Event.Noticed _ -> noticed();
            case Event.Watched(_, var active) -> watched(active, atNs);
            case Event.LeaseLost(_, var reason) -> leaseLoss.lost(reason, atNs);
            case Event.LeaseRegained _ -> state.leaseLost = false;
        }
        if (state.running.isEmpty() && state.isSteady() && !changedAttributes.isEmpty()) {
            state.run(EntryPoint.ATTR_CHANGED, Optional.empty(), changedAttributes.removeFirst());
        }
        return state.end();
    }

    /// When [Event.DeadlinePassed] is due; [#NEVER] if nothing is waited for but the end of an entry point.
    public long nextDeadlineNs() {
        return state.running.isPresent() ? NEVER : state.looks.nextNs();
    }

    /// Where it is in its life.
    public Phase phase() {
        return state.phase;
    }

    /// What the engine was told last.
    public ResourceStatus status() {
        return state.reported;
    }

    /// Whether it may be running: a start was allowed or it was found running, and nothing since has found it offline.
    public boolean mayRun() {
        return state.mayRun;
    }

    /// Whether the engine was told last what an order that is under way is about to change: that it is down, although it is being started,
    /// or up, although it is being taken offline. An engine that does not know of that order must not be told so.
    public boolean unsettled() {
        return switch (status().state()) {
            case OFFLINE, FAULTED -> mayRun() && !status().has(ResourceStatus.Flag.ADMIN_WAIT);
            case ONLINE -> state.orders.wants(Kind.OFFLINE);
            case NOT_PROBED, UNKNOWN -> false;
        };
    }

    /// Whether anything of it is left to be stopped because of a lost lease.
    public boolean stopping() {
        return state.leaseCleaning;
    }

    private void enabled(long atNs) {
        if (state.phase == Phase.CLOSING) {
            reopen = true;
        } else if (state.phase == Phase.DETACHED) {
            state.phase = Phase.OPENING;
            state.counters.orderBegun(atNs);
            state.run(EntryPoint.OPEN, Optional.empty(), "");
        }
        state.closing = false;
    }

    private void disabled() {
        reopen = false;
        if (state.phase == Phase.DETACHED) {
            state.say(new Action.Detached());
            return;
        }
        if (state.phase == Phase.CLOSING) return;
        state.closing = true;
        state.giveUpOrder(Outcome.FAILED, "the resource is disabled or deleted");
        if (state.running.isEmpty()) {
            if (!state.leaseCleaning) transitions.close();
        } else if (state.isRunning(EntryPoint.MONITOR)) {
            state.kill("the resource is disabled or deleted");
        }
    }

    private void closed(long atNs) {
        state.phase = Phase.DETACHED;
        state.closing = false;
        state.leaseCleaning = false;
        state.looks.nothing();
        changedAttributes.clear();
        state.display.detached();
        state.report(Cause.ORDERED, "", "the resource is disabled or deleted");
        state.answerProbes();
        if (reopen) {
            reopen = false;
            enabled(atNs);
        } else {
            state.say(new Action.Detached());
        }
    }

    private void policyChanged(Policy changed, long atNs) {
        state.policy = changed;
        if (!state.isSteady() || state.running.isPresent()) return;
        if (state.phase == Phase.PROBING || state.display.stateUnknown()) state.look();
        else state.scheduleLook(atNs);
    }

    private void onlineOrdered(String id, long atNs) {
        if (state.orders.isKnown(id)) return;
        if (state.policy.operations() == Operations.NONE) {
            state.orders.neverBegun(
                    id, "a resource with Operations = None can't be brought online");
        } else if (state.leaseLost || state.leaseCleaning) {
            state.orders.neverBegun(id, "the system has no lease: " + state.leaseReason);
        } else if (state.closing) {
            state.orders.neverBegun(id, "the resource is disabled or deleted");
        } else {
            switch (state.phase) {
                case DETACHED, CLOSING ->
                        state.orders.neverBegun(id, "the resource is not enabled on this system");
                // The first look is on its way, and decides.
                case OPENING -> state.take(Kind.ONLINE, id);
                case PROBING -> {
                    if (state.display.undetermined())
                        state.orders.neverBegun(id, Findings.UNDETERMINED);
                    else state.take(Kind.ONLINE, id);
                }
                case ONLINE -> {
                    if (state.display.adminWait().isEmpty()) {
                        state.orders.end(id, Outcome.DONE, "it was online already");
                    } else {
                        state.display.administratorCame();
                        state.phase = Phase.OFFLINE;
                        state.take(Kind.ONLINE, id);
                        transitions.beginSoon(atNs);
                    }
                }
                case OFFLINE -> {
                    state.take(Kind.ONLINE, id);
                    transitions.beginSoon(atNs);
                }
                case GOING_ONLINE,
                        GOING_ONLINE_WAITING,
                        GOING_OFFLINE,
                        GOING_OFFLINE_WAITING,
                        CLEANING,
                        CLEANED,
                        SETTLING ->
                        state.take(Kind.ONLINE, id);
            }
        }
    }

    private void offlineOrdered(String id, long atNs) {
        if (state.orders.isKnown(id)) return;
        if (state.policy.operations() != Operations.ON_OFF) {
            state.orders.neverBegun(
                    id, "only a resource with Operations = OnOff can be taken offline");
            return;
        }
        if (state.closing) {
            state.orders.neverBegun(id, "the resource is disabled or deleted");
            return;
        }
        switch (state.phase) {
            case DETACHED, CLOSING ->
                    state.orders.neverBegun(id, "the resource is not enabled on this system");
            case OPENING -> state.take(Kind.OFFLINE, id);
            case PROBING, OFFLINE, ONLINE -> {
                state.take(Kind.OFFLINE, id);
                if (!state.leaseCleaning) transitions.beginSoon(atNs);
            }
            case GOING_ONLINE_WAITING -> {
                state.take(Kind.OFFLINE, id);
                if (state.isRunning(EntryPoint.MONITOR)) state.kill("an offline is ordered");
                else transitions.startOffline();
            }
            // A look that is on its way may have seen the time before this order.
            case GOING_OFFLINE_WAITING, CLEANED, SETTLING -> {
                state.take(Kind.OFFLINE, id);
                if (state.isRunning(EntryPoint.MONITOR)) state.lookAgain = true;
            }
            case GOING_ONLINE, GOING_OFFLINE, CLEANING -> state.take(Kind.OFFLINE, id);
        }
    }

    private void probeOrdered(String id) {
        state.askedForLook(id);
        if (state.phase == Phase.DETACHED) state.answerProbes();
        else if (state.isRunning(EntryPoint.MONITOR)) state.lookAgain = true;
        else {
            state.looks.countNext();
            state.look();
        }
    }

    private void cancelOrdered(String id, long atNs) {
        if (state.orders.isPresent() && state.orders.id().equals(id)) {
            if (!state.orders.isCancelling()) cancelCurrent(atNs);
        } else if (!state.orders.isKnown(id)) {
            state.orders.neverBegun(id, "given up before it was begun");
        }
    }

    private void cancelCurrent(long atNs) {
        if (state.isSteady() || state.phase == Phase.OPENING) {
            state.orders.endCurrent(Outcome.NEVER_BEGUN, "given up before it was begun");
            if (state.running.isEmpty()) state.scheduleLook(atNs);
            return;
        }
        state.orders.cancel();
        state.mustClean = state.orders.wants(Kind.ONLINE);
        if (state.isRunning(EntryPoint.ONLINE) || state.isRunning(EntryPoint.OFFLINE)) {
            state.kill("the order is given up");
        } else if (state.running.isEmpty()) {
            state.phase = Phase.SETTLING;
            state.looks.noClean();
            state.look();
        } else if (state.isRunning(EntryPoint.MONITOR)) {
            state.phase = Phase.SETTLING;
        }
    }

    private void clearOrdered(String id, long atNs) {
        boolean persistent = state.policy.operations() == Operations.NONE;
        state.display.administratorCame();
        if (!persistent) state.display.faultCleared();
        state.counters.orderBegun(atNs);
        if (state.phase == Phase.OFFLINE || state.phase == Phase.ONLINE) {
            state.report(Cause.ORDERED, id, "cleared");
        }
        state.look();
    }

    private void noticed() {
        if (state.isRunning(EntryPoint.MONITOR)) state.lookAgain = true;
        else if (state.leaseLost && state.isSteady() && state.running.isEmpty()) leaseLoss.act();
        else if (state.isSteady() || state.phase == Phase.GOING_ONLINE_WAITING) state.look();
    }

    private void deadlinePassed(long atNs) {
        if (state.running.isPresent()) return;
        if (state.looks.isCleanDue(atNs)) cleanSequence.startClean(state.cleaning);
        else if (state.looks.isMonitorDue(atNs)) state.look();
    }

    /// An entry point other than a successful monitor is over.
    private void finished(End end, int code, long atNs) {
        ResourceState.Running over = state.running.orElseThrow();
        EntryPoint was = over.entryPoint();
        if (was == EntryPoint.MONITOR && end == End.RETURNED) {
            throw new IllegalStateException(state.name + ": a look ended without a result");
        }
        state.running = Optional.empty();
        state.orders.sayEndings();
        if (was == EntryPoint.CLOSE) {
            closed(atNs);
        } else if (state.leaseCleaning) {
            leaseLoss.finished(was);
        } else if (state.closing) {
            transitions.close();
        } else if (was == EntryPoint.OPEN) {
            state.phase = Phase.PROBING;
            if (state.leaseLost) leaseLoss.act();
            else if (state.isPending()) transitions.begin(atNs);
            else state.look();
        } else if (was == EntryPoint.MONITOR) {
            lookMissed(end, atNs);
        } else if (was == EntryPoint.ATTR_CHANGED) {
            if (state.isPending()) transitions.begin(atNs);
            else state.look();
        } else if (state.orders.isCancelling()) {
            // One clean is enough, whatever came of it: an order that is given up must come to an
            // end.
            if (was == EntryPoint.CLEAN) state.mustClean = false;
            state.phase = Phase.SETTLING;
            state.look();
        } else if (was == EntryPoint.ONLINE) {
            if (over.operationId().equals(state.orders.id())) state.orders.begin();
            onlineFinished(end, code, atNs);
        } else if (was == EntryPoint.OFFLINE) {
            offlineFinished(end, code, atNs);
        } else {
            cleanSequence.finished(end == End.RETURNED, code, atNs);
        }
    }

    private void onlineFinished(End end, int code, long atNs) {
        if (state.orders.wants(Kind.OFFLINE)) {
            transitions.startOffline();
            return;
        }
        if (end != End.RETURNED) {
            cleanSequence.clean(CleanReason.ONLINE_HUNG, atNs);
            return;
        }
        state.phase = Phase.GOING_ONLINE_WAITING;
        state.waitThenLook(code, atNs);
    }

    private void offlineFinished(End end, int code, long atNs) {
        if (end != End.RETURNED) {
            cleanSequence.clean(CleanReason.OFFLINE_HUNG, atNs);
            return;
        }
        state.phase = Phase.GOING_OFFLINE_WAITING;
        state.waitThenLook(code, atNs);
    }

    /// Denied or refused: nothing ran.
    private void notStarted(Outcome outcome, String reason, long atNs) {
        state.running = Optional.empty();
        state.orders.sayEndings();
        state.mayRun = false;
        if (state.leaseCleaning) {
            leaseLoss.step();
            return;
        }
        state.log("WARNING", Messages.NOT_STARTED, Messages.notStarted(state.name, reason));
        boolean first = state.orders.isPresent() && !state.orders.isBegun();
        if (state.closing) {
            transitions.close();
        } else if (state.orders.wants(Kind.OFFLINE)) {
            transitions.verifyOffline();
        } else if (first) {
            state.phase = Phase.OFFLINE;
            state.orders.endCurrent(
                    state.orders.isCancelling() ? Outcome.NEVER_BEGUN : outcome, reason);
            transitions.steady(atNs);
        } else if (state.orders.isCancelling()) {
            transitions.becomeOffline(Cause.ORDERED, Outcome.CANCELLED, "given up", atNs);
        } else {
            transitions.becomeFaulted("it can't be started again: " + reason, atNs);
        }
        state.answerProbes();
    }

    private void monitored(MonitorResult result, long atNs) {
        if (!state.isRunning(EntryPoint.MONITOR)) {
            throw new IllegalStateException(
                    state.name + ": a look ended, but what ran is " + state.running);
        }
        state.running = Optional.empty();
        state.orders.sayEndings();
        state.counters.looked();
        state.display.looked(result);
        if (state.closing && !state.leaseCleaning) {
            transitions.close();
            return;
        }
        if (state.lookAgain) {
            state.lookAgain = false;
            state.look();
            return;
        }
        if (!state.leaseCleaning || leaseLoss.looked(result, atNs)) judge(result, atNs);
        state.answerProbes();
    }

    private void judge(MonitorResult result, long atNs) {
        if (state.closing) transitions.close();
        else if (state.isPending()) transitions.begin(atNs);
        else findings.decide(result, atNs);
    }

    /// A look took too long, or was ended to make way.
    private void lookMissed(End end, long atNs) {
        state.lookAgain = false;
        if (end == End.KILLED) {
            if (state.isPending()) transitions.begin(atNs);
            else if (state.phase == Phase.GOING_ONLINE_WAITING && state.orders.wants(Kind.OFFLINE))
                transitions.startOffline();
            else state.look();
            return;
        }
        state.log("ERROR", Messages.MONITOR_TIMED_OUT, Messages.monitorTimedOut(state.name));
        state.display.lookTimedOut();
        int inARow = state.counters.monitorTimedOut(atNs, state.policy.timeoutMemoryNs());
        String reason = "monitor did not complete in time";
        if (state.isPending()) {
            transitions.begin(atNs);
        } else if (state.phase != Phase.ONLINE) {
            findings.decide(MonitorResult.unknown(reason), atNs);
        } else if (state.policy.faultOnMonitorTimeouts() > 0
                && inARow >= state.policy.faultOnMonitorTimeouts()
                && state.display.adminWait().isEmpty()) {
            cleanSequence.clean(CleanReason.MONITOR_HUNG, atNs);
        } else {
            state.report(Cause.PROBE, "", reason);
            state.scheduleLook(atNs);
        }
        state.answerProbes();
    }

    private void watched(boolean active, long atNs) {
        if (!state.watchAsked) return;
        state.watchActive = active;
        if (!state.isSteady() || state.running.isPresent()) return;
        // What happened between the last look and the begin of the watch was seen by neither.
        if (active) state.look();
        else state.scheduleLook(atNs);
    }
}
