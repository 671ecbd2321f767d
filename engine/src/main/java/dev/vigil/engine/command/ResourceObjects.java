package dev.vigil.engine.command;

import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.Configuration;
import dev.vigil.config.Resource;
import dev.vigil.config.Schema;
import dev.vigil.config.Value;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Flag;
import dev.vigil.engine.core.ResourceOnSystem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The resources and their attributes.
record ResourceObjects(ClusterState state) implements Objects {

    @Override
    public String kind() {
        return "Resource";
    }

    @Override
    public List<String> names() {
        return state.configuration().resources().stream().map(Resource::name).toList();
    }

    @Override
    public Refusal unknown(String name) {
        return Refusal.of(Umi.RESOURCE_NOT_FOUND, name);
    }

    @Override
    public Optional<Refusal> none() {
        return Optional.of(Refusal.of(Umi.NO_RESOURCES));
    }

    @Override
    public List<String> systems(String name) {
        return List.copyOf(state.configuration().systemList(resource(name).group()).keySet());
    }

    @Override
    public boolean has(String name, String attribute) {
        Resource resource = resource(name);
        return resource.attributes().has(attribute)
                || Schema.resourceAttribute(attribute).isPresent()
                || state.configuration()
                        .type(resource.type())
                        .flatMap(type -> type.attribute(attribute))
                        .filter(found -> found.kind() != AttributeDefinition.Kind.STATIC)
                        .isPresent();
    }

    private Resource resource(String name) {
        return state.configuration().resource(name).orElseThrow();
    }

    @Override
    public List<Cell> cells(String name) {
        Resource resource = resource(name);
        var cells = new Cells(resource.attributes(), systems(name));
        cells.running("Group", resource.group()).running("Name", name);
        cells.running("LastOnline", lastOnline(name));
        for (String system : systems(name)) {
            running(cells, resource, system);
        }
        var all = new ArrayList<Cell>();
        all.add(Cell.global("Group", Value.of(resource.group())));
        all.add(Cell.global("Type", Value.of(resource.type())));
        for (Cell cell : cells.globals(Schema.resourceAttributes())) {
            if (!cell.attribute().equals("Group") && !cell.attribute().equals("Name")) {
                all.add(cell);
            }
        }
        all.addAll(cells.locals(Schema.resourceAttributes()));
        for (AttributeDefinition definition : definitions(resource).values()) {
            all.addAll(cells.typed(definition));
        }
        return all;
    }

    private void running(Cells cells, Resource resource, String system) {
        String name = resource.name();
        ResourceOnSystem on = state.resource(name, system);
        var info = state.topology().resources().get(name);
        cells.running("State", system, on.status().text())
                .running("Flags", system, flags(on))
                .running("IState", system, state.iState(name, system).text())
                .running("Probed", system, state.probed(info, system))
                .running("Path", system, on.path())
                .running("Start", system, on.intent() == ResourceOnSystem.Intent.ONLINE ? 1 : 0)
                .running("ConfidenceLevel", system, on.status().confidence())
                .running("ConfidenceMsg", system, on.reason())
                .running("ArgListValues", system, argListValues(resource, system));
    }

    private static String flags(ResourceOnSystem on) {
        return on.status().flags().stream().map(Flag::text).collect(Collectors.joining("|"));
    }

    private String lastOnline(String name) {
        return systems(name).stream()
                .filter(system -> state.resource(name, system).online())
                .findFirst()
                .orElse("");
    }

    /// The attributes that the type gives its resources, then the static ones that this resource overrides.
    private SequencedMap<String, AttributeDefinition> definitions(Resource resource) {
        var definitions = new LinkedHashMap<String, AttributeDefinition>();
        Configuration configuration = state.configuration();
        configuration
                .type(resource.type())
                .ifPresent(
                        type ->
                                type.attributes().values().stream()
                                        .filter(
                                                each ->
                                                        each.kind()
                                                                != AttributeDefinition.Kind.STATIC)
                                        .forEach(each -> definitions.put(each.name(), each)));
        overridden(resource).forEach(each -> definitions.put(each.name(), each));
        return definitions;
    }

    /// The static attributes that a resource overrides.
    List<AttributeDefinition> overridden(Resource resource) {
        Configuration configuration = state.configuration();
        return resource.attributes().byName().keySet().stream()
                .flatMap(name -> configuration.definition(resource.type(), name).stream())
                .filter(each -> each.kind() == AttributeDefinition.Kind.STATIC)
                .toList();
    }

    /// What entry points are given: the name of each attribute of ArgList, how many words its value has, and these.
    private Value argListValues(Resource resource, String system) {
        Configuration configuration = state.configuration();
        var words = new ArrayList<String>();
        for (String argument : configuration.typeValue(resource.type(), "ArgList").asList()) {
            List<String> value = argument(resource, argument, system);
            words.add(argument);
            words.add(Integer.toString(value.size()));
            words.addAll(value);
        }
        return new Value.Vector(words);
    }

    private List<String> argument(Resource resource, String argument, String system) {
        Configuration configuration = state.configuration();
        int colon = argument.indexOf(':');
        if (colon < 0) {
            return configuration.definition(resource.type(), argument).isPresent()
                    ? scalarAsOne(configuration.resourceValue(resource, argument, system))
                    : List.of();
        }
        String other =
                configuration.resourceValue(resource, argument.substring(0, colon), system).text();
        String attribute = argument.substring(colon + 1);
        return configuration
                .resource(other)
                .filter(target -> configuration.definition(target.type(), attribute).isPresent())
                .map(target -> configuration.resourceValue(target, attribute, system).asList())
                .orElse(List.of());
    }

    private static List<String> scalarAsOne(Value value) {
        return value instanceof Value.Scalar(var text) ? List.of(text) : value.asList();
    }
}
