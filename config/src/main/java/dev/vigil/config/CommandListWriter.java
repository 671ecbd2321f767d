package dev.vigil.config;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Writes a configuration as the commands that would build it in a running cluster: `main.cmd`.
///
/// The cluster, its remote clusters, types, systems, heartbeats and sites come first, then each group with its resources,
/// then all links. Of a resource every attribute of its type that holds something is written, be it the default.
///
/// Source: command lists of live clusters, and VCS Administrator's Guide, "hacf -cftocmd".
public final class CommandListWriter {
    private final Configuration configuration;
    private final StringBuilder text = new StringBuilder();

    private CommandListWriter(Configuration configuration) {
        this.configuration = configuration;
    }

    /// The commands, one in a line.
    public static String write(Configuration configuration) {
        return new CommandListWriter(configuration.canonical()).run();
    }

    private String run() {
        line("haclus -modify ClusterName", configuration.clusterName());
        object(
                "haclus -modify",
                "",
                configuration.cluster().attributes(),
                Schema.clusterAttributes());
        configuration.remoteClusters().values().forEach(this::remoteCluster);
        configuration.types().values().forEach(this::type);
        for (NamedObject system : configuration.systems().values()) {
            line("hasys -add", system.name());
            object("hasys -modify", system.name(), system.attributes(), Schema.systemAttributes());
        }
        configuration.heartbeats().values().forEach(this::heartbeat);
        for (NamedObject site : configuration.sites().values()) {
            line("hasite -add", site.name());
            object("hasite -modify", site.name(), site.attributes(), Schema.siteAttributes());
        }
        configuration.groups().values().forEach(this::group);
        for (Group group : configuration.groups().values())
            for (Link link : group.links()) line("hares -link", link.parent(), link.child());
        for (GroupDependency dependency : configuration.groupDependencies())
            line(
                    "hagrp -link "
                            + dependency.parent()
                            + " "
                            + dependency.child()
                            + " "
                            + dependency.kind());
        return text.toString();
    }

    private void line(String command, String... words) {
        text.append(command);
        for (String word : words) text.append(' ').append(CommandWords.written(word));
        text.append('\n');
    }

    private void object(
            String command,
            String name,
            Attributes attributes,
            SequencedMap<String, SchemaAttribute> schema) {
        for (String attribute : schema.sequencedKeySet())
            attributes
                    .global(attribute)
                    .ifPresent(value -> modify(command, name, attribute, value, ""));
    }

    /// A `-modify` of one attribute.
    ///
    /// @param name of the object; empty for the cluster
    /// @param address an option that says whose copy is meant, such as `-sys sys1`; or empty
    private void modify(
            String command, String name, String attribute, Value value, String address) {
        text.append(command);
        if (!name.isEmpty()) text.append(' ').append(CommandWords.written(name));
        text.append(' ').append(attribute).append(words(value));
        if (!address.isEmpty()) text.append(' ').append(address);
        text.append('\n');
    }

    /// The words of a value with the blanks before them: one before a scalar, two before a list.
    private static String words(Value value) {
        if (value instanceof Value.Scalar(var scalar)) return " " + CommandWords.written(scalar);
        List<String> words = value.asList();
        if (words.isEmpty()) return " -delete -keys";
        return words.stream().map(CommandWords::written).collect(Collectors.joining(" ", "  ", ""));
    }

    private void remoteCluster(NamedObject remote) {
        String address = remote.attributes().global("ClusterAddress").map(Value::text).orElse("");
        line("haclus -add", remote.name(), address);
        remote.attributes()
                .without("ClusterAddress")
                .byName()
                .forEach(
                        (name, attribute) ->
                                attribute
                                        .global()
                                        .ifPresent(
                                                value ->
                                                        modify(
                                                                "haclus -modify",
                                                                "",
                                                                name,
                                                                value,
                                                                "-clus "
                                                                        + CommandWords.written(
                                                                                remote.name()))));
    }

    private void type(ResourceType type) {
        line("hatype -add", type.name());
        line("hatype -modify", type.name(), "SourceFile", "./" + type.sourceFile());
        for (AttributeDefinition attribute : type.attributes().values())
            if (attribute.kind() != AttributeDefinition.Kind.STATIC) declare(type, attribute);
        // ArgList and RegList name attributes of the type, which have to be there first.
        for (AttributeDefinition attribute : type.attributes().values())
            if (attribute.kind() == AttributeDefinition.Kind.STATIC) setStatic(type, attribute);
    }

