package dev.vigil.engine.sim;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
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
    private static final long SECOND = 1_000_000_000L;

    private final SimMachine machine;
    private final SimAgents agents;
    private final SimEntryPoints entryPoints;
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
        Optional<SimRun> run = Optional.empty();
        boolean removed;

        Managed(ResourceDefinition definition, ResourceMachine machine) {
            this.definition = definition;
            this.machine = machine;
        }
    }

    SimAgentHost(SimClock clock, SimMachine machine, SimAgents agents, long cleanNs, Ports ports) {
        this.machine = machine;
        this.agents = agents;
        this.ports = ports;
        this.leasedMayRun = agents.leasedMayRun();
        this.entryPoints = new SimEntryPoints(clock, machine, agents, cleanNs, this::permitted);
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
            resource.run.ifPresent(entryPoints::breakOff);
        }
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
            case AgentOrder.ClearFault _ -> {
                tell(resource, new Event.ClearOrdered(atNs, id));
                ended(order.resource(), id, Outcome.DONE, "");
            }
            case AgentOrder.Action(_, var name, var token, _) ->
                    ports.reports.accept(new AgentReport.ActionEnded(name, id, token, 0, ""));
        }
        carryOut();
    }

    private void dropped(AgentOrder order, String why) {
        switch (order) {
            case AgentOrder.Online _, AgentOrder.Offline _, AgentOrder.ClearFault _ ->
                    ended(order.resource(), order.operationId(), Outcome.NEVER_BEGUN, why);
            case AgentOrder.Cancel(_, var name, var cancelled) -> {
                if (!resources.containsKey(name)) {
                    ended(name, cancelled, Outcome.NEVER_BEGUN, why);
                }
            }
            case AgentOrder.Action _, AgentOrder.Probe _ -> {}
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
            boolean starting = r.run.filter(SimRun::starts).isPresent();
            if (r.definition.leased() && (r.machine.mayRun() || r.machine.stopping() || starting)) {
                return true;
            }
        }
        return false;
    }

    private void carryOut(Managed resource, Action action) {
        String name = resource.definition.name();
        switch (action) {
            case Action.Run order -> start(resource, order);
            case Action.Kill(var number, _) ->
                    resource.run.filter(r -> r.order.run() == number).ifPresent(entryPoints::kill);
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

    private void start(Managed resource, Action.Run order) {
        var run =
                new SimRun(
                        resource.definition,
                        order,
                        agents.thing(resource.definition),
                        () -> resource.machine.status().state() == ResourceStatus.Probe.ONLINE,
                        event -> process.post(_ -> ended(resource, order, event)));
        resource.run = Optional.of(run);
        entryPoints.start(run);
    }

    /// What has come of an entry point is told once the daemon gets to it.
    private void ended(Managed resource, Action.Run order, Event event) {
        if (resource.run.filter(r -> r.order == order).isPresent()) {
            resource.run = Optional.empty();
            tell(resource, event);
            carryOut();
        }
    }

    private boolean permitted(SimRun run) {
        boolean held = stopped && run.definition.leased();
        return !held && ports.permit.test(stampOf(run.order.operationId()), run.definition);
    }

    private OrderStamp stampOf(String id) {
        OrderStamp ordered = stamps.get(id);
        if (ordered != null && startedOperations.add(id)) {
            return ordered;
        }
        return new OrderStamp(agents.newest().engineIncarnation(), agents.newest().view(), "");
    }
}
