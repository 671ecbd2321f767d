package dev.vigil.engine.sim;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus;
import dev.vigil.agent.framework.Action;
import dev.vigil.agent.framework.Event;
import dev.vigil.agent.framework.Policy;
import dev.vigil.agent.framework.ResourceMachine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// The agent host of one node daemon: the real [ResourceMachine]s around simulated entry points, as `AgentHost` runs them.
///
/// Entry points are processes of their own: they go on while the daemon is stopped, and end with the next daemon when this one dies.
final class SimAgentHost {
    private static final long MS = 1_000_000L;
    private static final long US = 1_000L;
    private static final long SECOND = 1_000 * MS;

    private final SimClock clock;
    private final SimMachine machine;
    private final SimAgents agents;
    private final long cleanNs;
    private final Ports ports;
    private final SimProcess process;
    private final SortedMap<String, Managed> resources = new TreeMap<>();
    private final SortedMap<String, AgentReport.StateChanged> states = new TreeMap<>();
    private final Map<String, OrderStamp> stamps = new HashMap<>();
    private final Set<String> startedOperations = new HashSet<>();
    private final Deque<Todo> todo = new ArrayDeque<>();
    private final Set<String> owed = new TreeSet<>();
    private final List<Runnable> whenIdle = new ArrayList<>();
    private boolean carrying;
    private boolean stopped;
    private boolean leasedMayRun;
    private String stopReason = "";

    /// What the host is given by its daemon.
    ///
    /// @param permit whether a start is allowed at this moment, by stamp and definition
    /// @param reports takes what agents say
    /// @param looked is told after every step, as what may run may have changed
    record Ports(
            BiPredicate<OrderStamp, ResourceDefinition> permit,
            Consumer<AgentReport> reports,
            Runnable looked) {}

    private record Todo(Managed resource, Action action) {}

    /// A resource under management, and the entry point that runs for it.
    private static final class Managed {
        final ResourceMachine machine;
        ResourceDefinition definition;
        Optional<Run> run = Optional.empty();
        boolean removed;

        Managed(ResourceDefinition definition, ResourceMachine machine) {
            this.definition = definition;
            this.machine = machine;
        }
    }

    /// An entry point under way.
    private final class Run {
        final Managed resource;
        final Action.Run order;
        final SimAgents.Thing thing;
        boolean over;
        MonitorResult seen = MonitorResult.offline();

        Run(Managed resource, Action.Run order) {
            this.resource = resource;
            this.order = order;
            this.thing = agents.thing(resource.definition);
        }

        /// It ends for good; what comes of it is told once the daemon gets to it.
        void end(Event event) {
            if (over) {
                return;
            }
            over = true;
            process.post(
                    _ -> {
                        if (resource.run.filter(r -> r == this).isPresent()) {
                            resource.run = Optional.empty();
                            tell(resource, event);
                            carryOut();
                        }
                    });
        }
    }

    SimAgentHost(SimClock clock, SimMachine machine, SimAgents agents, long cleanNs, Ports ports) {
        this.clock = clock;
        this.machine = machine;
        this.agents = agents;
        this.cleanNs = cleanNs;
        this.ports = ports;
        this.leasedMayRun = agents.leasedMayRun();
        this.process = new SimProcess(clock, machine, this::nextDeadlineNs, this::deadlines);
    }

    /// Goes on with what the table says.
    void begin() {
        List<ResourceDefinition> known = agents.definitions();
        process.post(_ -> configured(known));
    }

    SimProcess process() {
        return process;
    }

    // What the daemon's own loop hands in; the agents' loop gets to it when it can.

    void configure(List<ResourceDefinition> all) {
        process.post(_ -> configured(all));
    }

    void order(AgentOrder order) {
        process.post(_ -> ordered(order));
    }

    /// The states of all resources, as they are known now.
    List<AgentReport.StateChanged> snapshot() {
        var settled = new ArrayList<AgentReport.StateChanged>();
        states.forEach(
                (name, state) -> {
                    if (resources.get(name).machine.unsettled()) {
                        owed.add(name);
                    } else {
                        settled.add(state);
                    }
                });
        return settled;
    }

