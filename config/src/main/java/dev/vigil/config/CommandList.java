package dev.vigil.config;

import dev.vigil.config.CommandWords.Word;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// The configuration that a list of commands has built so far. Types are built by [TypeCommands].
final class CommandList {
    private final Findings findings;
    private final Places places;
    private final TypeCommands types;
    private String clusterName = "";
    private Attributes cluster = Attributes.NONE;
    private final SequencedMap<String, NamedObject> systems = new LinkedHashMap<>();
    private final SequencedMap<String, NamedObject> remoteClusters = new LinkedHashMap<>();
    private final SequencedMap<String, NamedObject> heartbeats = new LinkedHashMap<>();
    private final SequencedMap<String, NamedObject> sites = new LinkedHashMap<>();
    private final SequencedMap<String, Resource> resources = new LinkedHashMap<>();
    private final SequencedMap<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, List<Link>> links = new HashMap<>();

    /// The static attributes that `hares -override` has given the type's value and nobody has changed since.
    private final Set<List<String>> freshOverrides = new HashSet<>();

    CommandList(Findings findings, Places places) {
        this.findings = findings;
        this.places = places;
        this.types = new TypeCommands(places);
    }

    /// Carries out a command, or reports why it cannot be.
    void run(List<Word> words, String file, int line) {
        Position position = new Position(file, line, words.getFirst().column());
        try {
            run(new CommandArguments(words, position));
        } catch (Refused refused) {
            findings.error(
                    new Position(file, line, refused.column),
                    Umi.COMMAND,
                    refused.getMessage(),
                    refused.remedy);
        }
    }

    /// The cluster's name; empty if no command has set it.
    String clusterName() {
        return clusterName;
    }

    /// What the commands have built.
    Configuration configuration() {
        SequencedMap<String, SequencedMap<String, Resource>> members = new LinkedHashMap<>();
        for (Resource resource : resources.values())
            members.computeIfAbsent(resource.group(), _ -> new LinkedHashMap<>())
                    .put(resource.name(), resource);
        SequencedMap<String, Group> whole = new LinkedHashMap<>();
        groups.forEach(
                (name, group) ->
                        whole.put(
                                name,
                                new Group(
                                        name,
                                        group.attributes(),
                                        members.getOrDefault(name, new LinkedHashMap<>()),
                                        links.getOrDefault(name, List.of()),
                                        group.dependencies())));
        return new Configuration(
                List.of(),
                new NamedObject(clusterName, cluster),
                systems,
                remoteClusters,
                heartbeats,
                sites,
                types.types(),
                whole);
    }

    private void run(CommandArguments command) throws Refused {
        String name = command.words().getFirst().text();
        switch (name) {
            case "haclus" -> haclus(command);
            case "hasys" -> named(command, Places.Kind.SYSTEM, systems, Schema.systemAttributes());
            case "hahb" ->
                    named(command, Places.Kind.HEARTBEAT, heartbeats, Schema.heartbeatAttributes());
            case "hasite" -> named(command, Places.Kind.SITE, sites, Schema.siteAttributes());
            case "hatype" -> types.hatype(command);
            case "haattr" -> types.haattr(command);
            case "hagrp" -> hagrp(command);
            case "hares" -> hares(command);
            case "haconf" -> {}
            default ->
                    throw new Refused(
                            command.words().getFirst(),
                            "'" + name + "' is no command of a command list",
                            "Expected: haclus, hasys, hahb, hasite, hatype, haattr, hagrp or"
                                    + " hares");
        }
    }

    private void haclus(CommandArguments command) throws Refused {
        switch (command.option()) {
            case "-add" -> {
                String name = command.word(2, "name of a cluster");
                command.absent(remoteClusters, Places.Kind.REMOTE_CLUSTER, name);
                String address = command.value(3, "address of the cluster");
                remoteClusters.put(
                        name,
                        new NamedObject(
                                name, Attributes.NONE.with("ClusterAddress", Value.of(address))));
                places.put(Places.Kind.REMOTE_CLUSTER, name, command.position());
            }
            case "-modify" -> modifyCluster(command);
            default -> throw command.unknownOption();
        }
    }

