package dev.vigil.engine.core;

import dev.vigil.config.Configuration;
import dev.vigil.config.Dimension;
import dev.vigil.config.Group;
import dev.vigil.config.GroupDependency;
import dev.vigil.config.Value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the core has to know of a configured group, taken from the configuration once.
///
/// @param systems SystemList, in order of priority
/// @param priorities of the systems
/// @param resources by name, in the order of the configuration
/// @param parallel whether it may be online on several systems (Parallel = 1)
/// @param enabled Enabled, by system
/// @param preOnline by system: PreOnline, or PREONLINE in TriggersEnabled
/// @param children what it depends on
/// @param parents what depends on it
/// @param unsupported what of its configuration this engine does not do; "" if nothing. Such a group is never started
public record GroupInfo(
        String name,
        List<String> systems,
        SortedMap<String, Integer> priorities,
        SequencedMap<String, ResourceInfo> resources,
        boolean parallel,
        boolean frozen,
        SortedMap<String, Boolean> enabled,
        boolean autoStart,
        List<String> autoStartList,
        boolean autoStartIfPartial,
        String autoStartPolicy,
        int autoFailOver,
        int autoRestart,
        String failOverPolicy,
        int onlineRetryLimit,
        int onlineRetryIntervalSeconds,
        boolean manualOps,
        boolean evacuate,
        boolean onlineAtUnfreeze,
        boolean onlineClearParent,
        int autoClearLimit,
        int autoClearIntervalSeconds,
        boolean leaveOnSystemDown,
        SortedMap<String, Integer> zones,
        SortedMap<String, Integer> prerequisites,
        int load,
        SortedMap<String, Boolean> preOnline,
        int preonlineTimeoutSeconds,
        boolean triggerResFault,
        String triggerPath,
        List<GroupDependency> children,
        List<GroupDependency> parents,
        String unsupported) {

    static GroupInfo of(
            Configuration configuration, Group group, List<GroupDependency> dependencies) {
        String name = group.name();
        SortedMap<String, Integer> priorities = new TreeMap<>(configuration.systemList(name));
        List<String> systems = new ArrayList<>(configuration.systemList(name).keySet());
        systems.sort(Comparator.comparing(priorities::get));
        SequencedMap<String, ResourceInfo> resources = new LinkedHashMap<>();
        group.resources()
                .values()
                .forEach(
                        each ->
                                resources.put(
                                        each.name(), ResourceInfo.of(configuration, group, each)));
        SortedMap<String, Boolean> enabled = new TreeMap<>();
        SortedMap<String, Boolean> preOnline = new TreeMap<>();
        for (String system : systems) {
            enabled.put(system, configuration.groupValue(name, "Enabled", system).asBoolean());
            preOnline.put(
                    system,
                    configuration.groupValue(name, "PreOnline", system).asBoolean()
                            || configuration
                                    .groupValue(name, "TriggersEnabled", system)
                                    .asList()
                                    .contains("PREONLINE"));
        }
        List<GroupDependency> children =
                dependencies.stream().filter(each -> each.parent().equals(name)).toList();
        return new GroupInfo(
                name,
                Collections.unmodifiableList(systems),
                Collections.unmodifiableSortedMap(priorities),
                Collections.unmodifiableSequencedMap(resources),
                number(configuration, name, "Parallel") == 1,
                flag(configuration, name, "Frozen"),
                Collections.unmodifiableSortedMap(enabled),
                flag(configuration, name, "AutoStart"),
                value(configuration, name, "AutoStartList").asList(),
                flag(configuration, name, "AutoStartIfPartial"),
                value(configuration, name, "AutoStartPolicy").text(),
                number(configuration, name, "AutoFailOver"),
                number(configuration, name, "AutoRestart"),
                value(configuration, name, "FailOverPolicy").text(),
                number(configuration, name, "OnlineRetryLimit"),
                number(configuration, name, "OnlineRetryInterval"),
                flag(configuration, name, "ManualOps"),
                flag(configuration, name, "Evacuate"),
                flag(configuration, name, "OnlineAtUnfreeze"),
                flag(configuration, name, "OnlineClearParent"),
                number(configuration, name, "AutoClearLimit"),
                number(configuration, name, "AutoClearInterval"),
                value(configuration, name, "SysDownPolicy")
                        .asList()
                        .contains("AutoDisableNoOffline"),
                sorted(value(configuration, name, "SystemZones")),
                sorted(value(configuration, name, "Prerequisites")),
                units(value(configuration, name, "Load")),
                Collections.unmodifiableSortedMap(preOnline),
                number(configuration, name, "PreonlineTimeout"),
                flag(configuration, name, "TriggerResFault"),
                value(configuration, name, "TriggerPath").text(),
                children,
                dependencies.stream().filter(each -> each.child().equals(name)).toList(),
                unsupported(configuration, name, children));
    }

    private static String unsupported(
            Configuration configuration, String name, List<GroupDependency> children) {
        if (number(configuration, name, "Parallel") > 1)
            return "Parallel = 2 (hybrid) is not supported; use 0 or 1";
        String policy = value(configuration, name, "FailOverPolicy").text();
        if (!List.of("Priority", "RoundRobin", "Load").contains(policy))
            return "FailOverPolicy = "
                    + policy
                    + " is not supported; use Priority, RoundRobin or Load";
        for (String cluster : value(configuration, name, "ClusterList").asMap().keySet())
            if (!cluster.equals(configuration.clusterName()))
                return "ClusterList names cluster "
                        + cluster
                        + ", and nothing keeps that from running the group too; use hagrp -modify "
                        + name
                        + " ClusterList -delete "
                        + cluster;
        for (var each : children)
            if (each.location() == GroupDependency.Location.SITE)
                return "the site dependency on group "
                        + each.child()
                        + " is not supported; use local, global or remote";
        return "";
    }

    /// A load or capacity in units: the value of key `Units`, or of a single scalar; 0 if there is none.
    static int units(Value value) {
        if (value.dimension() == Dimension.SCALAR)
            return value.text().isEmpty() ? 0 : (int) Double.parseDouble(value.text());
        String units = value.asMap().get("Units");
        return units == null ? 0 : (int) Double.parseDouble(units);
    }

    static SortedMap<String, Integer> sorted(Value value) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(value.asIntMap()));
    }

    private static Value value(Configuration configuration, String group, String attribute) {
        return configuration.groupValue(group, attribute, "");
    }

    private static boolean flag(Configuration configuration, String group, String attribute) {
        return value(configuration, group, attribute).asBoolean();
    }

    private static int number(Configuration configuration, String group, String attribute) {
        return value(configuration, group, attribute).asInt();
    }

    /// Whether the group may run there at all.
    public boolean mayRunOn(String system) {
        return priorities.containsKey(system);
    }
}