    boolean anythingLeasedMayRun() {
        return leasedMayRun;
    }

    /// From this moment on nothing leased is started.
    ///
    /// @param idle runs once nothing leased may be running any more
    void stopLeased(String reason, Runnable idle) {
        stopped = true;
        process.post(
                at -> {
                    stopped = true;
                    stopReason = reason;
                    whenIdle.add(idle);
                    all().forEach(r -> tellLeaseLost(r, at));
                    carryOut();
                });
    }

    void resume() {
        process.post(
                at -> {
                    stopped = false;
                    all().forEach(r -> tell(r, new Event.LeaseRegained(at)));
                    carryOut();
                });
    }

    /// A resource has changed by itself; its agent watches it.
    void noticed(String resource) {
        process.post(
                at -> {
                    Managed known = resources.get(resource);
                    if (known != null) {
                        tell(known, new Event.Noticed(at));
                        carryOut();
                    }
                });
    }

    /// The daemon died: what it had begun is ended by the next one, wherever it has got to.
    void orphaned() {
        process.kill();
        for (Managed resource : all()) {
            resource.run.ifPresent(this::breakOff);
        }
    }

    private void breakOff(Run run) {
        if (!run.over && run.order.entryPoint() == EntryPoint.ONLINE) {
            agents.set(run.thing, clock.random().nextBoolean(), false);
        }
        run.over = true;
    }

    private List<Managed> all() {
        return List.copyOf(resources.values());
    }

    private void tellLeaseLost(Managed resource, long atNs) {
        if (resource.definition.leased()) {
            tell(resource, new Event.LeaseLost(atNs, stopReason));
        }
    }

