package dev.vigil.engine.command;

import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.ResourceType;
import dev.vigil.config.Schema;
import dev.vigil.engine.core.ClusterState;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The resource types and their static attributes.
record TypeObjects(ClusterState state) implements Objects {

    @Override
    public String kind() {
        return "Type";
    }

    @Override
    public List<String> names() {
        return List.copyOf(state.configuration().types().keySet());
    }

    @Override
    public Refusal unknown(String name) {
        return Refusal.of(Umi.TYPE_UNKNOWN, name);
    }

    @Override
    public Optional<Refusal> none() {
        return Optional.empty();
    }

    @Override
    public List<String> systems(String name) {
        return List.of();
    }

    @Override
    public boolean has(String name, String attribute) {
        return attributes(state.configuration().types().get(name)).contains(attribute);
    }

    @Override
    public List<Cell> cells(String name) {
        return attributes(state.configuration().types().get(name)).stream()
                .map(each -> Cell.global(each, state.configuration().typeValue(name, each)))
                .toList();
    }

    /// The static attributes of a type, its own and those of all types, in alphabetical order.
    private static TreeSet<String> attributes(ResourceType type) {
        var names = new TreeSet<>(Schema.staticAttributes().keySet());
        type.attributes().values().stream()
                .filter(each -> each.kind() == AttributeDefinition.Kind.STATIC)
                .forEach(each -> names.add(each.name()));
        return names;
    }
}
