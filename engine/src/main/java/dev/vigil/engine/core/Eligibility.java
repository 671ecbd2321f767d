package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.Obstacle.Kind;
import dev.vigil.engine.policy.Capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/// What speaks against bringing a group online on a system. Asked by operators' requests, by placements and by forecasts.
///
/// Source: VCS Administrator's Guide, "Bringing a service group online", "Failover policies".
final class Eligibility {
    private Eligibility() {}

    /// All obstacles, the weightiest first.
    static List<Obstacle> obstacles(ClusterState state, GroupInfo group, String system) {
        List<Obstacle> found = new ArrayList<>();
        if (!group.unsupported().isEmpty())
            found.add(new Obstacle(Kind.UNSUPPORTED, group.unsupported()));
        if (!group.mayRunOn(system)) {
            found.add(new Obstacle(Kind.NOT_IN_LIST, "not in the SystemList"));
            return found;
        }
        var status = state.system(system);
        if (!status.running()) {
            found.add(new Obstacle(Kind.NOT_RUNNING, "system is " + status.state()));
            return found;
        }
        groupWide(state, group, found);
        here(state, group, system, found);
        if (!group.parallel()) elsewhere(state, group, system, found);
        String dependency = GroupLinks.obstacle(state, group, system);
        if (dependency.isEmpty()) dependency = GroupLinks.frozenInTheWay(state, group, system);
        if (!dependency.isEmpty()) found.add(new Obstacle(Kind.DEPENDENCY, dependency));
        return found;
    }

    private static void groupWide(ClusterState state, GroupInfo group, List<Obstacle> found) {
        if (state.groupFrozen(group.name()))
            found.add(new Obstacle(Kind.GROUP_FROZEN, "group is frozen"));
        for (var resource : group.resources().values())
            for (String on : group.systems())
                if (state.resource(resource.name(), on).adminWait())
                    found.add(
                            new Obstacle(
                                    Kind.ADMIN_WAIT,
                                    "resource "
                                            + resource.name()
                                            + " waits for an administrator on "
                                            + on));
    }

    private static void here(
            ClusterState state, GroupInfo group, String system, List<Obstacle> found) {
        if (state.systemFrozen(system))
            found.add(new Obstacle(Kind.SYSTEM_FROZEN, "system is frozen"));
        boolean empty = true;
        for (var resource : group.resources().values()) if (resource.startable()) empty = false;
        if (empty)
            found.add(
                    new Obstacle(
                            Kind.EMPTY, "it has no enabled resource that can be brought online"));
        if (!group.enabled().get(system))
            found.add(new Obstacle(Kind.DISABLED, "group is disabled there"));
        var on = state.group(group.name()).on(system);
        if (on.autoDisabled() && group.parallel())
            found.add(new Obstacle(Kind.AUTODISABLED, "group is autodisabled there"));
        for (var resource : group.resources().values())
            if (!state.probed(resource, system)) {
                found.add(
                        new Obstacle(
                                Kind.NOT_PROBED, "resource " + resource.name() + " is not probed"));
                break;
            }
        for (var resource : group.resources().values()) {
            var at = state.resource(resource.name(), system);
            if (at.faulted() && !resource.persistent() && GroupStates.matters(group, resource))
                found.add(
                        new Obstacle(Kind.FAULTED, "resource " + resource.name() + " is faulted"));
            if (resource.persistent()
                    && resource.enabled()
                    && at.status().state().down()
                    && neededBySome(group, resource))
                found.add(
                        new Obstacle(
                                Kind.PERSISTENT, "resource " + resource.name() + " is not online"));
        }
        if (on.phase() != Phase.IDLE)
            found.add(new Obstacle(Kind.PENDING, "group is " + phase(on.phase()) + " there"));
        String tooLittle = limits(state, group, system);
        if (!tooLittle.isEmpty()) found.add(new Obstacle(Kind.LIMITS, tooLittle));
    }

    private static boolean neededBySome(GroupInfo group, ResourceInfo persistent) {
        return GroupStates.matters(group, persistent) || !persistent.ancestors().isEmpty();
    }

