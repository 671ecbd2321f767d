package dev.vigil.agent;

import dev.vigil.config.Attribute;
import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.Configuration;
import dev.vigil.config.Dimension;
import dev.vigil.config.NamedObject;
import dev.vigil.config.Resource;
import dev.vigil.config.ResourceType;
import dev.vigil.config.Schema;
import dev.vigil.config.SchemaAttribute;
import dev.vigil.config.Value;
import dev.vigil.config.ValueType;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads out of a configuration what an agent has to know about a resource on one system.
final class DefinitionBuilder {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");

    private final SortedMap<String, List<String>> values = new TreeMap<>();
    private final SortedMap<String, String> dimensions = new TreeMap<>();
    private final SortedMap<String, Integer> limits = new TreeMap<>();

    private DefinitionBuilder() {}

    static ResourceDefinition of(Configuration configuration, String system, String name) {
        Resource resource =
                configuration
                        .resource(name)
                        .orElseThrow(() -> new IllegalArgumentException("no resource " + name));
        ResourceType type =
                configuration
                        .type(resource.type())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no type " + resource.type() + " of " + name));
        var builder = new DefinitionBuilder();
        for (SchemaAttribute attribute : Schema.staticAttributes().values()) {
            builder.add(configuration, resource, attribute.definition(), system);
        }
        for (AttributeDefinition attribute : type.attributes().values()) {
            builder.add(configuration, resource, attribute, system);
        }
        String group = resource.group();
        String operations =
                configuration.resourceValue(resource, "Operations", system).text().strip();
        boolean failover = configuration.groupValue(group, "Parallel", "").asInt() != 1;
        boolean leftRunning =
                configuration
                        .groupValue(group, "SysDownPolicy", "")
                        .asList()
                        .contains("AutoDisableNoOffline");
        return new ResourceDefinition(
                name,
                resource.type(),
                group,
                configuration.resourceValue(resource, "Enabled", system).asBoolean(),
                failover && !leftRunning && operations.equals("OnOff"),
                builder.values,
                builder.dimensions,
                configuration.resourceValue(resource, "ArgList", system).asList(),
                builder.limits,
                operations,
                managesFaults(configuration, resource, system),
                systemAttributes(configuration, system));
    }

    private void add(
            Configuration configuration,
            Resource resource,
            AttributeDefinition attribute,
            String system) {
        Value value = configuration.resourceValue(resource, attribute.name(), system);
        values.put(attribute.name(), List.copyOf(value.asList()));
        if (attribute.dimension() != Dimension.SCALAR) {
            dimensions.put(attribute.name(), attribute.dimension().name().toLowerCase(Locale.ROOT));
            return;
        }
        boolean numeric =
                attribute.type() == ValueType.INTEGER || attribute.type() == ValueType.BOOLEAN;
        if (numeric && NUMBER.matcher(value.text().strip()).matches()) {
            limits.put(attribute.name(), Integer.parseInt(value.text().strip()));
        }
    }

    /// The resource's own ManageFaults (ACT, IGNORE) goes before its group's (ALL, NONE).
    private static boolean managesFaults(
            Configuration configuration, Resource resource, String system) {
        String own = configuration.resourceValue(resource, "ManageFaults", system).text();
        return switch (own.toUpperCase(Locale.ROOT)) {
            case "ACT", "ALL" -> true;
            case "IGNORE", "NONE" -> false;
            default ->
                    !configuration
                            .groupValue(resource.group(), "ManageFaults", system)
                            .text()
                            .equalsIgnoreCase("NONE");
        };
    }

    private static SortedMap<String, String> systemAttributes(
            Configuration configuration, String system) {
        var attributes = new TreeMap<String, String>();
        attributes.put("SysName", system);
        NamedObject object =
                configuration
                        .system(system)
                        .orElseThrow(() -> new IllegalArgumentException("no system " + system));
        for (var entry : object.attributes().byName().entrySet()) {
            Attribute attribute = entry.getValue();
            attribute.on(system).ifPresent(value -> attributes.put(entry.getKey(), value.text()));
        }
        attributes.put(
                "PhysicalServer", configuration.systemValue(system, "PhysicalServer").text());
        for (String other : configuration.systems().keySet()) {
            String server = configuration.systemValue(other, "PhysicalServer").text();
            if (!other.equals(system) && !server.isEmpty()) {
                attributes.put("PhysicalServer@" + other, server);
            }
        }
        return attributes;
    }
}