    private long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (Managed resource : resources.values()) {
            next = Math.min(next, resource.machine.nextDeadlineNs());
        }
        return next;
    }

    private void deadlines(long atNs) {
        for (Managed resource : all()) {
            if (resource.machine.nextDeadlineNs() <= atNs) {
                tell(resource, new Event.DeadlinePassed(atNs));
            }
        }
        carryOut();
    }

    private void configured(List<ResourceDefinition> all) {
        var wanted = new TreeMap<String, ResourceDefinition>();
        all.forEach(d -> wanted.put(d.name(), d));
        agents.definitions(wanted);
        for (ResourceDefinition definition : wanted.values()) {
            Managed known = resources.get(definition.name());
            if (known == null) {
                manage(definition);
            } else if (!known.definition.equals(definition)) {
                known.definition = definition;
                tell(
                        known,
                        new Event.PolicyChanged(
                                machine.localNs(), Policy.of(definition, true, SECOND)));
            }
        }
        carryOut();
    }

    private void manage(ResourceDefinition definition) {
        var managed =
                new Managed(
                        definition,
                        new ResourceMachine(
                                definition.name(),
                                Policy.of(definition, true, SECOND),
                                agents.mayRun(definition.name())));
        resources.put(definition.name(), managed);
        show(managed, managed.machine.status(), Cause.PROBE, "", "not probed yet");
        long atNs = machine.localNs();
        if (stopped) {
            tellLeaseLost(managed, atNs);
        }
        tell(managed, new Event.Enabled(atNs));
    }

    private void ordered(AgentOrder order) {
        OrderStamp stamp = order.stamp();
        if (stamp.olderThan(agents.newest())) {
            dropped(order, "the order is out of date");
            return;
        }
        agents.newest(stamp);
        Managed resource = resources.get(order.resource());
        if (resource == null) {
            dropped(order, "it is not configured on this system");
            return;
        }
        String id = order.operationId();
        long atNs = machine.localNs();
        switch (order) {
            case AgentOrder.Online _ -> {
                stamps.put(id, stamp);
                tell(resource, new Event.OnlineOrdered(atNs, id));
            }
            case AgentOrder.Offline _ -> tell(resource, new Event.OfflineOrdered(atNs, id));
            case AgentOrder.Probe _ -> tell(resource, new Event.ProbeOrdered(atNs, id));
            case AgentOrder.Cancel(_, _, var cancelled) ->
                    tell(resource, new Event.CancelOrdered(atNs, cancelled));
            case AgentOrder.ClearFault _ -> tell(resource, new Event.ClearOrdered(atNs, id));
            case AgentOrder.Action(_, var name, var token, _) ->
                    ports.reports.accept(new AgentReport.ActionEnded(name, id, token, 0, ""));
        }
        carryOut();
    }

    private void dropped(AgentOrder order, String why) {
        switch (order) {
            case AgentOrder.Online _, AgentOrder.Offline _ ->
                    ended(order.resource(), order.operationId(), Outcome.NEVER_BEGUN, why);
            case AgentOrder.Cancel(_, var name, var cancelled) -> {
                if (!resources.containsKey(name)) {
                    ended(name, cancelled, Outcome.NEVER_BEGUN, why);
                }
            }
            case AgentOrder.Action _, AgentOrder.Probe _, AgentOrder.ClearFault _ -> {}
        }
    }

    private void ended(String resource, String id, Outcome outcome, String why) {
        ports.reports.accept(new AgentReport.OperationEnded(resource, id, outcome, why));
    }

    private void tell(Managed resource, Event event) {
        for (Action action : resource.machine.handle(event)) {
            todo.add(new Todo(resource, action));
        }
    }

    private void carryOut() {
        if (carrying) {
            return;
        }
        carrying = true;
        // Notes are safe before any of the starts that they are about.
        todo.forEach(this::note);
        while (!todo.isEmpty()) {
            Todo next = todo.remove();
            note(next);
            carryOut(next.resource(), next.action());
        }
        carrying = false;
        settle();
        leasedMayRun = computeLeasedMayRun();
        if (!leasedMayRun) {
            List.copyOf(whenIdle).forEach(Runnable::run);
            whenIdle.clear();
        }
        ports.looked.run();
    }

    private void settle() {
        for (String name : List.copyOf(owed)) {
            if (!resources.get(name).machine.unsettled()) {
                owed.remove(name);
                ports.reports.accept(states.get(name));
            }
        }
    }

    private void note(Todo each) {
        if (each.action() instanceof Action.Note(var mayRun)) {
            agents.note(each.resource().definition.name(), mayRun);
            leasedMayRun |= mayRun && each.resource().definition.leased();
        }
    }

    private boolean computeLeasedMayRun() {
        for (Managed r : resources.values()) {
            boolean starting =
                    r.run.filter(run -> run.order.entryPoint() == EntryPoint.ONLINE).isPresent();
            if (r.definition.leased() && (r.machine.mayRun() || r.machine.stopping() || starting)) {
                return true;
            }
        }
        return false;
    }

    private void carryOut(Managed resource, Action action) {
        String name = resource.definition.name();
        switch (action) {
            case Action.Run run -> start(resource, run);
            case Action.Kill(var number, _) ->
                    resource.run.filter(r -> r.order.run() == number).ifPresent(this::kill);
            case Action.ReportState(var status, var cause, var id, var reason) ->
                    show(resource, status, cause, id, reason);
            case Action.ReportEnded(var id, var outcome, var reason) -> {
                startedOperations.remove(id);
                ended(name, id, outcome, reason);
            }
            case Action.Watch _ ->
                    process.post(
                            at -> {
                                tell(resource, new Event.Watched(at, true));
                                carryOut();
                            });
            case Action.Log _, Action.Note _, Action.Unwatch _, Action.Detached _ -> {}
        }
    }

    private void show(
            Managed resource, ResourceStatus status, Cause cause, String id, String reason) {
        String name = resource.definition.name();
        var state = new AgentReport.StateChanged(name, status, cause, id, reason);
        boolean later = owed.contains(name) && resource.machine.unsettled();
        if (states.put(name, state) != null && !later) {
            ports.reports.accept(state);
        }
    }

    // Entry points

    private void start(Managed resource, Action.Run order) {
        var run = new Run(resource, order);
        resource.run = Optional.of(run);
        long number = order.run();
        switch (order.entryPoint()) {
            case ONLINE -> online(run);
            case OFFLINE -> {
                if (takes(run, SimAgents.Trouble.STOP_HANGS)) {
                    hang(run);
                } else {
                    finish(
                            run,
                            clock.between(5 * MS, 60 * MS),
                            () -> agents.set(run.thing, false, false),
                            at -> new Event.Returned(at, number, 0));
                }
            }
            case CLEAN ->
                    finish(
                            run,
                            clock.between(cleanNs / 8, cleanNs * 3 / 4),
                            () -> agents.set(run.thing, false, false),
                            at -> new Event.Returned(at, number, 0));
            case MONITOR -> monitor(run);
            case OPEN, CLOSE, ATTR_CHANGED, ACTION, INFO, SHUTDOWN, MIGRATE ->
                    finish(
                            run,
                            clock.between(100 * US, 2 * MS),
                            () -> {},
                            at -> new Event.Returned(at, number, 0));
        }
    }

    private boolean takes(Run run, SimAgents.Trouble trouble) {
        if (run.thing.trouble != trouble) {
            return false;
        }
        run.thing.trouble = SimAgents.Trouble.NONE;
        return true;
    }

    private void online(Run run) {
        ResourceDefinition definition = run.resource.definition;
        long number = run.order.run();
        boolean held = stopped && definition.leased();
        if (held || !ports.permit.test(stampOf(run.order.operationId()), definition)) {
            run.end(new Event.Denied(machine.localNs(), number, "no lease"));
            return;
        }
        agents.set(run.thing, run.thing.up, true);
        if (takes(run, SimAgents.Trouble.START_HANGS)) {
            hang(run);
            return;
        }
        boolean fails = takes(run, SimAgents.Trouble.START_FAILS);
        finish(
                run,
                clock.between(10 * MS, 100 * MS),
                () -> agents.set(run.thing, !fails, false),
                at -> new Event.Returned(at, number, 0));
    }

    private OrderStamp stampOf(String id) {
        OrderStamp ordered = stamps.get(id);
        if (ordered != null && startedOperations.add(id)) {
            return ordered;
        }
        return new OrderStamp(agents.newest().engineIncarnation(), agents.newest().view(), "");
    }

    /// What a look finds is how things are when it begins or when it ends: who believes it must know which.
    private void monitor(Run run) {
        boolean early = clock.random().nextBoolean();
        run.seen = look(run.thing);
        finish(
                run,
                clock.between(100 * US, 3 * MS),
                () -> {
                    if (!early) {
                        run.seen = look(run.thing);
                    }
                },
                at -> new Event.Monitored(at, run.order.run(), run.seen));
    }

    private static MonitorResult look(SimAgents.Thing thing) {
        return thing.up ? MonitorResult.online() : MonitorResult.offline();
    }

    private void hang(Run run) {
        long number = run.order.run();
        finish(run, run.order.timeoutNs(), () -> broken(run), at -> new Event.TimedOut(at, number));
    }

    private void kill(Run run) {
        long number = run.order.run();
        clock.after(
                clock.between(100 * US, 2 * MS),
                () ->
                        machine.whenAwake(
                                () -> {
                                    if (!run.over) {
                                        broken(run);
                                        run.end(new Event.Killed(machine.localNs(), number));
                                    }
                                }));
    }

    /// An entry point was ended before its time; a start may have got there or not.
    private void broken(Run run) {
        if (run.order.entryPoint() == EntryPoint.ONLINE) {
            agents.set(run.thing, run.thing.up || clock.random().nextBoolean(), false);
        }
    }

    /// An entry point has its effect and ends after a while, unless it was ended before or the machine lost power; on a suspended machine
    /// when it is resumed.
    private void finish(
            Run run,
            long durationNs,
            Runnable effect,
            java.util.function.LongFunction<Event> event) {
        long boot = machine.boots();
        clock.after(
                durationNs,
                () -> {
                    if (machine.boots() == boot) {
                        machine.whenAwake(
                                () -> {
                                    if (!run.over && machine.boots() == boot) {
                                        effect.run();
                                        run.end(event.apply(machine.localNs()));
                                    }
                                });
                    }
                });
    }
}
