package dev.vigil.engine.core;

import dev.vigil.config.Configuration;
import dev.vigil.config.GroupDependency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// The configuration as the core needs it: looked up once, indexed by name, in orders in which decisions are taken.
///
/// @param systems by name
/// @param groups by name; children before the groups that depend on them, else in the order of the configuration
/// @param resources by name
public record Topology(
        SequencedMap<String, SystemInfo> systems,
        SequencedMap<String, GroupInfo> groups,
        SequencedMap<String, ResourceInfo> resources) {
    /// Of no configuration at all.
    public static final Topology NONE =
            new Topology(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());

    /// Keeps what it is given from being changed.
    public Topology {
        systems = Collections.unmodifiableSequencedMap(systems);
        groups = Collections.unmodifiableSequencedMap(groups);
        resources = Collections.unmodifiableSequencedMap(resources);
    }

    /// Indexes a verified configuration.
    public static Topology of(Configuration configuration) {
        SequencedMap<String, SystemInfo> systems = new LinkedHashMap<>();
        configuration
                .systems()
                .keySet()
                .forEach(name -> systems.put(name, SystemInfo.of(configuration, name)));
        List<GroupDependency> dependencies = configuration.groupDependencies();
        SequencedMap<String, GroupInfo> groups = new LinkedHashMap<>();
        SequencedMap<String, ResourceInfo> resources = new LinkedHashMap<>();
        for (String name : childrenFirst(configuration, dependencies)) {
            var group = GroupInfo.of(configuration, configuration.groups().get(name), dependencies);
            groups.put(name, group);
            resources.putAll(group.resources());
        }
        return new Topology(systems, groups, resources);
    }

    private static SequencedSet<String> childrenFirst(
            Configuration configuration, List<GroupDependency> dependencies) {
        SequencedSet<String> order = new LinkedHashSet<>();
        configuration
                .groups()
                .keySet()
                .forEach(name -> visit(name, dependencies, order, new ArrayList<>()));
        return order;
    }

    private static void visit(
            String name,
            List<GroupDependency> dependencies,
            SequencedSet<String> order,
            List<String> above) {
        if (order.contains(name) || above.contains(name)) return;
        above.add(name);
        for (var each : dependencies)
            if (each.parent().equals(name)) visit(each.child(), dependencies, order, above);
        above.removeLast();
        order.add(name);
    }

    /// The group a resource belongs to.
    public GroupInfo groupOf(String resource) {
        return groups.get(resources.get(resource).group());
    }
}
