package dev.vigil.agent.host;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.AgentReport.Cause;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.Call;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus;
import dev.vigil.agent.framework.Action;
import dev.vigil.agent.framework.Event;
import dev.vigil.agent.framework.Policy;
import dev.vigil.agent.framework.ResourceMachine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// All agents of one system.
///
/// Everything it decides happens on one loop; its methods only hand things in, and may be called from any thread. Reports come
/// from the loop, in order; who gets them must not block.
///
/// A new host on an existing table looks at what the table says and goes on; what runs is never touched by a restart. Nothing is
/// started unless the [Permit] says so at that moment.
public final class AgentHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentHost.class);

    /// How long nothing may happen before what can wait is written.
    private static final long QUIET_NS = 20_000_000L;

    private final HostSettings settings;
    private final Permit permit;
    private final LongSupplier clockNs;
    private final Consumer<AgentReport> reports;
    private final RunningTable table;
    private final AgentTypes types;
    private final Calls calls;
    private final Actions actions;
    private final Watches watches;
    private final EntryFaults faults = new EntryFaults();
    private final ShownStates states;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Thread loop;

    // What follows belongs to the loop, save where it says otherwise.
    private final SortedMap<String, ManagedResource> resources = new TreeMap<>();
    private final SortedMap<String, ResourceDefinition> orphans = new TreeMap<>();
    private final EntryPoints entryPoints;
    private final OrderStamps stamps;
    private final RunningNotes notes;
    private final List<CompletableFuture<Void>> idleWaiters = new ArrayList<>();
    private String stopReason = "";
    private boolean closing;

    private final ConcurrentSkipListMap<String, Call.Neighbour> neighbours =
            new ConcurrentSkipListMap<>();

    /// No start of a leased resource from the moment on that stopLeased is called.
    private volatile boolean stopped;

    private volatile boolean leasedMayRun;

    /// Starts the host on what its table says.
    ///
    /// @param permit asked right before a start
    /// @param clockNs the machine's monotonic clock, the one of the lease
    /// @param reports told what happens
    /// @throws IOException if the table can't be read, or a directory can't be written
    public AgentHost(
            HostSettings settings,
            Permit permit,
            LongSupplier clockNs,
            Consumer<AgentReport> reports)
            throws IOException {
        this.settings = settings;
        this.permit = permit;
        this.clockNs = clockNs;
        this.reports = reports;
        table = RunningTable.load(settings.table());
        states = new ShownStates(reports);
        types = new AgentTypes(settings);
        calls =
                new Calls(
                        settings.work(),
                        new AgentLogFiles(settings.logDirectory(), Clock.systemDefaultZone()),
                        neighbours,
                        this::reportLater);
        actions = new Actions(calls, settings.secondNs(), this::reportLater);
        watches = new Watches(calls, settings.secondNs(), inbox::add, clockNs, this::tell);
        notes = new RunningNotes(table);
        stamps = new OrderStamps(table.newest());
        entryPoints =
                new EntryPoints(
                        calls,
                        faults,
                        stamps,
                        this::mayStart,
                        () -> stopped,
                        inbox::add,
                        clockNs,
                        this::tell);
        Files.createDirectories(settings.work());
        List<Long> killed = OwnedProcesses.killOrphans(settings.work());
        if (!killed.isEmpty()) LOG.warn("ended entry points of an earlier node daemon: {}", killed);
        leasedMayRun =
                table.definitions().values().stream()
                        .anyMatch(resource -> resource.leased() && table.mayRun(resource.name()));
        loop = Thread.ofPlatform().name("agents").unstarted(this::run);
        List<ResourceDefinition> known = List.copyOf(table.definitions().values());
        inbox.add(() -> configured(known));
        loop.start();
    }

    /// The whole set of this system's resources as the engine has it now: new ones are opened and probed, missing ones closed (and
    /// left as they are), changed ones used as they are from their next entry point on.
    public void configure(List<ResourceDefinition> all) {
        List<ResourceDefinition> copy = List.copyOf(all);
        inbox.add(() -> configured(copy));
    }

    /// Takes an order. One that is older than the newest seen is dropped and reported as never begun.
    public void order(AgentOrder order) {
        inbox.add(() -> ordered(order));
    }

    /// The lease is lost: from now on no leased resource is started; what runs for them is killed, and they are cleaned until a
    /// look finds them offline.
    public void stopLeased(String reason) {
        stopped = true;
        inbox.add(
                () -> {
                    stopped = true;
                    stopReason = reason;
                    for (ManagedResource resource : all()) {
                        tell(resource, new Event.LeaseLost(now(), reason));
                    }
                });
    }

    /// There is a lease again: starts are allowed. What is still being stopped is stopped first.
    public void resume() {
        inbox.add(
                () -> {
                    stopped = false;
                    for (ManagedResource resource : all()) {
                        tell(resource, new Event.LeaseRegained(now()));
                    }
                });
    }

    /// Whether any leased resource may be running, or may still be started by an entry point that does not end; after
    /// [#stopLeased(String)] also until every one of them has been looked at.
    public boolean anythingLeasedMayRun() {
        return leasedMayRun;
    }

    /// Done as soon as [#anythingLeasedMayRun()] is false.
    public CompletionStage<Void> leasedIdle() {
        var idle = new CompletableFuture<Void>();
        inbox.add(() -> idleWaiters.add(idle));
        return idle;
    }

    /// The current state of all resources, for an engine that has just come.
    ///
    /// Of one that is being started or taken offline by an order of an earlier engine it is told when that is over.
    public List<AgentReport.StateChanged> snapshot() {
        var settled = states.snapshot();
        // What has settled meanwhile is told now.
        inbox.add(() -> {});
        return settled;
    }

    /// Entry points that are made to misbehave.
    public EntryFaults faults() {
        return faults;
    }

    /// The newest order seen.
    public OrderStamp newestOrder() {
        return stamps.newest();
    }

    /// Ends the host, not the resources: entry points that run are killed, what is online stays online. Nothing is written any more
    /// when it returns, but by an entry point that does not end though it was told to.
    @Override
    public void close() {
        inbox.add(() -> closing = true);
        try {
            loop.join(Duration.ofSeconds(10));
            types.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("an agent did not close", e);
        }
    }

    private void run() {
        try {
            while (!closing) {
                long waitNs = nextDeadlineNs() - now();
                if (notes.waiting()) waitNs = Math.min(waitNs, QUIET_NS);
                Runnable first =
                        waitNs <= 0 ? inbox.poll() : inbox.poll(waitNs, TimeUnit.NANOSECONDS);
                if (first == null && notes.waiting()) notes.save();
                step(first);
            }
            if (notes.waiting()) notes.save();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endLaunched();
        }
    }

    private void endLaunched() {
        try {
            entryPoints.endAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.close();
    }

    private void step(Runnable first) {
        if (first != null) guarded(first);
        for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) guarded(next);
        guarded(this::deadlines);
        guarded(this::carryOut);
    }

    /// A mistake of our own in one thing must not leave everything else undone.
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("the agents' loop met a mistake of its own", e);
        }
    }

    private long now() {
        return clockNs.getAsLong();
    }

    private List<ManagedResource> all() {
        return List.copyOf(resources.values());
    }

    private long nextDeadlineNs() {
        long next = now() + TimeUnit.HOURS.toNanos(1);
        for (ManagedResource resource : resources.values()) {
            next = Math.min(next, resource.machine.nextDeadlineNs());
        }
        return Math.min(next, entryPoints.nextDeadlineNs());
    }

    private void deadlines() {
        long atNs = now();
        for (ManagedResource resource : all()) {
            if (resource.machine.nextDeadlineNs() <= atNs) {
                tell(resource, new Event.DeadlinePassed(atNs));
            }
        }
        entryPoints.overdue(atNs);
    }

    private void configured(List<ResourceDefinition> all) {
        var wanted = new TreeMap<String, ResourceDefinition>();
        all.forEach(definition -> wanted.put(definition.name(), definition));
        var kept = new TreeMap<>(wanted);
        for (ManagedResource resource : all()) {
            if (wanted.containsKey(resource.name)) continue;
            resource.removed = true;
            resource.successor = Optional.empty();
            kept.put(resource.name, resource.definition);
            tell(resource, new Event.Disabled(now()));
        }
        for (String name : List.copyOf(orphans.keySet())) {
            orphans.remove(name);
            states.forget(name);
        }
        // On disk before anything may be started by it.
        notes.save(kept);
        wanted.values().forEach(this::define);
    }

    private void define(ResourceDefinition definition) {
        ManagedResource old = resources.get(definition.name());
        if (old == null) {
            manage(definition);
        } else if (old.removed || !old.definition.type().equals(definition.type())) {
            old.removed = true;
            old.successor = Optional.of(definition);
            tell(old, new Event.Disabled(now()));
        } else {
            redefine(old, definition);
        }
    }

    private void manage(ResourceDefinition definition) {
        AgentTypes.Found found = types.find(definition);
        if (found.agent() == null) {
            withoutAgent(definition, found.searched());
            return;
        }
        boolean mayRun = table.mayRun(definition.name());
        var machine =
                new ResourceMachine(
                        definition.name(),
                        Policy.of(
                                definition,
                                found.agent().hasClean(definition),
                                settings.secondNs()),
                        mayRun);
        var resource = new ManagedResource(definition, found.agent(), machine);
        resources.put(resource.name, resource);
        show(resource, machine.status(), Cause.PROBE, "", "not probed yet");
        if (stopped) tell(resource, new Event.LeaseLost(now(), stopReason));
        if (definition.enabled()) tell(resource, new Event.Enabled(now()));
    }

    private void withoutAgent(ResourceDefinition definition, String searched) {
        orphans.put(definition.name(), definition);
        String why = "there is no agent for type " + definition.type() + ": " + searched;
        var status =
                ResourceStatus.of(
                        ResourceStatus.Probe.NOT_PROBED, 0, ResourceStatus.Flag.STATE_UNKNOWN);
        calls.log(
                definition,
                "ERROR",
                "V-16-2-13903",
                thread() + "Resource(" + definition.name() + ") - " + why);
        states.showUnattended(
                new AgentReport.StateChanged(definition.name(), status, Cause.PROBE, "", why));
    }

    private void redefine(ManagedResource resource, ResourceDefinition definition) {
        ResourceDefinition before = resource.definition;
        if (before.equals(definition)) return;
        resource.definition = definition;
        neighbours.computeIfPresent(
                resource.name, (_, was) -> new Call.Neighbour(definition, was.status()));
        var policy =
                Policy.of(definition, resource.agent.hasClean(definition), settings.secondNs());
        tell(resource, new Event.PolicyChanged(now(), policy));
        if (stopped) tell(resource, new Event.LeaseLost(now(), stopReason));
        if (before.enabled() != definition.enabled()) {
            tell(
                    resource,
                    definition.enabled() ? new Event.Enabled(now()) : new Event.Disabled(now()));
        }
        for (String attribute : definition.values("RegList")) {
            if (!before.values(attribute).equals(definition.values(attribute))) {
                tell(resource, new Event.AttributeChanged(now(), attribute));
            }
        }
    }

    private void ordered(AgentOrder order) {
        OrderStamp stamp = order.stamp();
        if (stamps.isOutdated(stamp)) {
            dropped(order, stamps.outdated(stamp));
            return;
        }
        stamps.take(stamp);
        table.newest(stamp);
        ManagedResource resource = resources.get(order.resource());
        if (resource == null) {
            ResourceDefinition orphan = orphans.get(order.resource());
            dropped(
                    order,
                    orphan == null
                            ? "resource " + order.resource() + " is not configured on this system"
                            : "there is no agent for type " + orphan.type());
            return;
        }
        String id = order.operationId();
        long atNs = now();
        switch (order) {
            case AgentOrder.Online _ -> {
                stamps.remember(id, stamp);
                tell(resource, new Event.OnlineOrdered(atNs, id));
            }
            case AgentOrder.Offline _ -> tell(resource, new Event.OfflineOrdered(atNs, id));
            case AgentOrder.Probe _ -> tell(resource, new Event.ProbeOrdered(atNs, id));
            case AgentOrder.Cancel(_, _, var cancelled) ->
                    tell(resource, new Event.CancelOrdered(atNs, cancelled));
            case AgentOrder.ClearFault _ -> {
                tell(resource, new Event.ClearOrdered(atNs, id));
                reports.accept(
                        new AgentReport.OperationEnded(order.resource(), id, Outcome.DONE, ""));
            }
            case AgentOrder.Action(_, _, var token, var arguments) ->
                    actions.run(resource, id, token, arguments);
        }
    }

    private void dropped(AgentOrder order, String why) {
        switch (order) {
            case AgentOrder.Online _, AgentOrder.Offline _, AgentOrder.ClearFault _ ->
                    reports.accept(
                            new AgentReport.OperationEnded(
                                    order.resource(),
                                    order.operationId(),
                                    Outcome.NEVER_BEGUN,
                                    why));
            case AgentOrder.Cancel(_, var name, var cancelled) -> {
                // An old engine's wish to cancel says nothing about whether the operation runs.
                if (resources.containsKey(name)) break;
                reports.accept(
                        new AgentReport.OperationEnded(name, cancelled, Outcome.NEVER_BEGUN, why));
            }
            case AgentOrder.Action(_, var name, var token, _) ->
                    reports.accept(
                            new AgentReport.ActionEnded(name, order.operationId(), token, 1, why));
            case AgentOrder.Probe _ -> {}
        }
        reports.accept(
                new AgentReport.Message(
                        "WARNING",
                        "V-16-2-13904",
                        thread() + "Resource(" + order.resource() + ") - order dropped: " + why));
    }

    private record Todo(ManagedResource resource, Action action) {}

    private final ArrayList<Todo> todo = new ArrayList<>();

    private void tell(ManagedResource resource, Event event) {
        for (Action action : resource.machine.handle(event)) {
            todo.add(new Todo(resource, action));
        }
        if (resource.machine.unsettled()) states.unsettled(resource.name);
    }

    /// Carries out what the machines asked for since the last time, in order; their notes are made safe together, before any of
    /// the starts that they are about.
    private void carryOut() {
        while (!todo.isEmpty()) {
            List<Todo> batch = List.copyOf(todo);
            todo.clear();
            takeNotes(batch);
            for (Todo next : batch) guarded(() -> carryOut(next.resource(), next.action()));
        }
        states.settle(
                name -> resources.containsKey(name) && resources.get(name).machine.unsettled());
        leasedMayRun = computeLeasedMayRun();
        if (!leasedMayRun && !idleWaiters.isEmpty()) {
            idleWaiters.forEach(idle -> idle.complete(null));
            idleWaiters.clear();
        }
    }

    private void takeNotes(List<Todo> batch) {
        boolean starts = false;
        for (Todo next : batch) {
            if (!(next.action() instanceof Action.Note note)) continue;
            notes.note(next.resource().name, note);
            starts |= note.mayRun();
        }
        if (!starts) return;
        leasedMayRun = computeLeasedMayRun();
        notes.save();
    }

    private void carryOut(ManagedResource resource, Action action) {
        if (!resource.machine.unsettled()) states.settled(resource.name);
        switch (action) {
            case Action.Run run -> entryPoints.run(resource, run);
            case Action.Kill(var number, _) ->
                    resource.run
                            .filter(run -> run.order.run() == number)
                            .ifPresent(entryPoints::kill);
            case Action.ReportState(var status, var cause, var id, var reason) ->
                    show(resource, status, cause, id, reason);
            case Action.ReportEnded(var id, var outcome, var reason) -> {
                stamps.ended(id);
                reports.accept(new AgentReport.OperationEnded(resource.name, id, outcome, reason));
            }
            case Action.Log(var severity, var umi, var text) -> {
                String line = thread() + text;
                calls.log(resource.definition, severity, umi, line);
                reports.accept(new AgentReport.Message(severity, umi, line));
            }
            case Action.Note _ -> {}
            case Action.Watch _ -> watches.begin(resource);
            case Action.Unwatch _ -> watches.end(resource);
            case Action.Detached _ -> detached(resource);
        }
    }

    private void show(
            ManagedResource resource,
            ResourceStatus status,
            Cause cause,
            String id,
            String reason) {
        neighbours.put(resource.name, new Call.Neighbour(resource.definition, status));
        states.show(new AgentReport.StateChanged(resource.name, status, cause, id, reason));
        for (ManagedResource other : resources.values()) {
            if (other.agent.mirrors(other.definition, resource.definition)) {
                tell(other, new Event.Noticed(now()));
            }
        }
    }

    private void detached(ManagedResource resource) {
        if (!resource.removed) return;
        resources.remove(resource.name);
        states.forget(resource.name);
        neighbours.remove(resource.name);
        if (resource.successor.isPresent()) {
            manage(resource.successor.get());
        } else {
            notes.forget(resource.name);
        }
    }

    private boolean computeLeasedMayRun() {
        for (ManagedResource resource : resources.values()) {
            if (!resource.definition.leased()) continue;
            if (resource.machine.mayRun() || resource.machine.stopping()) return true;
        }
        if (entryPoints.startLeased()) return true;
        for (ResourceDefinition orphan : orphans.values()) {
            if (orphan.leased() && table.mayRun(orphan.name())) return true;
        }
        return false;
    }

    /// Asked on the entry point's thread, right before the start.
    private boolean mayStart(OrderStamp stamp, ResourceDefinition definition) {
        boolean held = stopped && definition.leased();
        return !held && !notes.broken() && permit.mayStart(stamp, definition);
    }

    private void reportLater(AgentReport report) {
        inbox.add(() -> reports.accept(report));
    }

    static String thread() {
        return "Thread(" + Thread.currentThread().threadId() + ") ";
    }
}