    private static void elsewhere(
            ClusterState state, GroupInfo group, String system, List<Obstacle> found) {
        for (String other : group.systems()) {
            if (state.group(group.name()).on(other).autoDisabled())
                found.add(new Obstacle(Kind.AUTODISABLED, "group is autodisabled on " + other));
            if (other.equals(system)) continue;
            String busy = busy(state, group, other);
            if (!busy.isEmpty()) found.add(new Obstacle(Kind.ACTIVE_ELSEWHERE, busy));
            String unknown = unknown(state, group, other);
            if (!unknown.isEmpty()) found.add(new Obstacle(Kind.NOT_PROBED, unknown));
        }
    }

    /// Why a failover group may not be started elsewhere because of what is known of it on a system; "" if it may.
    static String busy(ClusterState state, GroupInfo group, String system) {
        var base = GroupStates.base(state, group, system);
        if (base != GroupState.Base.OFFLINE) return "group is " + base + " on " + system;
        for (var resource : group.resources().values()) {
            var operation =
                    state.operations().get(state.resource(resource.name(), system).operation());
            if (operation != null)
                return (operation.kind() == Operation.Kind.ONLINE ? "online" : "offline")
                        + " of resource "
                        + resource.name()
                        + " is pending on "
                        + system;
        }
        var phase = state.group(group.name()).on(system).phase();
        return phase == Phase.IDLE ? "" : "group is " + phase(phase) + " on " + system;
    }

    /// Why a failover group may not be started anywhere because a member has not said what runs there; "" if it may.
    static String unknown(ClusterState state, GroupInfo group, String system) {
        var status = state.system(system);
        if (!status.member()) return "";
        boolean goesOrStays = status.operates() || status.state().stuckOrLeaving();
        if (!goesOrStays) return "system " + system + " is " + status.state();
        int pending = state.probesPending(group.name(), system);
        return pending == 0 ? "" : "group is not probed on " + system;
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case IDLE -> "idle";
            case PREONLINE -> "waiting for its preonline trigger";
            case STARTING -> "going online";
            case PATH, STOPPING -> "going offline";
        };
    }

    private static String limits(ClusterState state, GroupInfo group, String system) {
        if (group.prerequisites().isEmpty()) return "";
        return Capacity.missing(currentLimits(state, system, group.name()), group.prerequisites());
    }

    /// Limits of a system less the Prerequisites of the groups that are active there (CurrentLimits).
    static SortedMap<String, Integer> currentLimits(
            ClusterState state, String system, String exceptGroup) {
        List<SortedMap<String, Integer>> used = new ArrayList<>();
        for (var each : state.topology().groups().values())
            if (!each.name().equals(exceptGroup)
                    && !each.prerequisites().isEmpty()
                    && occupies(state, each, system)) used.add(each.prerequisites());
        return Capacity.left(state.topology().systems().get(system).limits(), used);
    }

    /// Capacity of a system less the load of what is active there, or less the load an operator gave (AvailableCapacity).
    static int availableCapacity(ClusterState state, String system) {
        int capacity = state.topology().systems().get(system).capacity();
        int given = state.system(system).dynamicLoad();
        if (given >= 0) return capacity - given;
        for (var each : state.topology().groups().values())
            if (each.load() != 0 && occupies(state, each, system)) capacity -= each.load();
        return capacity;
    }

    /// Whether a group is active on a system or on the way there.
    static boolean occupies(ClusterState state, GroupInfo group, String system) {
        return group.mayRunOn(system)
                && (state.group(group.name()).targets().containsKey(system)
                        || GroupStates.base(state, group, system) != GroupState.Base.OFFLINE);
    }

    /// How many groups are active on a system or on the way there.
    static int occupying(ClusterState state, String system) {
        int count = 0;
        for (var each : state.topology().groups().values())
            if (occupies(state, each, system)) count++;
        return count;
    }

    /// The kinds among obstacles, for quick looks.
    static TreeSet<Kind> kinds(List<Obstacle> obstacles) {
        var kinds = new TreeSet<Kind>();
        for (var each : obstacles) kinds.add(each.kind());
        return kinds;
    }
}
