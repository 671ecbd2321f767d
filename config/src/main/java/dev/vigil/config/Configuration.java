package dev.vigil.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A whole cluster configuration: what `main.cf` and the type files it includes say.
///
/// Immutable; a change is a new configuration, made with the `with…` methods and to be checked with [Verifier] before
/// it is used. Types are ordered by their files, those of `main.cf` last, and every file that holds a type is included.
///
/// @param includes the included files as `main.cf` names them
/// @param groups in the order of their definition
public record Configuration(
        List<String> includes,
        NamedObject cluster,
        SequencedMap<String, NamedObject> systems,
        SequencedMap<String, NamedObject> remoteClusters,
        SequencedMap<String, NamedObject> heartbeats,
        SequencedMap<String, NamedObject> sites,
        SequencedMap<String, ResourceType> types,
        SequencedMap<String, Group> groups) {
    /// The file that includes the others.
    public static final String MAIN_FILE = "main.cf";

    public Configuration {
        includes = allFiles(includes, types);
        systems = Ordered.copy(systems);
        remoteClusters = Ordered.copy(remoteClusters);
        heartbeats = Ordered.copy(heartbeats);
        sites = Ordered.copy(sites);
        types = byFile(types, includes);
        groups = Ordered.copy(groups);
    }

    /// A configuration with nothing in it but the cluster's name.
    public static Configuration empty(String clusterName) {
        return new Configuration(
                List.of(),
                new NamedObject(clusterName, Attributes.NONE),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    private static List<String> allFiles(
            List<String> includes, SequencedMap<String, ResourceType> types) {
        List<String> files = new ArrayList<>(includes.stream().distinct().toList());
        for (ResourceType type : types.values()) {
            if (!type.sourceFile().equals(MAIN_FILE) && !files.contains(type.sourceFile()))
                files.add(type.sourceFile());
        }
        return List.copyOf(files);
    }

    private static SequencedMap<String, ResourceType> byFile(
            SequencedMap<String, ResourceType> types, List<String> files) {
        Comparator<ResourceType> byFile =
                Comparator.comparing(
                        type ->
                                type.sourceFile().equals(MAIN_FILE)
                                        ? files.size()
                                        : files.indexOf(type.sourceFile()));
        SequencedMap<String, ResourceType> sorted = new LinkedHashMap<>();
        types.values().stream().sorted(byFile).forEach(type -> sorted.put(type.name(), type));
        return Ordered.copy(sorted);
    }

    /// The same configuration without the explicit values that equal their defaults: the form in which a configuration
    /// is read and written. Two configurations mean the same exactly if their canonical forms are equal.
    public Configuration canonical() {
        return Defaults.removed(this);
    }

    /// The cluster's name.
    public String clusterName() {
        return cluster.name();
    }

    /// A system, if it is defined.
    public Optional<NamedObject> system(String name) {
        return Optional.ofNullable(systems.get(name));
    }

    /// A group, if it is defined.
    public Optional<Group> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    /// A type, if it is defined.
    public Optional<ResourceType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /// A resource of any group, if it is defined.
    public Optional<Resource> resource(String name) {
        for (Group group : groups.values()) {
            Resource resource = group.resources().get(name);
            if (resource != null) return Optional.of(resource);
        }
        return Optional.empty();
    }

    /// All resources, group by group, in a group by type and name.
    public List<Resource> resources() {
        return groups.values().stream()
                .flatMap(group -> group.resources().values().stream())
                .toList();
    }

    /// The systems on which a group may run, in the order of its SystemList, with their priority (0 is the first choice).
    ///
    /// @throws IllegalArgumentException if there is no such group
    public SequencedMap<String, Integer> systemList(String group) {
        return groupValue(group, "SystemList", "").asIntMap();
    }

    /// The group dependencies of all groups, by parent.
    public List<GroupDependency> groupDependencies() {
        return groups.values().stream().flatMap(group -> group.dependencies().stream()).toList();
    }

    /// What a cluster attribute holds.
    ///
    /// @throws IllegalArgumentException if clusters have no such attribute
    public Value clusterValue(String attribute) {
        if (attribute.equals("ClusterName")) return Value.of(cluster.name());
        return cluster.attributes()
                .global(attribute)
                .orElseGet(
                        () -> defined(Schema.clusterAttribute(attribute), attribute, "clusters"));
    }

    /// What a system attribute holds on that system.
    ///
    /// @throws IllegalArgumentException if there is no such system or systems have no such attribute
    public Value systemValue(String system, String attribute) {
        NamedObject object = system(system).orElseThrow(() -> missing("system", system));
        if (attribute.equals("SysName")) return Value.of(system);
        return object.attributes()
                .on(attribute, system)
                .orElseGet(() -> defined(Schema.systemAttribute(attribute), attribute, "systems"));
    }

    /// What a group attribute holds on a system.
    ///
    /// @param system may be empty for attributes that are the same everywhere
    /// @throws IllegalArgumentException if there is no such group or groups have no such attribute
    public Value groupValue(String group, String attribute, String system) {
        Group object = group(group).orElseThrow(() -> missing("group", group));
        return object.attributes()
                .on(attribute, system)
                .orElseGet(() -> defined(Schema.groupAttribute(attribute), attribute, "groups"));
    }

    /// What an attribute of a resource holds on a system: the system's own value, else the one for all systems, else
    /// the default of the type, else that of all resources. Static attributes are included, overridden or not.
    ///
    /// @param system may be empty for attributes that are the same everywhere
    /// @throws IllegalArgumentException if there is no such resource or it has no such attribute
    public Value resourceValue(String resource, String attribute, String system) {
        Resource object = resource(resource).orElseThrow(() -> missing("resource", resource));
        return resourceValue(object, attribute, system);
    }

    /// As [#resourceValue(String, String, String)] of a resource that the caller has at hand.
    ///
    /// @throws IllegalArgumentException if the resource has no such attribute
    public Value resourceValue(Resource resource, String attribute, String system) {
        return resource.attributes()
                .on(attribute, system)
                .orElseGet(
                        () ->
                                defined(
                                        definition(resource.type(), attribute),
                                        attribute,
                                        "resources of type " + resource.type()));
    }

    /// What a static attribute of a type holds where no resource overrides it.
    ///
    /// @throws IllegalArgumentException if there is no such type or it has no such attribute
    public Value typeValue(String type, String attribute) {
        ResourceType object = type(type).orElseThrow(() -> missing("type", type));
        if (attribute.equals("SourceFile")) return Value.of("./" + object.sourceFile());
        Optional<AttributeDefinition> definition =
                object.attribute(attribute)
                        .or(
                                () ->
                                        Schema.staticAttribute(attribute)
                                                .map(SchemaAttribute::definition));
        return defined(definition, attribute, "type " + type);
    }

    /// The definition of an attribute for resources of a type: that of the type, else that of a static attribute that
    /// all types have, else that of an attribute that all resources have.
    public Optional<AttributeDefinition> definition(String type, String attribute) {
        return type(type)
                .flatMap(object -> object.attribute(attribute))
                .or(() -> Schema.staticAttribute(attribute).map(SchemaAttribute::definition))
                .or(() -> Schema.resourceAttribute(attribute).map(SchemaAttribute::definition));
    }

    private static Value defined(Optional<?> definition, String attribute, String owners) {
        return switch (definition.orElse(null)) {
            case AttributeDefinition found -> found.initial();
            case SchemaAttribute found -> found.definition().initial();
            case null, default ->
                    throw new IllegalArgumentException(
                            "no attribute " + attribute + " is defined for " + owners);
        };
    }

    private static IllegalArgumentException missing(String kind, String name) {
        return new IllegalArgumentException("no " + kind + " " + name + " is defined");
    }

    /// With other included files. Files that hold a type stay included.
    public Configuration withIncludes(List<String> changed) {
        return new Configuration(
                changed, cluster, systems, remoteClusters, heartbeats, sites, types, groups);
    }

    /// With another cluster object.
    public Configuration withCluster(NamedObject changed) {
        return new Configuration(
                includes, changed, systems, remoteClusters, heartbeats, sites, types, groups);
    }

    /// With a system added or replaced.
    public Configuration withSystem(NamedObject system) {
        return withSystems(Ordered.with(systems, system.name(), system));
    }

    /// Without a system.
    public Configuration withoutSystem(String system) {
        return withSystems(Ordered.without(systems, system));
    }

    private Configuration withSystems(SequencedMap<String, NamedObject> changed) {
        return new Configuration(
                includes, cluster, changed, remoteClusters, heartbeats, sites, types, groups);
    }

    /// With a remote cluster added or replaced.
    public Configuration withRemoteCluster(NamedObject remote) {
        var changed = Ordered.with(remoteClusters, remote.name(), remote);
        return new Configuration(
                includes, cluster, systems, changed, heartbeats, sites, types, groups);
    }

    /// With a heartbeat added or replaced.
    public Configuration withHeartbeat(NamedObject heartbeat) {
        var changed = Ordered.with(heartbeats, heartbeat.name(), heartbeat);
        return new Configuration(
                includes, cluster, systems, remoteClusters, changed, sites, types, groups);
    }

    /// With a site added or replaced.
    public Configuration withSite(NamedObject site) {
        var changed = Ordered.with(sites, site.name(), site);
        return new Configuration(
                includes, cluster, systems, remoteClusters, heartbeats, changed, types, groups);
    }

    /// With a type added or replaced.
    public Configuration withType(ResourceType type) {
        return withTypes(Ordered.with(types, type.name(), type));
    }

    /// Without a type.
    public Configuration withoutType(String type) {
        return withTypes(Ordered.without(types, type));
    }

    private Configuration withTypes(SequencedMap<String, ResourceType> changed) {
        return new Configuration(
                includes, cluster, systems, remoteClusters, heartbeats, sites, changed, groups);
    }

    /// With a group added or replaced.
    public Configuration withGroup(Group group) {
        return withGroups(Ordered.with(groups, group.name(), group));
    }

    /// Without a group.
    public Configuration withoutGroup(String group) {
        return withGroups(Ordered.without(groups, group));
    }

    private Configuration withGroups(SequencedMap<String, Group> changed) {
        return new Configuration(
                includes, cluster, systems, remoteClusters, heartbeats, sites, types, changed);
    }

    /// With a resource added to its group or replaced there.
    ///
    /// @throws IllegalArgumentException if there is no such group
    public Configuration withResource(Resource resource) {
        Group owner = group(resource.group()).orElseThrow(() -> missing("group", resource.group()));
        return withGroup(owner.withResource(resource));
    }

    /// Without a resource and its links.
    public Configuration withoutResource(String resource) {
        return resource(resource)
                .flatMap(object -> group(object.group()))
                .map(owner -> withGroup(owner.withoutResource(resource)))
                .orElse(this);
    }
}
