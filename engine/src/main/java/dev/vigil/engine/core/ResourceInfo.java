package dev.vigil.engine.core;

import dev.vigil.config.Configuration;
import dev.vigil.config.Group;
import dev.vigil.config.Resource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// What the core has to know of a configured resource, taken from the configuration once.
///
/// @param operations what may be done with it
/// @param critical whether its fault is its group's
/// @param enabled whether agents control it
/// @param autoStart whether it starts with its group by itself
/// @param startable whether a start of its group starts it: enabled as all it depends on, and AutoStart or needed by such a one
/// @param counts whether the group is only ONLINE when it is (AutoStart, enabled, OnOff or OnOnly)
/// @param faultPropagates whether its fault takes down what depends on it
/// @param parents what depends on it, directly
/// @param children what it depends on, directly
/// @param ancestors what depends on it, nearest first
/// @param descendants what it depends on, nearest first
/// @param triggerStateChange TriggerResStateChange, or RESSTATECHANGE in TriggersEnabled, of it or of its group
/// @param triggerRestart TriggerResRestart, or RESRESTART in TriggersEnabled, of it or of its group
/// @param triggerPath TriggerPath of it or of its group
public record ResourceInfo(
        String name,
        String type,
        String group,
        Operations operations,
        boolean critical,
        boolean enabled,
        boolean autoStart,
        boolean startable,
        boolean counts,
        boolean faultPropagates,
        List<String> parents,
        List<String> children,
        List<String> ancestors,
        List<String> descendants,
        boolean triggerStateChange,
        boolean triggerRestart,
        String triggerPath) {
    /// What may be done with resources of a type (static attribute Operations).
    public enum Operations {
        /// Brought online and taken offline.
        ON_OFF,
        /// Brought online, never taken offline.
        ON_ONLY,
        /// Only watched: persistent.
        NONE;

        static Operations of(String text) {
            return switch (text) {
                case "OnOff" -> ON_OFF;
                case "OnOnly" -> ON_ONLY;
                case "None" -> NONE;
                default ->
                        throw new IllegalArgumentException(
                                "Operations is OnOff, OnOnly or None, not " + text);
            };
        }
    }

    static ResourceInfo of(Configuration configuration, Group group, Resource resource) {
        var operations =
                Operations.of(configuration.typeValue(resource.type(), "Operations").text());
        var ancestors = reach(resource.name(), group::parentsOf);
        var descendants = reach(resource.name(), group::childrenOf);
        boolean enabled = flag(configuration, resource, "Enabled");
        boolean autoStart = flag(configuration, resource, "AutoStart");
        boolean enabledBelow =
                enabled
                        && descendants.stream()
                                .map(group.resources()::get)
                                .allMatch(below -> flag(configuration, below, "Enabled"));
        boolean needed =
                autoStart
                        || ancestors.stream()
                                .map(group.resources()::get)
                                .anyMatch(above -> flag(configuration, above, "AutoStart"));
        String own = configuration.resourceValue(resource, "TriggerPath", "").text();
        return new ResourceInfo(
                resource.name(),
                resource.type(),
                group.name(),
                operations,
                flag(configuration, resource, "Critical"),
                enabled,
                autoStart,
                operations != Operations.NONE && enabledBelow && needed,
                operations != Operations.NONE && enabled && autoStart,
                propagates(configuration, group, resource),
                group.parentsOf(resource.name()),
                group.childrenOf(resource.name()),
                ancestors,
                descendants,
                triggers(configuration, group, resource, "TriggerResStateChange"),
                triggers(configuration, group, resource, "TriggerResRestart"),
                own.isEmpty()
                        ? configuration.groupValue(group.name(), "TriggerPath", "").text()
                        : own);
    }

    /// Whether a trigger is asked for, by an attribute or by its name in TriggersEnabled, of the resource or of its group.
    private static boolean triggers(
            Configuration configuration, Group group, Resource resource, String attribute) {
        if (flag(configuration, resource, attribute) || groupFlag(configuration, group, attribute))
            return true;
        String trigger = attribute.substring("Trigger".length()).toUpperCase(Locale.ROOT);
        for (String system : configuration.systemList(group.name()).keySet())
            if (configuration
                            .resourceValue(resource, "TriggersEnabled", system)
                            .asList()
                            .contains(trigger)
                    || configuration
                            .groupValue(group.name(), "TriggersEnabled", system)
                            .asList()
                            .contains(trigger)) return true;
        return false;
    }

    private static boolean propagates(Configuration configuration, Group group, Resource resource) {
        return groupFlag(configuration, group, "FaultPropagation")
                && configuration.resourceValue(resource, "FaultPropagation", "").asBoolean();
    }

    private static boolean flag(Configuration configuration, Resource resource, String attribute) {
        return configuration.resourceValue(resource, attribute, "").asBoolean();
    }

    private static boolean groupFlag(Configuration configuration, Group group, String attribute) {
        return configuration.groupValue(group.name(), attribute, "").asBoolean();
    }

    private static List<String> reach(String from, Function<String, List<String>> next) {
        List<String> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        var queue = new ArrayDeque<>(next.apply(from));
        while (!queue.isEmpty()) {
            String name = queue.remove();
            if (!seen.add(name)) continue;
            found.add(name);
            queue.addAll(next.apply(name));
        }
        return Collections.unmodifiableList(found);
    }

    /// Whether it is only watched.
    public boolean persistent() {
        return operations == Operations.NONE;
    }

    /// Whether it can be taken offline.
    public boolean stoppable() {
        return operations == Operations.ON_OFF;
    }
}