    private void setStatic(ResourceType type, AttributeDefinition attribute) {
        boolean known =
                Schema.staticAttribute(attribute.name())
                        .map(SchemaAttribute::definition)
                        .filter(each -> each.type() == attribute.type())
                        .filter(each -> each.dimension() == attribute.dimension())
                        .isPresent();
        if (known && attribute.defaultValue().isPresent())
            modify("hatype -modify", type.name(), attribute.name(), attribute.initial(), "");
        else declare(type, attribute);
    }

    private void declare(ResourceType type, AttributeDefinition attribute) {
        String kind =
                switch (attribute.kind()) {
                    case REGULAR -> "";
                    case STATIC -> " -static";
                    case TEMP -> " -temp";
                };
        text.append("haattr -add").append(kind).append(' ').append(type.name());
        text.append(' ').append(attribute.name()).append(' ').append(attribute.type().option());
        if (attribute.dimension() != Dimension.SCALAR)
            text.append(' ').append(attribute.dimension().option());
        attribute.defaultValue().ifPresent(value -> text.append(' ').append(words(value).strip()));
        text.append('\n');
    }

    private void heartbeat(NamedObject heartbeat) {
        line("hahb -add", heartbeat.name());
        for (String attribute : Schema.heartbeatAttributes().sequencedKeySet())
            heartbeat
                    .attributes()
                    .get(attribute)
                    .ifPresent(
                            set ->
                                    attribute(
                                            "hahb",
                                            heartbeat.name(),
                                            attribute,
                                            set,
                                            "-clus ",
                                            List.of()));
    }

    private void group(Group group) {
        line("hagrp -add", group.name());
        List<String> systems =
                List.copyOf(configuration.systemList(group.name()).sequencedKeySet());
        for (String attribute : Schema.groupAttributes().sequencedKeySet())
            group.attributes()
                    .get(attribute)
                    .ifPresent(
                            set ->
                                    attribute(
                                            "hagrp",
                                            group.name(),
                                            attribute,
                                            set,
                                            "-sys ",
                                            systems));
        line("hagrp -modify", group.name(), "SourceFile", "./" + Configuration.MAIN_FILE);
        group.resources().values().forEach(resource -> resource(resource, systems));
    }

    /// One attribute of an object that may differ by system: the value for all, then those of single ones.
    private void attribute(
            String command,
            String name,
            String attribute,
            Attribute set,
            String option,
            List<String> systems) {
        set.global().ifPresent(value -> modify(command + " -modify", name, attribute, value, ""));
        if (!set.isLocal()) return;
        line(command + " -local", name, attribute);
        for (String system : ConfigurationWriter.inOrder(set, systems))
            modify(
                    command + " -modify",
                    name,
                    attribute,
                    set.local().get(system),
                    option + CommandWords.written(system));
    }

    private void resource(Resource resource, List<String> systems) {
        line("hares -add", resource.name(), resource.type(), resource.group());
        ResourceType type = configuration.type(resource.type()).orElseThrow();
        for (AttributeDefinition definition :
                ConfigurationWriter.definitions(configuration.type(resource.type()))) {
            String name = definition.name();
            if (name.equals("Enabled")) continue;
            Attribute set = resource.attributes().get(name).orElse(Attribute.unset());
            boolean ofType =
                    type.attribute(name).isPresent()
                            && definition.kind() == AttributeDefinition.Kind.REGULAR;
            if (set.equals(Attribute.unset()) && ofType) {
                Value initial = definition.initial();
                if (initial instanceof Value.Scalar && initial.isEmpty()) continue;
                set = Attribute.of(initial);
            }
            if (set.equals(Attribute.unset())) continue;
            if (definition.kind() == AttributeDefinition.Kind.STATIC)
                line("hares -override", resource.name(), name);
            attribute("hares", resource.name(), name, set, "-sys ", systems);
        }
        Value enabled = configuration.resourceValue(resource, "Enabled", "");
        modify("hares -modify", resource.name(), "Enabled", enabled, "");
    }
}
