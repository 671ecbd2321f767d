package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.MonitorResult.Finding;
import dev.vigil.agent.ResourceStatus;
import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.agent.framework.Orders.Kind;
import dev.vigil.agent.framework.Policy.Operations;

import java.util.ArrayDeque;
import java.util.ArrayList;
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

    private static final String UNDETERMINED =
            "it can't be determined whether the resource is online";

    private record Running(long run, EntryPoint entryPoint, String operationId) {}

    private enum End {
        RETURNED,
        TIMED_OUT,
        KILLED
    }

    private final String name;
    private Policy policy;
    private Phase phase = Phase.DETACHED;
    private Optional<Running> running = Optional.empty();
    private final Orders orders = new Orders(this::say);
    private final Looks looks = new Looks();
    private final Counters counters = new Counters();
    private final Display display = new Display();
    private ResourceStatus reported = ResourceStatus.NOT_PROBED;
    private final List<String> probes = new ArrayList<>();
    private final Deque<String> changedAttributes = new ArrayDeque<>();

    private long runs;

    /// Look once more when the running look is over, and don't believe the running one.
    private boolean lookAgain;

    private CleanReason cleaning = CleanReason.OFFLINE_HUNG;
    private boolean mustClean;
    private boolean closing;
    private boolean reopen;
    private boolean watchAsked;
    private boolean watchActive;

    private boolean mayRun;
    private boolean noted;
    private boolean leaseLost;
    private boolean leaseCleaning;
    private String leaseReason = "";

    private List<Action> out = new ArrayList<>();

    /// A resource that is not managed yet.
    ///
    /// @param mayRun whether it may be running, as noted on disk by an earlier node daemon
    public ResourceMachine(String name, Policy policy, boolean mayRun) {
        this.name = name;
        this.policy = policy;
        this.mayRun = mayRun;
        this.noted = mayRun;
    }

    /// Decides what an event means.
    ///
    /// @return what is to be done, in this order
    public List<Action> handle(Event event) {
        out = new ArrayList<>();
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
                if (isRunning(run)) finished(End.RETURNED, code, atNs);
            }
            case Event.TimedOut(_, var run) -> {
                if (isRunning(run)) finished(End.TIMED_OUT, 0, atNs);
            }
            case Event.Killed(_, var run) -> {
                if (isRunning(run)) finished(End.KILLED, 0, atNs);
            }
            case Event.Monitored(_, var run, var result) -> {
                if (isRunning(run)) monitored(result, atNs);
            }
            case Event.Denied(_, var run, var reason) -> {
                if (isRunning(run)) notStarted(Outcome.NEVER_BEGUN, reason, atNs);
            }
            case Event.Refused(_, var run, var reason) -> {
                if (isRunning(run)) notStarted(Outcome.REFUSED, reason, atNs);
            }
            case Event.DeadlinePassed _ -> deadlinePassed(atNs);
            case Event.Noticed _ -> noticed();
            case Event.Watched(_, var active) -> watched(active, atNs);
            case Event.LeaseLost(_, var reason) -> leaseLost(reason, atNs);
            case Event.LeaseRegained _ -> leaseLost = false;
        }
        if (running.isEmpty() && isSteady() && !changedAttributes.isEmpty()) {
            run(EntryPoint.ATTR_CHANGED, Optional.empty(), changedAttributes.removeFirst());
        }
        note();
        return out;
    }

    /// When [Event.DeadlinePassed] is due; [#NEVER] if nothing is waited for but the end of an entry point.
    public long nextDeadlineNs() {
        return running.isPresent() ? NEVER : looks.nextNs();
    }

    /// Where it is in its life.
    public Phase phase() {
        return phase;
    }

    /// What the engine was told last.
    public ResourceStatus status() {
        return reported;
    }

    /// Whether it may be running: a start was allowed or it was found running, and nothing since has found it offline.
    public boolean mayRun() {
        return mayRun;
    }

    /// Whether anything of it is left to be stopped because of a lost lease.
    public boolean stopping() {
        return leaseCleaning;
    }

    // ---- managed or not

    private void enabled(long atNs) {
        if (phase == Phase.CLOSING) {
            reopen = true;
        } else if (phase == Phase.DETACHED) {
            phase = Phase.OPENING;
            counters.orderBegun(atNs);
            run(EntryPoint.OPEN, Optional.empty(), "");
        }
        closing = false;
    }

    private void disabled() {
        reopen = false;
        if (phase == Phase.DETACHED) {
            out.add(new Action.Detached());
            return;
        }
        if (phase == Phase.CLOSING) return;
        closing = true;
        giveUpOrder(Outcome.FAILED, "the resource is disabled or deleted");
        if (running.isEmpty()) {
            if (!leaseCleaning) close();
        } else if (isRunning(EntryPoint.MONITOR)) {
            kill("the resource is disabled or deleted");
        }
    }

    private void close() {
        phase = Phase.CLOSING;
        unwatch();
        run(EntryPoint.CLOSE, Optional.empty(), "");
    }

    private void closed(long atNs) {
        phase = Phase.DETACHED;
        closing = false;
        leaseCleaning = false;
        looks.nothing();
        changedAttributes.clear();
        display.detached();
        report(Cause.ORDERED, "", "the resource is disabled or deleted");
        answerProbes();
        if (reopen) {
            reopen = false;
            enabled(atNs);
        } else {
            out.add(new Action.Detached());
        }
    }

    private void policyChanged(Policy changed, long atNs) {
        policy = changed;
        if (!isSteady() || running.isPresent()) return;
        if (phase == Phase.PROBING || display.stateUnknown()) look();
        else scheduleLook(atNs);
    }

    // ---- orders

    private void onlineOrdered(String id, long atNs) {
        if (orders.isKnown(id)) return;
        if (policy.operations() == Operations.NONE) {
            orders.neverBegun(id, "a resource with Operations = None can't be brought online");
        } else if (leaseLost || leaseCleaning) {
            orders.neverBegun(id, "the system has no lease: " + leaseReason);
        } else if (closing) {
            orders.neverBegun(id, "the resource is disabled or deleted");
        } else {
            switch (phase) {
                case DETACHED, CLOSING ->
                        orders.neverBegun(id, "the resource is not enabled on this system");
                // The first look is on its way, and decides.
                case OPENING -> take(Kind.ONLINE, id);
                case PROBING -> {
                    if (display.undetermined()) orders.neverBegun(id, UNDETERMINED);
                    else take(Kind.ONLINE, id);
                }
                case ONLINE -> {
                    if (display.adminWait().isEmpty()) {
                        orders.end(id, Outcome.DONE, "it was online already");
                    } else {
                        display.administratorCame();
                        phase = Phase.OFFLINE;
                        take(Kind.ONLINE, id);
                        beginSoon(atNs);
                    }
                }
                case OFFLINE -> {
                    take(Kind.ONLINE, id);
                    beginSoon(atNs);
                }
                case GOING_ONLINE,
                        GOING_ONLINE_WAITING,
                        GOING_OFFLINE,
                        GOING_OFFLINE_WAITING,
                        CLEANING,
                        CLEANED,
                        SETTLING ->
                        take(Kind.ONLINE, id);
            }
        }
    }

    private void offlineOrdered(String id, long atNs) {
        if (orders.isKnown(id)) return;
        if (policy.operations() != Operations.ON_OFF) {
            orders.neverBegun(id, "only a resource with Operations = OnOff can be taken offline");
            return;
        }
        if (closing) {
            orders.neverBegun(id, "the resource is disabled or deleted");
            return;
        }
        switch (phase) {
            case DETACHED, CLOSING ->
                    orders.neverBegun(id, "the resource is not enabled on this system");
            case OPENING -> take(Kind.OFFLINE, id);
            case PROBING, OFFLINE, ONLINE -> {
                take(Kind.OFFLINE, id);
                if (!leaseCleaning) beginSoon(atNs);
            }
            case GOING_ONLINE_WAITING -> {
                take(Kind.OFFLINE, id);
                if (isRunning(EntryPoint.MONITOR)) kill("an offline is ordered");
                else startOffline();
            }
            // A look that is on its way may have seen the time before this order.
            case GOING_OFFLINE_WAITING, CLEANED, SETTLING -> {
                take(Kind.OFFLINE, id);
                if (isRunning(EntryPoint.MONITOR)) lookAgain = true;
            }
            case GOING_ONLINE, GOING_OFFLINE, CLEANING -> take(Kind.OFFLINE, id);
        }
    }

    private void probeOrdered(String id) {
        probes.add(id);
        if (phase == Phase.DETACHED) answerProbes();
        else if (isRunning(EntryPoint.MONITOR)) lookAgain = true;
        else {
            looks.countNext();
            look();
        }
    }

    private void cancelOrdered(String id, long atNs) {
        if (orders.isPresent() && orders.id().equals(id)) {
            if (!orders.isCancelling()) cancelCurrent(atNs);
        } else if (!orders.isKnown(id)) {
            orders.neverBegun(id, "given up before it was begun");
        }
    }

    private void cancelCurrent(long atNs) {
        if (isSteady() || phase == Phase.OPENING) {
            orders.endCurrent(Outcome.NEVER_BEGUN, "given up before it was begun");
            if (running.isEmpty()) scheduleLook(atNs);
            return;
        }
        orders.cancel();
        mustClean = orders.wants(Kind.ONLINE);
        if (isRunning(EntryPoint.ONLINE) || isRunning(EntryPoint.OFFLINE)) {
            kill("the order is given up");
        } else if (running.isEmpty()) {
            phase = Phase.SETTLING;
            looks.noClean();
            look();
        } else if (isRunning(EntryPoint.MONITOR)) {
            phase = Phase.SETTLING;
        }
    }

    private void clearOrdered(String id, long atNs) {
        boolean persistent = policy.operations() == Operations.NONE;
        display.administratorCame();
        if (!persistent) display.faultCleared();
        counters.orderBegun(atNs);
        if (phase == Phase.OFFLINE || phase == Phase.ONLINE) {
            report(Cause.ORDERED, id, "cleared");
        }
        look();
    }

    /// Makes an order the current one; the one before it is over as soon as nothing of it runs.
    private void take(Kind kind, String id) {
        orders.take(kind, id);
        if (running.isEmpty() || isRunning(EntryPoint.MONITOR)) orders.sayEndings();
    }

    private void giveUpOrder(Outcome outcome, String reason) {
        orders.giveUp(outcome, reason);
        if (running.isEmpty() || isRunning(EntryPoint.MONITOR)) orders.sayEndings();
    }

    /// Whether an order waits for the end of a look before it begins.
    private boolean isPending() {
        if (!orders.isPresent() || !isSteady()) return false;
        return phase != Phase.PROBING || orders.wants(Kind.OFFLINE);
    }

    private void beginSoon(long atNs) {
        if (running.isEmpty()) begin(atNs);
        else kill("an order came");
    }

    private void begin(long atNs) {
        if (orders.wants(Kind.OFFLINE)) {
            if (phase == Phase.OFFLINE) verifyOffline();
            else startOffline();
        } else if (phase == Phase.ONLINE) {
            orders.endCurrent(Outcome.DONE, "it is online");
            scheduleLook(atNs);
        } else {
            counters.orderBegun(atNs);
            display.faultCleared();
            display.administratorCame();
            report(Cause.ORDERED, orders.id(), "");
            startOnline();
        }
    }

    /// Believed to be offline; but only a look after the order may say so.
    private void verifyOffline() {
        unwatch();
        phase = Phase.GOING_OFFLINE_WAITING;
        looks.waitFromNow(policy);
        looks.nothingTried();
        look();
    }

    private void startOnline() {
        unwatch();
        phase = Phase.GOING_ONLINE;
        mayRun = true;
        run(EntryPoint.ONLINE, Optional.empty(), "");
    }

    private void startOffline() {
        unwatch();
        display.administratorCame();
        phase = Phase.GOING_OFFLINE;
        orders.begin();
        run(EntryPoint.OFFLINE, Optional.empty(), "");
    }

    // ---- entry points

    private void run(EntryPoint entryPoint, Optional<CleanReason> reason, String attribute) {
        if (running.isPresent()) {
            throw new IllegalStateException(
                    name
                            + ": "
                            + running.get()
                            + " still runs, "
                            + entryPoint
                            + " can't, "
                            + phase);
        }
        note();
        if (entryPoint == EntryPoint.MONITOR) looks.monitorBegun();
        long run = ++runs;
        running = Optional.of(new Running(run, entryPoint, orders.id()));
        long timeoutNs = policy.timeoutNs(entryPoint);
        // Without a lease every second counts: a look that hangs must not hide what is left to be
        // stopped.
        if (leaseCleaning && entryPoint == EntryPoint.MONITOR) {
            timeoutNs = Math.min(timeoutNs, 5 * policy.secondNs());
        }
        out.add(
                new Action.Run(
                        run, entryPoint, reason, attribute, timeoutNs, orders.id(), leaseCleaning));
    }

    private void kill(String why) {
        out.add(new Action.Kill(running.orElseThrow().run(), why));
    }

    private boolean isRunning(long run) {
        return running.isPresent() && running.get().run() == run;
    }

    private boolean isRunning(EntryPoint entryPoint) {
        return running.isPresent() && running.get().entryPoint() == entryPoint;
    }

    private boolean isSteady() {
        return phase == Phase.ONLINE || phase == Phase.OFFLINE || phase == Phase.PROBING;
    }

    /// Monitors now, unless something runs; what runs is followed by a look anyway.
    private void look() {
        if (running.isEmpty() && phase != Phase.DETACHED) {
            run(EntryPoint.MONITOR, Optional.empty(), "");
        }
    }

    private void noticed() {
        if (isRunning(EntryPoint.MONITOR)) lookAgain = true;
        else if (leaseLost && isSteady() && running.isEmpty()) leaseAct();
        else if (isSteady() || phase == Phase.GOING_ONLINE_WAITING) look();
    }

    private void scheduleLook(long atNs) {
        long intervalNs =
                phase == Phase.OFFLINE
                        ? policy.offlineMonitorIntervalNs()
                        : policy.monitorIntervalNs();
        if (watchActive) intervalNs *= policy.watchedFrequency();
        looks.monitorAfter(atNs, intervalNs);
    }

    private void deadlinePassed(long atNs) {
        if (running.isPresent()) return;
        if (looks.isCleanDue(atNs)) startClean(cleaning);
        else if (looks.isMonitorDue(atNs)) look();
    }

    /// An entry point other than a successful monitor is over.
    private void finished(End end, int code, long atNs) {
        Running over = running.orElseThrow();
        EntryPoint was = over.entryPoint();
        if (was == EntryPoint.MONITOR && end == End.RETURNED) {
            throw new IllegalStateException(name + ": a look ended without a result");
        }
        running = Optional.empty();
        orders.sayEndings();
        if (was == EntryPoint.CLOSE) {
            closed(atNs);
        } else if (leaseCleaning) {
            leaseFinished(was);
        } else if (closing) {
            close();
        } else if (was == EntryPoint.OPEN) {
            phase = Phase.PROBING;
            if (leaseLost) leaseAct();
            else if (isPending()) begin(atNs);
            else look();
        } else if (was == EntryPoint.MONITOR) {
            lookMissed(end, atNs);
        } else if (was == EntryPoint.ATTR_CHANGED) {
            if (isPending()) begin(atNs);
            else look();
        } else if (orders.isCancelling()) {
            // One clean is enough, whatever came of it: an order that is given up must come to an
            // end.
            if (was == EntryPoint.CLEAN) mustClean = false;
            phase = Phase.SETTLING;
            look();
        } else if (was == EntryPoint.ONLINE) {
            if (over.operationId().equals(orders.id())) orders.begin();
            onlineFinished(end, code, atNs);
        } else if (was == EntryPoint.OFFLINE) {
            offlineFinished(end, code, atNs);
        } else {
            cleanFinished(end, code, atNs);
        }
    }

    private void onlineFinished(End end, int code, long atNs) {
        if (orders.wants(Kind.OFFLINE)) {
            startOffline();
            return;
        }
        if (end != End.RETURNED) {
            clean(CleanReason.ONLINE_HUNG, atNs);
            return;
        }
        phase = Phase.GOING_ONLINE_WAITING;
        waitThenLook(code, atNs);
    }

    private void offlineFinished(End end, int code, long atNs) {
        if (end != End.RETURNED) {
            clean(CleanReason.OFFLINE_HUNG, atNs);
            return;
        }
        phase = Phase.GOING_OFFLINE_WAITING;
        waitThenLook(code, atNs);
    }

    private void waitThenLook(int seconds, long atNs) {
        looks.waitFromNow(policy);
        if (seconds <= 0) look();
        else looks.monitorAt(atNs + seconds * policy.secondNs());
    }

    /// Denied or refused: nothing ran.
    private void notStarted(Outcome outcome, String reason, long atNs) {
        running = Optional.empty();
        orders.sayEndings();
        mayRun = false;
        if (leaseCleaning) {
            leaseStep();
            return;
        }
        log("WARNING", Messages.NOT_STARTED, Messages.notStarted(name, reason));
        boolean first = orders.isPresent() && !orders.isBegun();
        if (closing) {
            close();
        } else if (orders.wants(Kind.OFFLINE)) {
            verifyOffline();
        } else if (first) {
            phase = Phase.OFFLINE;
            orders.endCurrent(orders.isCancelling() ? Outcome.NEVER_BEGUN : outcome, reason);
            steady(atNs);
        } else if (orders.isCancelling()) {
            becomeOffline(Cause.ORDERED, Outcome.CANCELLED, "given up", atNs);
        } else {
            becomeFaulted("it can't be started again: " + reason, atNs);
        }
        answerProbes();
    }

    // ---- looks

    private void monitored(MonitorResult result, long atNs) {
        if (!isRunning(EntryPoint.MONITOR)) {
            throw new IllegalStateException(name + ": a look ended, but what ran is " + running);
        }
        running = Optional.empty();
        orders.sayEndings();
        counters.looked();
        display.looked(result);
        if (closing && !leaseCleaning) {
            close();
            return;
        }
        if (lookAgain) {
            lookAgain = false;
            look();
            return;
        }
        if (leaseCleaning) leaseMonitored(result, atNs);
        else if (isPending()) begin(atNs);
        else decide(result, atNs);
        answerProbes();
    }

    private void decide(MonitorResult result, long atNs) {
        Finding finding =
                result.finding() == Finding.INTENTIONAL_OFFLINE && !policy.intentionalOffline()
                        ? Finding.OFFLINE
                        : result.finding();
        switch (phase) {
            case PROBING -> probed(finding, result.reason(), atNs);
            case OFFLINE -> foundWhileOffline(finding, result.reason(), atNs);
            case ONLINE -> foundWhileOnline(finding, result.reason(), atNs);
            case GOING_ONLINE_WAITING -> foundAfterOnline(finding, result.reason(), atNs);
            case GOING_OFFLINE_WAITING -> foundAfterOffline(finding, result.reason(), atNs);
            case CLEANING -> foundBetweenCleans(finding, result.reason(), atNs);
            case CLEANED -> foundAfterClean(finding, result.reason(), atNs);
            case SETTLING -> settled(finding, result.reason(), atNs);
            case DETACHED, OPENING, GOING_ONLINE, GOING_OFFLINE, CLOSING ->
                    throw new IllegalStateException(name + ": a look ended while " + phase);
        }
    }

    /// A look took too long, or was ended to make way.
    private void lookMissed(End end, long atNs) {
        lookAgain = false;
        if (end == End.KILLED) {
            if (isPending()) begin(atNs);
            else if (phase == Phase.GOING_ONLINE_WAITING && orders.wants(Kind.OFFLINE))
                startOffline();
            else look();
            return;
        }
        log("ERROR", Messages.MONITOR_TIMED_OUT, Messages.monitorTimedOut(name));
        display.lookTimedOut();
        int inARow = counters.monitorTimedOut(atNs, policy.timeoutMemoryNs());
        String reason = "monitor did not complete in time";
        if (isPending()) {
            begin(atNs);
        } else if (phase != Phase.ONLINE) {
            decide(MonitorResult.unknown(reason), atNs);
        } else if (policy.faultOnMonitorTimeouts() > 0
                && inARow >= policy.faultOnMonitorTimeouts()
                && display.adminWait().isEmpty()) {
            clean(CleanReason.MONITOR_HUNG, atNs);
        } else {
            report(Cause.PROBE, "", reason);
            scheduleLook(atNs);
        }
        answerProbes();
    }

    private void answerProbes() {
        for (String id : probes) {
            out.add(new Action.ReportState(display.status(), Cause.PROBE, id, phase.name()));
            reported = display.status();
        }
        probes.clear();
    }

    private void probed(Finding finding, String reason, long atNs) {
        switch (finding) {
            case ONLINE -> becomeOnline(Cause.FIRST_PROBE, reason, atNs);
            case OFFLINE, INTENTIONAL_OFFLINE -> {
                if (policy.operations() == Operations.NONE) becomeFaulted(reason, atNs);
                else becomeOffline(Cause.FIRST_PROBE, Outcome.DONE, reason, atNs);
            }
            case UNKNOWN -> {
                stay(reason, atNs);
                if (orders.wants(Kind.ONLINE)) {
                    orders.endCurrent(Outcome.NEVER_BEGUN, UNDETERMINED + ": " + reason);
                }
            }
        }
    }

    private void foundWhileOffline(Finding finding, String reason, long atNs) {
        switch (finding) {
            case ONLINE -> {
                becomeOnline(Cause.UNEXPECTED, reason, atNs);
                if (leaseLost) leaseAct();
            }
            case OFFLINE, INTENTIONAL_OFFLINE -> {
                if (display.adminWait().isEmpty()) mayRun = false;
                stay(reason, atNs);
            }
            case UNKNOWN -> stay(reason, atNs);
        }
    }

    private void foundWhileOnline(Finding finding, String reason, long atNs) {
        switch (finding) {
            case ONLINE -> {
                counters.foundOnline(atNs, policy.confIntervalNs());
                display.adminWait()
                        .filter(waits -> !isStopReason(waits))
                        .ifPresent(_ -> display.administratorCame());
                stay(reason, atNs);
            }
            case OFFLINE, INTENTIONAL_OFFLINE -> {
                boolean stopWanted =
                        display.unableToOffline()
                                || display.adminWait().filter(this::isStopReason).isPresent();
                if (stopWanted || finding == Finding.INTENTIONAL_OFFLINE) {
                    becomeOffline(Cause.UNEXPECTED, Outcome.DONE, reason, atNs);
                } else if (display.adminWait().isPresent()
                        || counters.tolerates(atNs, policy.toleranceLimit())) {
                    stay(reason, atNs);
                } else {
                    clean(CleanReason.UNEXPECTED_OFFLINE, atNs);
                }
            }
            case UNKNOWN -> stay(reason, atNs);
        }
    }

    private boolean isStopReason(CleanReason reason) {
        return reason == CleanReason.OFFLINE_HUNG || reason == CleanReason.OFFLINE_INEFFECTIVE;
    }

    private void stay(String reason, long atNs) {
        report(Cause.PROBE, "", reason);
        scheduleLook(atNs);
    }

    private void foundAfterOnline(Finding finding, String reason, long atNs) {
        if (orders.wants(Kind.OFFLINE)) {
            startOffline();
            return;
        }
        if (finding == Finding.ONLINE) {
            Cause cause = orders.wants(Kind.ONLINE) ? Cause.ORDERED : Cause.UNEXPECTED;
            becomeOnline(cause, reason, atNs);
            return;
        }
        boolean counted = looks.countMiss(atNs, policy);
        if (looks.misses() > policy.onlineWaitLimit()
                && (policy.hasClean() || !policy.manageFaults())) {
            clean(CleanReason.ONLINE_INEFFECTIVE, atNs);
        } else {
            if (counted && looks.misses() == policy.onlineWaitLimit() + 1) {
                log("ERROR", Messages.NO_CLEAN, Messages.noClean(name));
            }
            report(Cause.PROBE, "", reason);
            looks.monitorSoon(atNs, policy);
        }
    }

    private void foundAfterOffline(Finding finding, String reason, long atNs) {
        switch (finding) {
            case OFFLINE, INTENTIONAL_OFFLINE ->
                    becomeOffline(Cause.ORDERED, Outcome.DONE, reason, atNs);
            case ONLINE -> {
                if (looks.isNothingTried()) {
                    startOffline();
                    return;
                }
                looks.countMiss(atNs, policy);
                if (looks.misses() > policy.offlineWaitLimit()) {
                    clean(CleanReason.OFFLINE_INEFFECTIVE, atNs);
                } else {
                    report(Cause.PROBE, "", reason);
                    looks.monitorSoon(atNs, policy);
                }
            }
            case UNKNOWN -> {
                if (looks.isNothingTried()) {
                    startOffline();
                    return;
                }
                report(Cause.PROBE, "", reason);
                looks.monitorSoon(atNs, policy);
            }
        }
    }

    /// A look after an order was given up.
    private void settled(Finding finding, String reason, long atNs) {
        boolean online = finding == Finding.ONLINE;
        if (!online && mustClean && policy.hasClean() && policy.manageFaults()) {
            startClean(CleanReason.ONLINE_INEFFECTIVE);
            return;
        }
        mustClean = false;
        Optional<String> givenUp = orders.isCancelling() ? orders.withdraw() : Optional.empty();
        if (finding == Finding.UNKNOWN) {
            report(Cause.PROBE, "", reason);
            looks.monitorSoon(atNs, policy);
        } else if (online) {
            becomeOnline(Cause.ORDERED, reason, atNs);
        } else {
            becomeOffline(Cause.ORDERED, Outcome.DONE, reason, atNs);
        }
        givenUp.ifPresent(id -> orders.end(id, Outcome.CANCELLED, "given up"));
    }

    // ---- clean

    private void clean(CleanReason reason, long atNs) {
        if (policy.operations() == Operations.NONE) {
            becomeFaulted(reason.words(), atNs);
            return;
        }
        log("ERROR", Messages.callingClean(reason), Messages.callingClean(name, reason));
        if (!policy.manageFaults()) {
            waitForAdministrator(reason, Messages.manageFaultsNone(reason), atNs);
        } else if (!policy.hasClean()) {
            log("ERROR", Messages.NO_CLEAN, Messages.noClean(name));
            withoutClean(reason, atNs);
        } else {
            counters.cleanBegun();
            startClean(reason);
        }
    }

    private void startClean(CleanReason reason) {
        unwatch();
        phase = Phase.CLEANING;
        cleaning = reason;
        looks.nothing();
        if (policy.hasClean()) run(EntryPoint.CLEAN, Optional.of(reason), "");
        else run(EntryPoint.OFFLINE, Optional.empty(), "");
    }

    private void withoutClean(CleanReason reason, long atNs) {
        switch (reason) {
            case OFFLINE_HUNG, OFFLINE_INEFFECTIVE -> unableToOffline(reason.words(), atNs);
            case ONLINE_HUNG, ONLINE_INEFFECTIVE -> {
                phase = Phase.GOING_ONLINE_WAITING;
                waitThenLook(0, atNs);
            }
            case UNEXPECTED_OFFLINE -> becomeFaulted(reason.words(), atNs);
            case MONITOR_HUNG -> waitForAdministrator(reason, reason.words(), atNs);
        }
    }

    private void unableToOffline(String why, long atNs) {
        log("ERROR", Messages.UNABLE_TO_OFFLINE, Messages.unableToOffline(name));
        phase = Phase.ONLINE;
        display.offlineFailed();
        display.online();
        report(Cause.ORDERED, orders.id(), why);
        orders.endCurrent(Outcome.FAILED, why);
        steady(atNs);
    }

    private void waitForAdministrator(CleanReason reason, String why, long atNs) {
        if (isStopReason(reason)) {
            log("ERROR", Messages.UNABLE_TO_OFFLINE, Messages.unableToOffline(name));
        }
        display.waitsForAdministrator(reason);
        phase = display.shown() == Probe.ONLINE ? Phase.ONLINE : Phase.OFFLINE;
        Cause cause = orders.isPresent() ? Cause.ORDERED : Cause.UNEXPECTED;
        report(cause, orders.id(), why);
        orders.endCurrent(Outcome.FAILED, why);
        steady(atNs);
    }

    private void cleanFinished(End end, int code, long atNs) {
        if (end != End.RETURNED || code != 0) {
            log("ERROR", Messages.CLEAN_FAILED, Messages.cleanFailed(name));
            cleanFailed(end == End.RETURNED ? "clean failed" : "clean did not complete", atNs);
            return;
        }
        if (counters.cleanFailures() == 0) {
            log("INFO", Messages.CLEAN_DONE, Messages.cleanDone(name));
        } else {
            log(
                    "NOTICE",
                    Messages.CLEAN_DONE_AT_LAST,
                    Messages.cleanDoneAtLast(name, counters.cleanFailures()));
        }
        phase = Phase.CLEANED;
        looks.waitFromNow(policy);
        look();
    }

    /// After a failed clean comes a look, one interval later, and then the next clean.
    private void cleanFailed(String why, long atNs) {
        int failures = counters.cleanFailed();
        if (isStopReason(cleaning)) display.offlineFailed();
        if (policy.cleanRetryLimit() > 0 && failures >= policy.cleanRetryLimit()) {
            waitForAdministrator(cleaning, why + ", " + failures + " times in all", atNs);
            return;
        }
        phase = Phase.CLEANING;
        report(
                isStopReason(cleaning) ? Cause.ORDERED : Cause.UNEXPECTED,
                orders.id(),
                why + "; it is tried again");
        looks.monitorAt(atNs + Math.max(policy.monitorIntervalNs(), policy.secondNs()));
    }

    private void foundBetweenCleans(Finding finding, String reason, long atNs) {
        if (orders.wants(Kind.OFFLINE)
                && (finding == Finding.OFFLINE || finding == Finding.INTENTIONAL_OFFLINE)) {
            becomeOffline(Cause.ORDERED, Outcome.DONE, reason, atNs);
        } else {
            startClean(cleaning);
        }
    }

    private void foundAfterClean(Finding finding, String reason, long atNs) {
        boolean mustBeOffline = orders.wants(Kind.OFFLINE) || isStopReason(cleaning);
        switch (finding) {
            case OFFLINE, INTENTIONAL_OFFLINE -> cleaned(reason, atNs);
            case ONLINE -> {
                if (mustBeOffline) {
                    cleaning = CleanReason.OFFLINE_INEFFECTIVE;
                    log("ERROR", Messages.CLEAN_FAILED, Messages.stillThere(name));
                    cleanFailed("it is online even after clean", atNs);
                } else {
                    Cause cause = orders.wants(Kind.ONLINE) ? Cause.ORDERED : Cause.UNEXPECTED;
                    becomeOnline(cause, reason, atNs);
                }
            }
            case UNKNOWN -> {
                if (mustBeOffline) {
                    report(Cause.PROBE, "", reason);
                    looks.monitorSoon(atNs, policy);
                } else {
                    cleaned(reason, atNs);
                }
            }
        }
    }

    /// It is off and tidy: what next?
    private void cleaned(String reason, long atNs) {
        if (orders.wants(Kind.OFFLINE) || isStopReason(cleaning)) {
            becomeOffline(Cause.ORDERED, Outcome.DONE, reason, atNs);
        } else if (orders.wants(Kind.ONLINE)
                && (!orders.isBegun() || counters.onlineRetries() < policy.onlineRetryLimit())) {
            if (orders.isBegun()) retryOnline();
            startOnline();
        } else if (!orders.isPresent()
                && display.restarting()
                && counters.onlineRetries() < policy.onlineRetryLimit()) {
            retryOnline();
            startOnline();
        } else if (!orders.isPresent() && counters.restarts() < policy.restartLimit()) {
            restart(atNs);
        } else {
            if (orders.wants(Kind.ONLINE) && policy.onlineRetryLimit() > 0) {
                log(
                        "ERROR",
                        Messages.RETRIES_USED,
                        Messages.retriesUsed(name, policy.onlineRetryLimit()));
            }
            becomeFaulted(cleaning.words(), atNs);
        }
    }

    private void retryOnline() {
        counters.retriedOnline();
        log(
                "ERROR",
                Messages.RETRYING,
                Messages.retrying(name, counters.onlineRetries(), policy.onlineRetryLimit()));
    }

    private void restart(long atNs) {
        counters.restarted(atNs);
        boolean hung = cleaning == CleanReason.MONITOR_HUNG;
        String attempt = "attempt number " + counters.restarts() + " of " + policy.restartLimit();
        log(
                "ERROR",
                hung ? Messages.RESTARTING_HUNG : Messages.RESTARTING,
                Messages.restarting(name, hung, attempt));
        display.restartBegun();
        report(Cause.UNEXPECTED, "", cleaning.words() + "; restart, " + attempt);
        startOnline();
    }

    // ---- steady states

    private void becomeOnline(Cause cause, String reason, long atNs) {
        unwatch();
        Cause said = display.probed() ? cause : Cause.FIRST_PROBE;
        phase = Phase.ONLINE;
        mayRun = policy.operations() != Operations.NONE;
        counters.cameOnline(atNs);
        display.online();
        String id = orders.id(Kind.ONLINE);
        report(said, id, reason);
        if (orders.wants(Kind.ONLINE)) orders.endCurrent(Outcome.DONE, reason);
        steady(atNs);
    }

    private void becomeOffline(Cause cause, Outcome outcome, String reason, long atNs) {
        unwatch();
        boolean persistsFaulted = display.shown() == Probe.FAULTED;
        phase = Phase.OFFLINE;
        mayRun = false;
        if (persistsFaulted) display.faulted();
        else display.offline();
        String id = orders.id(Kind.OFFLINE);
        report(cause, id, reason);
        if (orders.wants(Kind.OFFLINE) || outcome != Outcome.DONE)
            orders.endCurrent(outcome, reason);
        steady(atNs);
    }

    private void becomeFaulted(String reason, long atNs) {
        unwatch();
        Cause cause =
                !display.probed()
                        ? Cause.FIRST_PROBE
                        : orders.isPresent() ? Cause.ORDERED : Cause.UNEXPECTED;
        phase = Phase.OFFLINE;
        mayRun = false;
        display.faulted();
        report(cause, orders.id(), reason);
        orders.endCurrent(Outcome.FAILED, reason);
        steady(atNs);
    }

    /// Nothing is under way any more: the next order, or the next look.
    private void steady(long atNs) {
        scheduleLook(atNs);
        if (closing) {
            close();
        } else if (orders.isPresent()) {
            begin(atNs);
        } else if (phase == Phase.ONLINE ? policy.watchOnline() : policy.watchOffline()) {
            watch();
        }
    }

    private void watch() {
        if (watchAsked) return;
        watchAsked = true;
        out.add(new Action.Watch());
    }

    private void watched(boolean active, long atNs) {
        if (!watchAsked) return;
        watchActive = active;
        if (!isSteady() || running.isPresent()) return;
        // What happened between the last look and the begin of the watch was seen by neither.
        if (active) look();
        else scheduleLook(atNs);
    }

    private void unwatch() {
        if (!watchAsked) return;
        watchAsked = false;
        watchActive = false;
        out.add(new Action.Unwatch());
    }

    // ---- the lease

    private void leaseLost(String reason, long atNs) {
        if (!policy.leased() || leaseLost) return;
        leaseLost = true;
        leaseReason = reason;
        if (orders.wants(Kind.ONLINE)) {
            boolean begun = orders.isBegun() || isRunning(EntryPoint.ONLINE);
            giveUpOrder(
                    begun ? Outcome.FAILED : Outcome.NEVER_BEGUN,
                    "the system has no lease: " + reason);
        }
        if (phase != Phase.DETACHED && phase != Phase.CLOSING) leaseAct();
    }

    private void leaseAct() {
        leaseCleaning = true;
        mustClean = false;
        looks.cleanPausesFromNow(policy);
        if (running.isEmpty()) leaseStep();
        else if (!isRunning(EntryPoint.CLEAN)) kill("the lease is lost");
    }

    /// Stops what may run, looks at what should not.
    private void leaseStep() {
        if (mayRun) startClean(CleanReason.OFFLINE_HUNG);
        else look();
    }

    private void leaseFinished(EntryPoint was) {
        if (phase == Phase.OPENING) phase = Phase.PROBING;
        boolean stopRan =
                phase == Phase.CLEANING && (was == EntryPoint.CLEAN || was == EntryPoint.OFFLINE);
        if (stopRan) {
            phase = Phase.CLEANED;
            look();
        } else {
            leaseStep();
        }
    }

    private void leaseMonitored(MonitorResult result, long atNs) {
        switch (result.finding()) {
            case OFFLINE, INTENTIONAL_OFFLINE -> {
                leaseCleaning = false;
                boolean wasOnline = display.shown() == Probe.ONLINE;
                String why =
                        wasOnline ? "stopped, the lease is lost: " + leaseReason : result.reason();
                Cause cause =
                        !display.probed()
                                ? Cause.FIRST_PROBE
                                : orders.wants(Kind.OFFLINE) ? Cause.ORDERED : Cause.UNEXPECTED;
                becomeOffline(cause, Outcome.DONE, why, atNs);
            }
            case ONLINE -> {
                if (display.shown() != Probe.ONLINE) {
                    Cause cause = display.probed() ? Cause.UNEXPECTED : Cause.FIRST_PROBE;
                    display.online();
                    report(cause, "", result.reason());
                }
                boolean first = !mayRun;
                mayRun = true;
                if (first) startClean(CleanReason.OFFLINE_HUNG);
                else cleanAgain(atNs);
            }
            case UNKNOWN -> {
                if (mayRun) {
                    cleanAgain(atNs);
                } else {
                    leaseCleaning = false;
                    if (!isSteady()) phase = display.probed() ? Phase.OFFLINE : Phase.PROBING;
                    if (closing) close();
                    else if (isPending()) begin(atNs);
                    else decide(result, atNs);
                }
            }
        }
    }

    private void cleanAgain(long atNs) {
        log("ERROR", Messages.CLEAN_FAILED, Messages.stillThere(name));
        phase = Phase.CLEANING;
        cleaning = CleanReason.OFFLINE_HUNG;
        looks.cleanSoon(atNs, policy);
    }

    // ---- what is said

    private void say(Action action) {
        out.add(action);
    }

    private void report(Cause cause, String id, String reason) {
        ResourceStatus status = display.status();
        if (status.equals(reported)) return;
        reported = status;
        out.add(new Action.ReportState(status, cause, id, reason));
    }

    private void log(String severity, String umi, String text) {
        out.add(new Action.Log(severity, umi, text));
    }

    /// The note on disk comes before the start that it is about, and after the stop.
    private void note() {
        if (mayRun == noted) return;
        noted = mayRun;
        out.add(new Action.Note(mayRun));
    }
}