    private void modifyCluster(CommandArguments command) throws Refused {
        String attribute = command.word(2, "attribute");
        Optional<String> remote = command.address("-clus");
        if (remote.isPresent()) {
            NamedObject object =
                    command.existing(
                            remoteClusters, Places.Kind.REMOTE_CLUSTER, remote.orElseThrow());
            AttributeDefinition definition =
                    definition(
                            command,
                            Schema.remoteClusterAttributes(),
                            attribute,
                            "remote clusters");
            places.put(Places.Kind.REMOTE_CLUSTER, object.name(), attribute, command.position());
            remoteClusters.put(
                    object.name(),
                    object.withAttributes(
                            new Modification(command, definition, 3)
                                    .of(object.attributes(), Optional.empty())));
        } else if (attribute.equals("ClusterName")) {
            clusterName = command.value(3, "name");
            places.put(Places.Kind.CLUSTER, clusterName, command.position());
        } else {
            AttributeDefinition definition =
                    definition(command, Schema.clusterAttributes(), attribute, "clusters");
            places.put(Places.Kind.CLUSTER, clusterName, attribute, command.position());
            cluster = new Modification(command, definition, 3).of(cluster, Optional.empty());
        }
    }

    private void named(
            CommandArguments command,
            Places.Kind kind,
            SequencedMap<String, NamedObject> objects,
            SequencedMap<String, SchemaAttribute> schema)
            throws Refused {
        String name = command.word(2, "name");
        switch (command.option()) {
            case "-add" -> {
                command.absent(objects, kind, name);
                objects.put(name, new NamedObject(name, Attributes.NONE));
                places.put(kind, name, command.position());
            }
            case "-local" -> command.existing(objects, kind, name);
            case "-modify" -> {
                NamedObject object = command.existing(objects, kind, name);
                String attribute = command.word(3, "attribute");
                AttributeDefinition definition =
                        definition(command, schema, attribute, "a " + kind.of("").strip());
                places.put(kind, name, attribute, command.position());
                objects.put(
                        name,
                        object.withAttributes(
                                new Modification(command, definition, 4)
                                        .of(object.attributes(), command.address("-clus"))));
            }
            default -> throw command.unknownOption();
        }
    }

    private void hagrp(CommandArguments command) throws Refused {
        String name = command.word(2, "name of a group");
        if (command.option().equals("-add")) {
            command.absent(groups, Places.Kind.GROUP, name);
            groups.put(name, Group.of(name, Attributes.NONE));
            places.put(Places.Kind.GROUP, name, command.position());
            return;
        }
        Group group = command.existing(groups, Places.Kind.GROUP, name);
        switch (command.option()) {
            case "-local" -> command.word(3, "attribute");
            case "-modify" -> groups.put(name, modified(command, group));
            case "-link" -> groups.put(name, group.withDependency(dependency(command, name)));
            default -> throw command.unknownOption();
        }
    }

    private Group modified(CommandArguments command, Group group) throws Refused {
        String attribute = command.word(3, "attribute");
        if (attribute.equals("SourceFile")) return group;
        AttributeDefinition definition =
                definition(command, Schema.groupAttributes(), attribute, "groups");
        remember(command, Places.Kind.GROUP, group.name(), attribute);
        return group.withAttributes(
                new Modification(command, definition, 4)
                        .of(group.attributes(), command.address("-sys")));
    }

    private GroupDependency dependency(CommandArguments command, String parent) throws Refused {
        String child = command.word(3, "name of the child group");
        var category =
                choice(
                        command,
                        4,
                        GroupDependency.Category.values(),
                        GroupDependency.Category::keyword);
        var location =
                choice(
                        command,
                        5,
                        GroupDependency.Location.values(),
                        GroupDependency.Location::keyword);
        var rigidity =
                command.words().size() == 6
                        ? GroupDependency.Rigidity.NONE
                        : choice(
                                command,
                                6,
                                GroupDependency.Rigidity.values(),
                                GroupDependency.Rigidity::keyword);
        places.put(Places.Kind.GROUP_LINK, parent, "", child, command.position());
        return new GroupDependency(parent, child, category, location, rigidity);
    }

