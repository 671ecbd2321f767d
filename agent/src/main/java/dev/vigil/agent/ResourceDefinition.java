package dev.vigil.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import dev.vigil.config.Configuration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Everything an agent has to know about one resource on one system, by value: it is kept on disk, so that a fresh node daemon
/// can look at and stop the resource without an engine.
///
/// @param name the resource's name
/// @param type its resource type
/// @param group the service group it belongs to
/// @param enabled whether agents monitor and control it
/// @param leased whether it must not outlive the system's lease: OnOff, in a failover group that is not left running on purpose
///     (SysDownPolicy = { AutoDisableNoOffline })
/// @param attributes effective values on this system of the type's and the resource's attributes; an association as key, value,
///     key, value
/// @param dimensions dimension of each attribute that is no scalar: `vector`, `keylist`, `association`
/// @param argList names of the attributes that scripts get as arguments, in order
/// @param limits the numeric static attributes (MonitorInterval, OnlineTimeout, RestartLimit ...): seconds and counts
/// @param operations `OnOff`, `OnOnly` or `None`
/// @param manageFaults false if faults are only reported and left to an administrator (ManageFaults = NONE)
/// @param system what agents may want to know of the local system: SysName, PhysicalServer; and of the others: PhysicalServer@other
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResourceDefinition(
        String name,
        String type,
        String group,
        boolean enabled,
        boolean leased,
        SortedMap<String, List<String>> attributes,
        SortedMap<String, String> dimensions,
        List<String> argList,
        SortedMap<String, Integer> limits,
        String operations,
        boolean manageFaults,
        SortedMap<String, String> system) {

    /// Copies what it is given, so that a definition never changes.
    public ResourceDefinition {
        var values = new TreeMap<String, List<String>>();
        attributes.forEach(
                (attribute, value) -> values.put(attribute, List.copyOf(new ArrayList<>(value))));
        attributes = Collections.unmodifiableSortedMap(values);
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
        argList = List.copyOf(argList);
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
        system = Collections.unmodifiableSortedMap(new TreeMap<>(system));
    }

    /// The definition of a resource as it is on one system, from the configuration.
    ///
    /// @throws IllegalArgumentException if the system, the resource or its type is not defined
    public static ResourceDefinition of(
            Configuration configuration, String system, String resource) {
        return DefinitionBuilder.of(configuration, system, resource);
    }

    /// A definition with nothing set: enabled, OnOff, all limits at their defaults. For tests and for tools.
    public static ResourceDefinition plain(String name, String type, String group) {
        return new ResourceDefinition(
                name,
                type,
                group,
                true,
                false,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                List.of(),
                Collections.emptySortedMap(),
                "OnOff",
                true,
                Collections.emptySortedMap());
    }

    /// The same with another value of one attribute.
    public ResourceDefinition with(String attribute, String... values) {
        return changed(draft -> draft.attributes.put(attribute, List.of(values)));
    }

    /// The same with another limit, in seconds or as a count.
    public ResourceDefinition withLimit(String attribute, int value) {
        return changed(draft -> draft.limits.put(attribute, value));
    }

    /// The same with another dimension of an attribute: `vector`, `keylist` or `association`.
    public ResourceDefinition withDimension(String attribute, String dimension) {
        return changed(draft -> draft.dimensions.put(attribute, dimension));
    }

    /// The same with another ArgList.
    public ResourceDefinition withArgList(String... names) {
        return changed(draft -> draft.argList = List.of(names));
    }

    /// The same with Operations `OnOff`, `OnOnly` or `None`.
    public ResourceDefinition withOperations(String value) {
        return changed(draft -> draft.operations = value);
    }

    /// The same, enabled or not.
    public ResourceDefinition withEnabled(boolean value) {
        return changed(draft -> draft.enabled = value);
    }

    /// The same, under the lease or not.
    public ResourceDefinition withLeased(boolean value) {
        return changed(draft -> draft.leased = value);
    }

    /// The same, with faults managed or left to an administrator.
    public ResourceDefinition withManageFaults(boolean value) {
        return changed(draft -> draft.manageFaults = value);
    }

    /// The same with another attribute of the local system.
    public ResourceDefinition withSystem(String attribute, String value) {
        return changed(draft -> draft.system.put(attribute, value));
    }

    private ResourceDefinition changed(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return new ResourceDefinition(
                name,
                type,
                group,
                draft.enabled,
                draft.leased,
                draft.attributes,
                draft.dimensions,
                draft.argList,
                draft.limits,
                draft.operations,
                draft.manageFaults,
                draft.system);
    }

    /// What of a definition can be changed on the way to another one.
    private static final class Draft {
        private boolean enabled;
        private boolean leased;
        private final SortedMap<String, List<String>> attributes;
        private final SortedMap<String, String> dimensions;
        private List<String> argList;
        private final SortedMap<String, Integer> limits;
        private String operations;
        private boolean manageFaults;
        private final SortedMap<String, String> system;

        private Draft(ResourceDefinition from) {
            enabled = from.enabled;
            leased = from.leased;
            attributes = new TreeMap<>(from.attributes);
            dimensions = new TreeMap<>(from.dimensions);
            argList = from.argList;
            limits = new TreeMap<>(from.limits);
            operations = from.operations;
            manageFaults = from.manageFaults;
            system = new TreeMap<>(from.system);
        }
    }

    /// The values of a vector, keylist or flattened association, or the one of a scalar; empty when it is not set.
    public List<String> values(String attribute) {
        return attributes.getOrDefault(attribute, List.of());
    }

    /// The value of a scalar attribute; "" when it is not set.
    public String text(String attribute) {
        List<String> values = values(attribute);
        return values.isEmpty() ? "" : values.getFirst();
    }

    /// The entries of an association, in their order.
    public SequencedMap<String, String> association(String attribute) {
        List<String> flat = values(attribute);
        var entries = new LinkedHashMap<String, String>();
        for (int i = 0; i + 1 < flat.size(); i += 2) entries.put(flat.get(i), flat.get(i + 1));
        return entries;
    }

    /// A numeric static attribute.
    ///
    /// @return `otherwise` when the definition does not have it
    public int limit(String attribute, int otherwise) {
        return limits.getOrDefault(attribute, otherwise);
    }
}
