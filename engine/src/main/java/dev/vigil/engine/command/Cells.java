package dev.vigil.engine.command;

import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.Attributes;
import dev.vigil.config.SchemaAttribute;
import dev.vigil.config.Value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Collects the values of one object, for all systems and for single ones.
///
/// A value that the running engine knows comes before one that is configured, and that before the default.
final class Cells {
    private final Attributes configured;
    private final List<String> systems;
    private final Map<String, Value> runningGlobal = new TreeMap<>();
    private final Map<String, Map<String, Value>> runningLocal = new TreeMap<>();

    /// @param configured what is set for the object
    /// @param systems the systems on which it may have values of its own
    Cells(Attributes configured, Collection<String> systems) {
        this.configured = configured;
        this.systems = List.copyOf(systems);
    }

    Cells running(String attribute, Object value) {
        runningGlobal.put(attribute, of(value));
        return this;
    }

    Cells running(String attribute, String system, Object value) {
        runningLocal.computeIfAbsent(attribute, _ -> new TreeMap<>()).put(system, of(value));
        return this;
    }

    private static Value of(Object value) {
        return switch (value) {
            case Value ready -> ready;
            case Boolean flag -> Value.of(flag ? 1 : 0);
            default -> Value.of(String.valueOf(value));
        };
    }

    /// The attributes of a schema that have one value, in alphabetical order.
    List<Cell> globals(SequencedMap<String, SchemaAttribute> schema) {
        var cells = new ArrayList<Cell>();
        for (SchemaAttribute attribute : new TreeMap<>(schema).values()) {
            if (!isLocal(attribute)) {
                cells.add(global(attribute.definition()));
            }
        }
        return cells;
    }

    /// The attributes of a schema that have a value for each system, system by system.
    List<Cell> locals(SequencedMap<String, SchemaAttribute> schema) {
        var cells = new ArrayList<Cell>();
        for (String system : systems) {
            for (SchemaAttribute attribute : new TreeMap<>(schema).values()) {
                if (isLocal(attribute)) {
                    cells.add(local(attribute.definition(), system));
                }
            }
        }
        return cells;
    }

    private boolean isLocal(SchemaAttribute attribute) {
        return switch (attribute.scope()) {
            case LOCAL -> true;
            case GLOBAL -> false;
            case EITHER -> isLocal(attribute.name());
        };
    }

    private boolean isLocal(String attribute) {
        return runningLocal.containsKey(attribute)
                || configured.get(attribute).filter(found -> found.isLocal()).isPresent();
    }

    /// An attribute of a type: one cell, or one for each system if any has a value of its own.
    List<Cell> typed(AttributeDefinition definition) {
        if (!isLocal(definition.name())) {
            return List.of(global(definition));
        }
        return systems.stream().map(system -> local(definition, system)).toList();
    }

    private Cell global(AttributeDefinition definition) {
        String name = definition.name();
        Value value =
                Optional.ofNullable(runningGlobal.get(name))
                        .or(() -> configured.global(name))
                        .orElseGet(definition::initial);
        return Cell.global(name, value);
    }

    private Cell local(AttributeDefinition definition, String system) {
        String name = definition.name();
        Value value =
                Optional.ofNullable(runningLocal.getOrDefault(name, Map.of()).get(system))
                        .or(() -> Optional.ofNullable(runningGlobal.get(name)))
                        .or(() -> configured.on(name, system))
                        .orElseGet(definition::initial);
        return Cell.local(name, system, value);
    }
}