    private static <T> T choice(
            CommandArguments command, int at, T[] choices, Function<T, String> keyword)
            throws Refused {
        String given = command.word(at, "kind of dependency");
        List<String> keywords =
                Arrays.stream(choices).map(keyword).filter(word -> !word.isEmpty()).toList();
        for (T choice : choices) if (keyword.apply(choice).equals(given)) return choice;
        throw new Refused(
                command.words().get(at),
                "'" + given + "' is no kind of group dependency",
                "Expected one of: " + String.join(", ", keywords));
    }

    private void hares(CommandArguments command) throws Refused {
        String name = command.word(2, "name of a resource");
        if (command.option().equals("-add")) {
            addResource(command, name);
            return;
        }
        Resource resource = command.existing(resources, Places.Kind.RESOURCE, name);
        switch (command.option()) {
            case "-local" -> command.word(3, "attribute");
            case "-override" -> override(command, resource);
            case "-modify" -> modify(command, resource);
            case "-link" -> {
                String child = command.word(3, "name of the child resource");
                places.put(Places.Kind.LINK, name, command.position());
                places.put(Places.Kind.LINK, name, "", child, command.position());
                links.computeIfAbsent(resource.group(), _ -> new ArrayList<>())
                        .add(new Link(name, child));
            }
            default -> throw command.unknownOption();
        }
    }

    private void addResource(CommandArguments command, String name) throws Refused {
        String type = command.word(3, "name of a type");
        String group = command.word(4, "name of a group");
        command.absent(resources, Places.Kind.RESOURCE, name);
        command.existing(types.types(), Places.Kind.TYPE, type);
        command.existing(groups, Places.Kind.GROUP, group);
        places.put(Places.Kind.RESOURCE, name, command.position());
        // A resource that is added to a running cluster is disabled until a command enables it.
        Attributes disabled = Attributes.NONE.with("Enabled", Value.of(0));
        resources.put(name, new Resource(name, type, group, disabled));
    }

    private void override(CommandArguments command, Resource resource) throws Refused {
        String attribute = command.word(3, "attribute");
        AttributeDefinition definition = definition(command, resource, attribute);
        places.put(Places.Kind.RESOURCE, resource.name(), attribute, command.position());
        freshOverrides.add(List.of(resource.name(), attribute));
        resources.put(
                resource.name(),
                resource.withAttributes(
                        resource.attributes().with(attribute, definition.initial())));
    }

    private void modify(CommandArguments command, Resource resource) throws Refused {
        String attribute = command.word(3, "attribute");
        AttributeDefinition definition = definition(command, resource, attribute);
        Optional<String> system = command.address("-sys");
        remember(command, Places.Kind.RESOURCE, resource.name(), attribute);
        Attributes attributes =
                new Modification(command, definition, 4).of(resource.attributes(), system);
        boolean fresh = freshOverrides.remove(List.of(resource.name(), attribute));
        if (fresh && system.isPresent()) {
            // Only systems have values: the one for all was no more than the type's.
            Attribute own = attributes.get(attribute).orElseThrow();
            attributes = attributes.with(attribute, new Attribute(Optional.empty(), own.local()));
        }
        resources.put(resource.name(), resource.withAttributes(attributes));
    }

    private AttributeDefinition definition(
            CommandArguments command, Resource resource, String attribute) throws Refused {
        ResourceType type = types.types().get(resource.type());
        AttributeReader.Table table = AttributeReader.Table.of(type);
        Optional<AttributeDefinition> definition = table.definition(attribute);
        if (definition.isPresent()) return definition.orElseThrow();
        throw command.undefined(attribute, "type " + type.name(), table.names());
    }

    private static AttributeDefinition definition(
            CommandArguments command,
            SequencedMap<String, SchemaAttribute> schema,
            String attribute,
            String owners)
            throws Refused {
        SchemaAttribute found = schema.get(attribute);
        if (found != null) return found.definition();
        throw command.undefined(attribute, owners, List.copyOf(schema.sequencedKeySet()));
    }

    private void remember(
            CommandArguments command, Places.Kind kind, String object, String attribute) {
        command.address("-sys")
                .ifPresentOrElse(
                        system ->
                                places.put(
                                        kind, object, attribute, "@" + system, command.position()),
                        () -> places.put(kind, object, attribute, command.position()));
    }
}
