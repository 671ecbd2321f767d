package dev.vigil.agent;

import dev.vigil.config.Configuration;
import dev.vigil.config.NamedObject;
import dev.vigil.config.Resource;
import dev.vigil.config.ResourceType;
import dev.vigil.config.Value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The definitions of all resources that may run on one system, from one configuration to the next: what a change of the configuration
/// does not touch is not made anew, and is the very object that it was.
public final class LocalDefinitions {
    private final String system;
    private Map<String, Known> known = Map.of();

    private record Known(Basis basis, ResourceDefinition definition) {}

    /// All that a definition is made of.
    private record Basis(
            Resource resource,
            ResourceType type,
            Value parallel,
            Value sysDownPolicy,
            Value manageFaults,
            SequencedMap<String, NamedObject> systems) {}

    /// @param system the system that they are for
    public LocalDefinitions(String system) {
        this.system = system;
    }

    /// The definitions of all resources of the groups that may run on the system, in the order of the configuration.
    ///
    /// @throws IllegalArgumentException if the system or the type of a resource is not defined
    public List<ResourceDefinition> of(Configuration configuration) {
        Map<String, Known> now = new HashMap<>();
        List<ResourceDefinition> local = new ArrayList<>();
        for (var group : configuration.groups().values()) {
            if (!configuration.systemList(group.name()).containsKey(system)) continue;
            for (Resource resource : group.resources().values()) {
                Known each = known(configuration, resource);
                now.put(resource.name(), each);
                local.add(each.definition());
            }
        }
        known = now;
        return local;
    }

    private Known known(Configuration configuration, Resource resource) {
        var basis =
                new Basis(
                        resource,
                        configuration.types().get(resource.type()),
                        configuration.groupValue(resource.group(), "Parallel", ""),
                        configuration.groupValue(resource.group(), "SysDownPolicy", ""),
                        configuration.groupValue(resource.group(), "ManageFaults", system),
                        configuration.systems());
        Known before = known.get(resource.name());
        if (before != null && before.basis().equals(basis)) return before;
        return new Known(basis, ResourceDefinition.of(configuration, system, resource.name()));
    }
}
