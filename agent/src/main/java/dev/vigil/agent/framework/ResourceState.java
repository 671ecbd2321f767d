package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceStatus;
import dev.vigil.agent.framework.Orders.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the machine of a resource knows of it, and the plain things it can ask for; the decisions are made by others.
final class ResourceState {
    /// An entry point that runs.
    record Running(long run, EntryPoint entryPoint, String operationId) {}

    final String name;
    final Orders orders = new Orders(this::say);
    final Looks looks = new Looks();
    final Counters counters = new Counters();
    final Display display = new Display();

    Policy policy;
    Phase phase = Phase.DETACHED;
    Optional<Running> running = Optional.empty();

    /// What the engine was told last.
    ResourceStatus reported = ResourceStatus.NOT_PROBED;

    /// Look once more when the running look is over, and don't believe the running one.
    boolean lookAgain;

    /// Why the last clean was called.
    CleanReason cleaning = CleanReason.OFFLINE_HUNG;

    /// An online that was given up has begun something.
    boolean mustClean;

    /// To be closed as soon as nothing runs.
    boolean closing;

    /// Whether it may be running, and what of that is noted on disk.
    boolean mayRun;

    private boolean noted;

    boolean leaseLost;

    /// What the lost lease left is still being stopped.
    boolean leaseCleaning;

    String leaseReason = "";
    boolean watchAsked;
    boolean watchActive;

    private final List<String> probes = new ArrayList<>();
    private long runs;
    private List<Action> out = new ArrayList<>();

    /// @param mayRun whether it may be running, as noted on disk by an earlier node daemon
    ResourceState(String name, Policy policy, boolean mayRun) {
        this.name = name;
        this.policy = policy;
        this.mayRun = mayRun;
        this.noted = mayRun;
    }

    /// Begins a step.
    void begin() {
        out = new ArrayList<>();
    }

    /// Ends it.
    ///
    /// @return what was asked for in it, in this order
    List<Action> end() {
        note();
        return out;
    }

    /// Somebody wants an answer after the next look.
    void askedForLook(String id) {
        probes.add(id);
    }

    void run(EntryPoint entryPoint, Optional<CleanReason> reason, String attribute) {
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

    void kill(String why) {
        out.add(new Action.Kill(running.orElseThrow().run(), why));
    }

    boolean isRunning(long run) {
        return running.isPresent() && running.get().run() == run;
    }

    boolean isRunning(EntryPoint entryPoint) {
        return running.isPresent() && running.get().entryPoint() == entryPoint;
    }

    boolean isSteady() {
        return phase == Phase.ONLINE || phase == Phase.OFFLINE || phase == Phase.PROBING;
    }

    /// Monitors now, unless something runs; what runs is followed by a look anyway.
    void look() {
        if (running.isEmpty() && phase != Phase.DETACHED) {
            run(EntryPoint.MONITOR, Optional.empty(), "");
        }
    }

    void scheduleLook(long atNs) {
        long intervalNs =
                phase == Phase.OFFLINE
                        ? policy.offlineMonitorIntervalNs()
                        : policy.monitorIntervalNs();
        if (watchActive) intervalNs *= policy.watchedFrequency();
        looks.monitorAfter(atNs, intervalNs);
    }

    /// The note on disk comes before the start that it is about, and after the stop.
    void note() {
        if (mayRun == noted) return;
        noted = mayRun;
        out.add(new Action.Note(mayRun));
    }

    void report(Cause cause, String id, String reason) {
        ResourceStatus status = display.status();
        if (status.equals(reported)) return;
        reported = status;
        out.add(new Action.ReportState(status, cause, id, reason));
    }

    void log(String severity, String umi, String text) {
        out.add(new Action.Log(severity, umi, text));
    }

    void say(Action action) {
        out.add(action);
    }

    void answerProbes() {
        for (String id : probes) {
            out.add(new Action.ReportState(display.status(), Cause.PROBE, id, phase.name()));
            reported = display.status();
        }
        probes.clear();
    }

    void watch() {
        if (watchAsked) return;
        watchAsked = true;
        out.add(new Action.Watch());
    }

    void unwatch() {
        if (!watchAsked) return;
        watchAsked = false;
        watchActive = false;
        out.add(new Action.Unwatch());
    }

    /// Whether an order waits for the end of a look before it begins.
    boolean isPending() {
        if (!orders.isPresent() || !isSteady()) return false;
        return phase != Phase.PROBING || orders.wants(Kind.OFFLINE);
    }

    /// Makes an order the current one; the one before it is over as soon as nothing of it runs.
    void take(Kind kind, String id) {
        orders.take(kind, id);
        if (running.isEmpty() || isRunning(EntryPoint.MONITOR)) orders.sayEndings();
    }

    void giveUpOrder(Outcome outcome, String reason) {
        orders.giveUp(outcome, reason);
        if (running.isEmpty() || isRunning(EntryPoint.MONITOR)) orders.sayEndings();
    }

    void waitThenLook(int seconds, long atNs) {
        looks.waitFromNow(policy);
        if (seconds <= 0) look();
        else looks.monitorAt(atNs + seconds * policy.secondNs());
    }
}
