package dev.vigil.engine.sim;

import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.framework.Event;
import dev.vigil.engine.sim.SimAgents.Trouble;

import java.util.function.LongFunction;
import java.util.function.Predicate;

/// The processes that entry points are, on one machine: what they take, what they change, and what may be wrong with them.
///
/// They go on while the daemon is stopped, stand still with the machine, and end with its power.
final class SimEntryPoints {
    private static final long MS = 1_000_000L;
    private static final long US = 1_000L;

    private final SimClock clock;
    private final SimMachine machine;
    private final SimAgents agents;
    private final long cleanNs;
    private final Predicate<SimRun> permit;

    /// @param cleanNs C: what a clean takes at most, if nothing is wrong with it
    /// @param permit whether a start is allowed at this moment
    SimEntryPoints(
            SimClock clock,
            SimMachine machine,
            SimAgents agents,
            long cleanNs,
            Predicate<SimRun> permit) {
        this.clock = clock;
        this.machine = machine;
        this.agents = agents;
        this.cleanNs = cleanNs;
        this.permit = permit;
    }

    void start(SimRun run) {
        switch (run.order.entryPoint()) {
            case ONLINE -> online(run);
            case OFFLINE -> offline(run);
            case CLEAN -> clean(run);
            case MONITOR -> monitor(run);
            case OPEN, CLOSE, ATTR_CHANGED, ACTION, INFO, SHUTDOWN, MIGRATE ->
                    finish(run, clock.between(100 * US, 2 * MS), () -> {});
        }
    }

    private void online(SimRun run) {
        if (!permit.test(run)) {
            run.end(new Event.Denied(machine.localNs(), run.order.run(), "no lease"));
            return;
        }
        agents.set(run.thing, run.thing.up, true);
        if (run.thing.takes(Trouble.START_HANGS)) {
            hang(run);
            return;
        }
        boolean fails = run.thing.takes(Trouble.START_FAILS);
        finish(run, clock.between(10 * MS, 100 * MS), () -> agents.set(run.thing, !fails, false));
    }

    private void offline(SimRun run) {
        if (run.thing.takes(Trouble.STOP_HANGS)) {
            hang(run);
            return;
        }
        boolean lies = run.thing.takes(Trouble.STOP_LIES);
        finish(run, clock.between(5 * MS, 60 * MS), () -> stopped(run, lies));
    }

    private void clean(SimRun run) {
        if (run.thing.takes(Trouble.CLEAN_HANGS)) {
            agents.cleanIsSlow(run.thing, clock.nowNs());
            hang(run);
            return;
        }
        if (run.thing.takes(Trouble.CLEAN_SLOW)) {
            agents.cleanIsSlow(run.thing, clock.nowNs());
            finish(run, cleanNs + clock.between(0, 1_500 * MS), () -> stopped(run, false));
            return;
        }
        boolean lies = run.thing.takes(Trouble.CLEAN_LIES);
        if (lies) {
            agents.cleanIsSlow(run.thing, clock.nowNs());
        }
        finish(run, clock.between(cleanNs / 8, cleanNs * 3 / 4), () -> stopped(run, lies));
    }

    private void stopped(SimRun run, boolean lies) {
        agents.set(run.thing, lies && run.thing.up, false);
    }

    /// What a look finds is how things are when it begins or when it ends: who believes it must know which.
    private void monitor(SimRun run) {
        if (run.thing.takes(Trouble.MONITOR_HANGS)) {
            hang(run);
            return;
        }
        // That something is gone which runs is only believed of what was seen running: nobody can
        // do anything about a first look that lies.
        boolean lies = run.knownOnline.getAsBoolean() && run.thing.takes(Trouble.MONITOR_LIES);
        boolean early = clock.random().nextBoolean();
        long number = run.order.run();
        run.seen = look(run.thing);
        finish(
                run,
                clock.between(100 * US, 3 * MS),
                () -> {
                    if (!early) {
                        run.seen = look(run.thing);
                    }
                },
                at -> new Event.Monitored(at, number, lies ? MonitorResult.offline() : run.seen));
    }

    private static MonitorResult look(SimAgents.Thing thing) {
        return thing.up ? MonitorResult.online() : MonitorResult.offline();
    }

    private void hang(SimRun run) {
        long number = run.order.run();
        finish(run, run.order.timeoutNs(), () -> broken(run), at -> new Event.TimedOut(at, number));
    }

    void kill(SimRun run) {
        long number = run.order.run();
        clock.after(
                clock.between(100 * US, 2 * MS),
                () ->
                        machine.whenAwake(
                                () -> {
                                    if (!run.over()) {
                                        broken(run);
                                        run.end(new Event.Killed(machine.localNs(), number));
                                    }
                                }));
    }

    /// An entry point was ended before its time; a start may have got there or not.
    private void broken(SimRun run) {
        if (run.starts()) {
            agents.set(run.thing, run.thing.up || clock.random().nextBoolean(), false);
        }
    }

    /// The daemon that had begun it is gone: the next one ends it, wherever it has got to.
    void breakOff(SimRun run) {
        if (!run.over() && run.starts()) {
            agents.set(run.thing, clock.random().nextBoolean(), false);
        }
        run.forget();
    }

    private void finish(SimRun run, long durationNs, Runnable effect) {
        long number = run.order.run();
        finish(run, durationNs, effect, at -> new Event.Returned(at, number, 0));
    }

    /// An entry point has its effect and ends after a while, unless it was ended before or the machine lost power; on a suspended machine
    /// when it is resumed.
    private void finish(SimRun run, long durationNs, Runnable effect, LongFunction<Event> event) {
        long boot = machine.boots();
        clock.after(
                durationNs,
                () -> {
                    if (machine.boots() == boot) {
                        machine.whenAwake(
                                () -> {
                                    if (!run.over() && machine.boots() == boot) {
                                        effect.run();
                                        run.end(event.apply(machine.localNs()));
                                    }
                                });
                    }
                });
    }
}
