package dev.vigil.config;

import dev.vigil.config.Places.Kind;

import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// Checks that the systems and clusters which groups name are there, and that a group's attributes go together.
final class GroupChecks {
    private static final List<String> OF_SYSTEM_LIST = List.of("AutoStartList", "SystemZones");

    private final Configuration configuration;
    private final Places places;
    private final Findings findings;

    GroupChecks(Configuration configuration, Places places, Findings findings) {
        this.configuration = configuration;
        this.places = places;
        this.findings = findings;
    }

    void run() {
        configuration.groups().values().forEach(this::group);
        configuration.heartbeats().values().forEach(this::heartbeat);
        configuration.sites().values().forEach(this::site);
    }

    private void group(Group group) {
        clusterList(group);
        hybrid(group);
        if (!places.isBroken(Kind.GROUP, group.name(), "SystemList")) systems(group);
    }

    private void systems(Group group) {
        Set<String> systems = systemList(group);
        for (String system : systems) {
            if (!configuration.systems().containsKey(system))
                notDefined(Kind.GROUP, group.name(), "SystemList", system);
        }
        for (String attribute : OF_SYSTEM_LIST) {
            Value value = value(group, attribute);
            List<String> named =
                    value instanceof Value.Association(var entries)
                            ? List.copyOf(entries.sequencedKeySet())
                            : value.asList();
            for (String system : named)
                if (!systems.contains(system))
                    notInSystemList(Kind.GROUP, group, group.name(), attribute, system, system);
        }
        local(Kind.GROUP, group, group.name(), group.attributes(), systems);
        for (Resource resource : group.resources().values())
            local(Kind.RESOURCE, group, resource.name(), resource.attributes(), systems);
    }

    private Set<String> systemList(Group group) {
        return value(group, "SystemList") instanceof Value.Association(var entries)
                ? entries.sequencedKeySet()
                : Set.of();
    }

    private static Value value(Group group, String attribute) {
        return group.attributes()
                .global(attribute)
                .orElseGet(
                        () ->
                                Schema.groupAttribute(attribute)
                                        .orElseThrow()
                                        .definition()
                                        .initial());
    }

    private void local(
            Kind kind, Group group, String object, Attributes attributes, Set<String> systems) {
        attributes
                .byName()
                .forEach(
                        (name, attribute) ->
                                attribute.local().sequencedKeySet().stream()
                                        .filter(system -> !systems.contains(system))
                                        .forEach(
                                                system ->
                                                        notInSystemList(
                                                                kind,
                                                                group,
                                                                object,
                                                                name,
                                                                "@" + system,
                                                                system)));
    }

    private void notInSystemList(
            Kind kind, Group group, String object, String attribute, String item, String system) {
        Set<String> systems = systemList(group);
        boolean defined = configuration.systems().containsKey(system);
        findings.error(
                places.of(kind, object, attribute, item),
                defined ? Umi.NOT_IN_SYSTEM_LIST : Umi.NOT_DEFINED,
                "attribute "
                        + attribute
                        + " of "
                        + kind.of(object)
                        + " names system "
                        + system
                        + (defined
                                ? ", which is not in the SystemList of group " + group.name()
                                : ", which is not defined"),
                Spelling.didYouMean(
                        system,
                        systems,
                        defined
                                ? "Add it to the SystemList, or remove it here"
                                : "Write 'system " + system + " ( )' in main.cf"));
    }

    private void notDefined(Kind kind, String object, String attribute, String system) {
        findings.error(
                places.of(kind, object, attribute, system),
                Umi.NOT_DEFINED,
                "system "
                        + system
                        + " in attribute "
                        + attribute
                        + " of "
                        + kind.of(object)
                        + " is not defined",
                Spelling.didYouMean(
                        system,
                        configuration.systems().sequencedKeySet(),
                        "Write 'system " + system + " ( )' in main.cf"));
    }

    private void clusterList(Group group) {
        if (!(value(group, "ClusterList") instanceof Value.Association(var entries))) return;
        for (String cluster : entries.sequencedKeySet())
            if (!isCluster(cluster)) noCluster(Kind.GROUP, group.name(), "ClusterList", cluster);
    }

    private boolean isCluster(String name) {
        return name.equals(configuration.clusterName())
                || configuration.remoteClusters().containsKey(name);
    }

    private void noCluster(Kind kind, String object, String attribute, String cluster) {
        findings.error(
                places.of(kind, object, attribute, cluster),
                Umi.NOT_DEFINED,
                "cluster "
                        + cluster
                        + " in attribute "
                        + attribute
                        + " of "
                        + kind.of(object)
                        + " is not defined",
                "Write 'remotecluster " + cluster + " ( ClusterAddress = \"...\" )' in main.cf");
    }

    private void hybrid(Group group) {
        boolean hybrid = value(group, "Parallel").text().equals("2");
        if (hybrid && value(group, "AutoFailOver").text().equals("2"))
            findings.error(
                    places.of(Kind.GROUP, group.name(), "AutoFailOver"),
                    Umi.CONFLICT,
                    "group " + group.name() + " is hybrid and has AutoFailOver = 2",
                    "A hybrid group (Parallel = 2) fails over inside its zone anyway: use 1");
    }

    private void heartbeat(NamedObject heartbeat) {
        Value clusters = heartbeat.attributes().global("ClusterList").orElse(Value.of(""));
        for (String cluster : clusters.asList())
            if (!isCluster(cluster))
                noCluster(Kind.HEARTBEAT, heartbeat.name(), "ClusterList", cluster);
        SequencedMap<String, Attribute> attributes = heartbeat.attributes().byName();
        attributes.forEach(
                (name, attribute) -> {
                    for (String cluster : attribute.local().sequencedKeySet())
                        if (!isCluster(cluster))
                            noCluster(Kind.HEARTBEAT, heartbeat.name(), name, cluster);
                });
    }

    private void site(NamedObject site) {
        Value systems = site.attributes().global("SystemList").orElse(Value.of(""));
        for (String system : systems.asList())
            if (!configuration.systems().containsKey(system))
                notDefined(Kind.SITE, site.name(), "SystemList", system);
    }
}
