package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.ResourceOnSystem.Intent;

/// The states that are computed: of a group on a system, and what a resource waits for.
///
/// Source: VCS Administrator's Guide, "Service group attributes: State"; "Resource attributes: AutoStart, IState".
final class GroupStates {
    private GroupStates() {}

    /// ONLINE is a group whose AutoStart resources are all online; PARTIAL one of which anything that can be taken offline is.
    /// Persistent resources never count; OnOnly ones count towards ONLINE only.
    static GroupState of(ClusterState state, GroupInfo group, String system) {
        var phase = state.group(group.name()).on(system).phase();
        return new GroupState(
                base(state, group, system),
                phase == Phase.STARTING || phase == Phase.PREONLINE,
                phase == Phase.STOPPING || phase == Phase.PATH,
                faulted(state, group, system));
    }

    static GroupState.Base base(ClusterState state, GroupInfo group, String system) {
        boolean some = false;
        boolean all = true;
        for (var each : group.resources().values()) {
            boolean online = state.resource(each.name(), system).online();
            if (online && each.stoppable()) some = true;
            if (!online && each.counts()) all = false;
        }
        if (!some) return GroupState.Base.OFFLINE;
        return all ? GroupState.Base.ONLINE : GroupState.Base.PARTIAL;
    }

    /// Whether a fault there is the group's: of a critical resource, of one with a critical one above it, or of a persistent one.
    static boolean faulted(ClusterState state, GroupInfo group, String system) {
        for (var each : group.resources().values())
            if (state.resource(each.name(), system).faulted() && matters(group, each)) return true;
        return false;
    }

    /// Whether a fault of the resource is its group's.
    static boolean matters(GroupInfo group, ResourceInfo resource) {
        if (resource.critical()) return true;
        for (String above : resource.ancestors())
            if (group.resources().get(above).critical()) return true;
        return false;
    }

    static int activeCount(ClusterState state, GroupInfo group, String system) {
        int count = 0;
        for (var each : group.resources().values()) {
            var on = state.resource(each.name(), system);
            if (each.stoppable() && (on.online() || on.intent() == Intent.ONLINE)) count++;
        }
        return count;
    }

    static IState iState(ClusterState state, ResourceInfo resource, String system) {
        var on = state.resource(resource.name(), system);
        var pending = state.operations().get(on.operation());
        boolean onlining = pending != null && pending.kind() == Operation.Kind.ONLINE;
        boolean offlining = pending != null && pending.kind() == Operation.Kind.OFFLINE;
        return switch (on.intent()) {
            case NONE ->
                    onlining ? IState.W_ONLINE : offlining ? IState.W_OFFLINE : IState.NOT_WAITING;
            case ONLINE ->
                    offlining
                            ? IState.W_OFFLINE_REVERSE
                            : onlining ? IState.W_ONLINE : IState.W_ONLINE_CHILDREN;
            case OFFLINE ->
                    onlining
                            ? IState.W_ONLINE_REVERSE
                            : !offlining
                                    ? IState.W_OFFLINE_PARENT
                                    : on.path() ? IState.W_OFFLINE_PATH : IState.W_OFFLINE;
        };
    }
}
