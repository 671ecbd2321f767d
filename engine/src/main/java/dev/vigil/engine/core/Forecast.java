package dev.vigil.engine.core;

import dev.vigil.engine.policy.Selection;
import dev.vigil.engine.policy.TargetPolicy;

import java.util.List;
import java.util.SortedMap;

/// What the engine would do, and why it did what it did: behind `hagrp -forecast` and `hagrp -explain`.
public final class Forecast {
    private Forecast() {}

    /// Where a failover group would go if it faulted where it is now.
    ///
    /// @param policy FailOverPolicy to use; "" for the group's own
    /// @throws IllegalArgumentException if there is no such group, it is parallel, or the policy is not supported
    public static Selection onFault(ClusterState state, String name, String policy) {
        var group = group(state, name);
        if (group.parallel()) throw new IllegalArgumentException("group " + name + " is parallel");
        var active = state.activeSystems(name);
        String from = active.isEmpty() ? "" : active.getFirst();
        var placement = Placement.of(Placement.Cause.FAULT, "", from);
        if (!from.isEmpty()) placement = placement.excluding(from);
        var rule = policy.isEmpty() ? Placements.policy(group) : TargetPolicy.of(policy);
        return Placements.forecast(state, group, placement, rule);
    }

    /// What keeps a group from going online on a system now, the weightiest first.
    ///
    /// @throws IllegalArgumentException if there is no such group
    public static List<Obstacle> obstacles(ClusterState state, String name, String system) {
        return Eligibility.obstacles(state, group(state, name), system);
    }

    /// The last decisions about a group, oldest first.
    public static List<Decision> decisions(ClusterState state, String name) {
        return state.group(group(state, name).name()).decisions();
    }

    /// AvailableCapacity of a system, in units.
    public static int availableCapacity(ClusterState state, String system) {
        return Eligibility.availableCapacity(state, system);
    }

    /// CurrentLimits of a system.
    public static SortedMap<String, Integer> currentLimits(ClusterState state, String system) {
        return Eligibility.currentLimits(state, system, "");
    }

    private static GroupInfo group(ClusterState state, String name) {
        var group = state.topology().groups().get(name);
        if (group == null) throw new IllegalArgumentException("no group " + name);
        return group;
    }
}
