package dev.vigil.engine.sim;

import dev.vigil.engine.llt.Timing;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What runs on one machine, with a truth of its own: groups go on running whatever becomes of had and hanode; only the machine's end
/// ends them. The table of operations survives hanode, as it is on disk.
final class SimAgents {
    private static final long MS = 1_000_000L;

    private final SimClock clock;
    private final SimMachine machine;
    private final SimTruth truth;
    private final SortedMap<Integer, Running> running = new TreeMap<>();
    private final SortedMap<String, Boolean> outcomes = new TreeMap<>();
    private long generation;

    /// A group that is up, being started or being stopped.
    private static final class Running {
        String operation = "";
        boolean starting;
        boolean stopping;
        boolean cleaning;
    }

    SimAgents(SimClock clock, SimMachine machine, SimTruth truth) {
        this.clock = clock;
        this.machine = machine;
        this.truth = truth;
    }

    boolean leasedMayRun() {
        return !running.isEmpty();
    }

    /// The groups that are up, and those whose start is under way.
    SortedSet<Integer> up() {
        return new TreeSet<>(running.keySet());
    }

    boolean busy() {
        return running.values().stream().anyMatch(r -> r.starting || r.stopping || r.cleaning);
    }

    /// The outcome of an operation: "up", "down", or "" when it is under way or unknown.
    String outcome(String operation) {
        Boolean up = outcomes.get(operation);
        return up == null ? "" : up ? "up" : "down";
    }

    boolean underWay(String operation) {
        return running.values().stream()
                .anyMatch(r -> r.operation.equals(operation) && (r.starting || r.stopping));
    }

    /// An order has reached the agent host.
    void order(SimEffect.Order order, boolean mayStart) {
        String operation = order.operation();
        if (outcomes.containsKey(operation) || underWay(operation)) {
            machine.operationEnded(order.group(), operation);
            return;
        }
        Running now = running.get(order.group());
        if (order.start()) {
            if (!mayStart || (now != null && (now.stopping || now.cleaning))) {
                ended(order.group(), operation, now != null && !now.stopping && !now.cleaning);
            } else if (now != null) {
                ended(order.group(), operation, true);
            } else {
                start(order);
            }
        } else if (now == null) {
            ended(order.group(), operation, false);
        } else {
            now.operation = operation;
            now.stopping = true;
            now.starting = false;
            stopped(order.group(), now, clock.between(10 * MS, 120 * MS), operation);
        }
    }

    private void start(SimEffect.Order order) {
        var run = new Running();
        run.operation = order.operation();
        run.starting = true;
        running.put(order.group(), run);
        truth.started(machine.id(), order.group());
        machine.agentsChanged(0);
        long before = generation;
        later(
                clock.between(10 * MS, 100 * MS),
                before,
                () -> {
                    if (running.get(order.group()) == run && run.starting) {
                        run.starting = false;
                        ended(order.group(), order.operation(), true);
                    }
                });
    }

    private void stopped(int group, Running run, long durationNs, String operation) {
        later(
                durationNs,
                generation,
                () -> {
                    if (running.get(group) == run) {
                        running.remove(group);
                        truth.stopped(machine.id(), group);
                        if (!operation.isEmpty()) {
                            ended(group, operation, false);
                        }
                        machine.agentsChanged(0);
                    }
                });
    }

    /// Runs something later, unless the machine lost power; a suspended machine gets to it when it is resumed.
    private void later(long delayNs, long before, Runnable what) {
        clock.after(
                delayNs,
                () -> {
                    if (generation == before) {
                        machine.whenAwake(
                                () -> {
                                    if (generation == before) {
                                        what.run();
                                    }
                                });
                    }
                });
    }

    private void ended(int group, String operation, boolean up) {
        outcomes.put(operation, up);
        machine.operationEnded(group, operation);
    }

    /// The lease is lost: everything is taken down, within the longest clean that the margin has room for.
    void stopAll(Timing timing, long answer) {
        long before = generation;
        for (int group : List.copyOf(running.keySet())) {
            Running run = running.get(group);
            if (!run.cleaning) {
                if (run.starting) {
                    outcomes.put(run.operation, false);
                }
                run.starting = false;
                run.cleaning = true;
                stopped(
                        group,
                        run,
                        clock.between(timing.cleanNs() / 4, timing.cleanNs()),
                        run.stopping ? run.operation : "");
            }
        }
        answerWhenIdle(answer, before);
    }

    private void answerWhenIdle(long answer, long before) {
        if (running.isEmpty()) {
            machine.agentsChanged(answer);
        } else {
            later(2 * MS, before, () -> answerWhenIdle(answer, before));
        }
    }

    /// The machine lost power.
    void powerOff() {
        generation++;
        new ArrayList<>(running.keySet()).forEach(group -> truth.stopped(machine.id(), group));
        running.clear();
        outcomes.clear();
    }
}
