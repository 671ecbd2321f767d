package dev.vigil.engine.core;

import dev.vigil.config.Configuration;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How much each system weighs when two sides of a split cluster race for the coordination points: the lighter side starts later.
///
/// | PreferredFencingPolicy | a system weighs |
/// |---|---|
/// | Disabled, Site | 1 |
/// | System | 1 and its FencingWeight |
/// | Group | 1 and, for each group ONLINE or PARTIAL there, 625, 125, 25 or 5 for Priority 1 to 4, and 1 for any other |
///
/// So nothing that is set at all leaves it to the number of systems.
///
/// Source: VCS Administrator's Guide, "About preferred fencing"; service group attributes, Priority.
public final class FencingWeights {
    private static final long[] OF_PRIORITY = {1, 625, 125, 25, 5};

    private FencingWeights() {}

    /// The weight of every configured system.
    ///
    /// @return by name; empty before a configuration was built
    public static SortedMap<String, Long> of(ClusterState state) {
        SortedMap<String, Long> weights = new TreeMap<>();
        if (!state.configured()) return weights;
        Configuration configuration = state.configuration();
        String policy = configuration.clusterValue("PreferredFencingPolicy").text();
        for (String system : state.topology().systems().keySet())
            weights.put(
                    system,
                    1
                            + switch (policy) {
                                case "System" -> ownWeight(configuration, system);
                                case "Group" -> groupWeights(state, system);
                                default -> 0;
                            });
        return Collections.unmodifiableSortedMap(weights);
    }

    private static long ownWeight(Configuration configuration, String system) {
        return Math.max(0, configuration.systemValue(system, "FencingWeight").asInt());
    }

    private static long groupWeights(ClusterState state, String system) {
        long sum = 0;
        for (String group : state.topology().groups().keySet()) {
            if (!state.configuration().systemList(group).containsKey(system)) continue;
            if (state.groupState(group, system).base() == GroupState.Base.OFFLINE) continue;
            int priority = state.configuration().groupValue(group, "Priority", system).asInt();
            sum += OF_PRIORITY[priority >= 1 && priority < OF_PRIORITY.length ? priority : 0];
        }
        return sum;
    }
}
