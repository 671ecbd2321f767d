package dev.vigil.engine.core;

import dev.vigil.config.Configuration;

import org.pcollections.TreePMap;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Everything the engines of a cluster agree on; an immutable value, the same on every system after the same events.
///
/// Commands, the console and the forecast read it without locks. What is computed rather than stored (the state of a group, the
/// IState of a resource) has a method here.
///
/// @param events how many events have been applied; names things that must be told apart
/// @param view number of the current view; 0 before the first
/// @param configured whether a configuration was built; before that the state is RUNNING nowhere
/// @param configuration the running configuration
/// @param topology the same, indexed
/// @param writable whether it is open for writing (`haconf -makerw`)
/// @param unsaved whether it was changed since it was last written to disk
/// @param systems what is known of each system, configured or member
/// @param groups what is wanted of each group
/// @param resources what is known of each resource, by resource and system
/// @param operations what agents were ordered to do and have not reported ended, by number
/// @param timers the timers that run, by id
/// @param triggers the triggers whose end is awaited, by id
/// @param answers operators who wait for the first sign of an online, by request
/// @param counter the last number given to an operation, timer or trigger
public record ClusterState(
        long events,
        long view,
        boolean configured,
        Configuration configuration,
        Topology topology,
        boolean writable,
        boolean unsaved,
        TreePMap<String, SystemStatus> systems,
        TreePMap<String, GroupStatus> groups,
        TreePMap<String, TreePMap<String, ResourceOnSystem>> resources,
        TreePMap<Long, Operation> operations,
        TreePMap<String, Timer> timers,
        TreePMap<String, PendingTrigger> triggers,
        TreePMap<String, PendingAnswer> answers,
        long counter) {
    /// Before the first event.
    public static final ClusterState EMPTY =
            new ClusterState(
                    0,
                    0,
                    false,
                    Configuration.empty("unconfigured"),
                    Topology.NONE,
                    false,
                    false,
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    0);

    /// A system's status; UNKNOWN if it was never seen.
    public SystemStatus system(String name) {
        var status = systems.get(name);
        return status == null ? SystemStatus.unknown(name) : status;
    }

    /// SysState of a system.
    public SysState sysState(String name) {
        return system(name).state();
    }

    /// Whether a system is frozen, temporarily or persistently.
    public boolean systemFrozen(String name) {
        var info = topology.systems().get(name);
        return system(name).temporarilyFrozen() || (info != null && info.frozen());
    }

    /// What is wanted of a configured group.
    public GroupStatus group(String name) {
        var status = groups.get(name);
        return status == null ? GroupStatus.initial(false) : status;
    }

    /// Whether a group is frozen, temporarily or persistently.
    public boolean groupFrozen(String name) {
        return group(name).temporarilyFrozen() || topology.groups().get(name).frozen();
    }

    /// What is known of a resource on a system.
    public ResourceOnSystem resource(String resource, String system) {
        var on = resources.get(resource);
        var found = on == null ? null : on.get(system);
        return found == null ? ResourceOnSystem.UNSEEN : found;
    }

    /// Whether agents have reported a resource since the system joined; always so for a disabled one.
    public boolean probed(ResourceInfo resource, String system) {
        return !resource.enabled() || resource(resource.name(), system).status().state().known();
    }

    /// Whether all of a group's enabled resources are probed on a system that operates.
    public boolean probed(String group, String system) {
        return system(system).operates() && probesPending(group, system) == 0;
    }

    /// How many enabled resources of a group have not been reported from a system.
    public int probesPending(String group, String system) {
        int pending = 0;
        for (var each : topology.groups().get(group).resources().values())
            if (!probed(each, system)) pending++;
        return pending;
    }

    /// The state of a group on a system, computed from its resources.
    public GroupState groupState(String group, String system) {
        return GroupStates.of(this, topology.groups().get(group), system);
    }

    /// What a resource waits for on a system.
    public IState iState(String resource, String system) {
        return GroupStates.iState(this, topology.resources().get(resource), system);
    }

    /// How many resources of a group are online or going online on a system (ActiveCount).
    public int activeCount(String group, String system) {
        return GroupStates.activeCount(this, topology.groups().get(group), system);
    }

    /// How many groups are active on a system (OnGrpCnt).
    public int activeGroups(String system) {
        int count = 0;
        for (var each : topology.groups().values())
            if (each.mayRunOn(system) && groupState(each.name(), system).active()) count++;
        return count;
    }

    /// The systems on which a group is ONLINE or PARTIAL, in order of priority.
    public List<String> activeSystems(String group) {
        return topology.groups().get(group).systems().stream()
                .filter(system -> groupState(group, system).base() != GroupState.Base.OFFLINE)
                .toList();
    }

    /// The pending online or offline operation of a resource on a system.
    public Optional<Operation> operation(String resource, String system) {
        return Optional.ofNullable(operations.get(resource(resource, system).operation()));
    }

    /// The members of the view that are RUNNING, lowest LLT id first.
    public List<String> runningSystems() {
        return systems.values().stream()
                .filter(SystemStatus::running)
                .sorted(
                        Comparator.comparingInt(SystemStatus::nodeId)
                                .thenComparing(SystemStatus::name))
                .map(SystemStatus::name)
                .toList();
    }

    ClusterState withSystem(SystemStatus system) {
        return with(systems.plus(system.name(), system), groups, resources, operations);
    }

    ClusterState withoutSystem(String system) {
        return with(systems.minus(system), groups, resources, operations);
    }

    ClusterState withGroup(String name, GroupStatus group) {
        return with(systems, groups.plus(name, group), resources, operations);
    }

    ClusterState withoutGroup(String name) {
        return with(systems, groups.minus(name), resources, operations);
    }

    ClusterState withResource(String name, String system, ResourceOnSystem resource) {
        TreePMap<String, ResourceOnSystem> on = resources.getOrDefault(name, TreePMap.empty());
        on =
                resource.equals(ResourceOnSystem.UNSEEN)
                        ? on.minus(system)
                        : on.plus(system, resource);
        return with(
                systems,
                groups,
                on.isEmpty() ? resources.minus(name) : resources.plus(name, on),
                operations);
    }

    ClusterState withoutResource(String name) {
        return with(systems, groups, resources.minus(name), operations);
    }

    ClusterState withOperation(Operation operation) {
        return with(systems, groups, resources, operations.plus(operation.number(), operation));
    }

    ClusterState withoutOperation(long number) {
        return with(systems, groups, resources, operations.minus(number));
    }

    private ClusterState with(
            TreePMap<String, SystemStatus> newSystems,
            TreePMap<String, GroupStatus> newGroups,
            TreePMap<String, TreePMap<String, ResourceOnSystem>> newResources,
            TreePMap<Long, Operation> newOperations) {
        return new ClusterState(
                events,
                view,
                configured,
                configuration,
                topology,
                writable,
                unsaved,
                newSystems,
                newGroups,
                newResources,
                newOperations,
                timers,
                triggers,
                answers,
                counter);
    }

    ClusterState withTimers(TreePMap<String, Timer> changed) {
        return withWaits(changed, triggers, answers);
    }

    ClusterState withTriggers(TreePMap<String, PendingTrigger> changed) {
        return withWaits(timers, changed, answers);
    }

    ClusterState withAnswers(TreePMap<String, PendingAnswer> changed) {
        return withWaits(timers, triggers, changed);
    }

    private ClusterState withWaits(
            TreePMap<String, Timer> newTimers,
            TreePMap<String, PendingTrigger> newTriggers,
            TreePMap<String, PendingAnswer> newAnswers) {
        return new ClusterState(
                events,
                view,
                configured,
                configuration,
                topology,
                writable,
                unsaved,
                systems,
                groups,
                resources,
                operations,
                newTimers,
                newTriggers,
                newAnswers,
                counter);
    }

    ClusterState counted() {
        return withNumbers(events, view, counter + 1);
    }

    ClusterState nextEvent() {
        return withNumbers(events + 1, view, counter);
    }

    ClusterState withView(long changed) {
        return withNumbers(events, changed, counter);
    }

    private ClusterState withNumbers(long newEvents, long newView, long newCounter) {
        return new ClusterState(
                newEvents,
                newView,
                configured,
                configuration,
                topology,
                writable,
                unsaved,
                systems,
                groups,
                resources,
                operations,
                timers,
                triggers,
                answers,
                newCounter);
    }

    ClusterState withConfiguration(Configuration changed) {
        return new ClusterState(
                events,
                view,
                true,
                changed,
                Topology.of(changed),
                writable,
                unsaved,
                systems,
                groups,
                resources,
                operations,
                timers,
                triggers,
                answers,
                counter);
    }

    ClusterState withWritable(boolean open, boolean changed) {
        return new ClusterState(
                events,
                view,
                configured,
                configuration,
                topology,
                open,
                changed,
                systems,
                groups,
                resources,
                operations,
                timers,
                triggers,
                answers,
                counter);
    }
}
