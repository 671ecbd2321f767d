package dev.vigil.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Writes a configuration in its canonical form, as the engine dumps it: one layout, one order, no default values, and
/// a comment with each group's dependency tree. Reading that gives an equal configuration, and writing that again the
/// same text.
///
/// Source: VCS Administrator's Guide, "A sample main.cf", and dumps of live clusters.
public final class ConfigurationWriter {
    private final Configuration configuration;
    private final Map<String, List<AttributeDefinition>> definitions = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    private ConfigurationWriter(Configuration configuration) {
        this.configuration = configuration;
    }

    /// The texts of all files by the names under which `main.cf` includes them; `main.cf` is the first.
    public static SequencedMap<String, String> write(Configuration configuration) {
        Configuration canonical = configuration.canonical();
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put(Configuration.MAIN_FILE, new ConfigurationWriter(canonical).main());
        for (String file : canonical.includes())
            files.put(file, new ConfigurationWriter(canonical).types(file));
        return files;
    }

    private String main() {
        for (String file : configuration.includes()) {
            text.append("include ").append(Quoting.quoted(file)).append('\n');
        }
        if (!configuration.includes().isEmpty()) text.append('\n');
        types(Configuration.MAIN_FILE);
        object("cluster", configuration.cluster(), Schema.clusterAttributes());
        configuration
                .remoteClusters()
                .values()
                .forEach(each -> object("remotecluster", each, Schema.remoteClusterAttributes()));
        configuration
                .heartbeats()
                .values()
                .forEach(each -> object("heartbeat", each, Schema.heartbeatAttributes()));
        configuration
                .systems()
                .values()
                .forEach(each -> object("system", each, Schema.systemAttributes()));
        configuration
                .sites()
                .values()
                .forEach(each -> object("site", each, Schema.siteAttributes()));
        configuration.groups().values().forEach(this::group);
        return text.toString();
    }

    private String types(String file) {
        for (ResourceType type : configuration.types().values())
            if (type.sourceFile().equals(file)) type(type);
        return text.toString();
    }

    private void type(ResourceType type) {
        text.append("type ").append(type.name()).append(" (\n");
        for (AttributeDefinition attribute : type.attributes().values()) {
            String declaration = attribute.declaration();
            text.append(
                            attribute
                                    .defaultValue()
                                    .map(
                                            value ->
                                                    ValueWriter.assignment(
                                                            "\t",
                                                            declaration,
                                                            attribute.type(),
                                                            value))
                                    .orElse("\t" + declaration))
                    .append('\n');
        }
        text.append(")\n\n");
    }

    private void object(
            String keyword, NamedObject object, SequencedMap<String, SchemaAttribute> schema) {
        text.append(keyword).append(' ').append(Quoting.word(object.name())).append(" (\n");
        List<AttributeDefinition> definitions =
                schema.values().stream().map(SchemaAttribute::definition).toList();
        attributes("\t", object.attributes(), definitions, List.of());
        text.append("\t)\n\n");
    }

    private void group(Group group) {
        text.append("group ").append(group.name()).append(" (\n");
        List<AttributeDefinition> definitions =
                Schema.groupAttributes().values().stream()
                        .map(SchemaAttribute::definition)
                        .toList();
        List<String> systems =
                List.copyOf(configuration.systemList(group.name()).sequencedKeySet());
        attributes("\t", group.attributes(), definitions, systems);
        text.append("\t)\n\n");
        group.resources().values().forEach(resource -> resource(resource, systems));
        for (GroupDependency dependency : group.dependencies())
            text.append("\trequires group ")
                    .append(dependency.child())
                    .append(' ')
                    .append(dependency.kind())
                    .append('\n');
        for (Link link : group.links())
            text.append('\t')
                    .append(link.parent())
                    .append(" requires ")
                    .append(link.child())
                    .append('\n');
        text.append("\n\n");
        if (configuration.groupValue(group.name(), "PrintTree", "").asBoolean())
            text.append(DependencyTree.of(group)).append("\n\n");
    }

    private void resource(Resource resource, List<String> systems) {
        text.append('\t')
                .append(resource.type())
                .append(' ')
                .append(resource.name())
                .append(" (\n");
        attributes(
                "\t\t",
                resource.attributes(),
                definitions.computeIfAbsent(
                        resource.type(), type -> definitions(configuration.type(type))),
                systems);
        text.append("\t\t)\n\n");
    }

    /// The attributes of a resource in the order in which a dump writes them: those of all resources, those of its type,
    /// overridden static ones.
    static List<AttributeDefinition> definitions(Optional<ResourceType> type) {
        SequencedMap<String, AttributeDefinition> ordered = new LinkedHashMap<>();
        List<AttributeDefinition> ofType =
                type.map(each -> List.copyOf(each.attributes().values())).orElse(List.of());
        List<AttributeDefinition> regular = new ArrayList<>();
        List<AttributeDefinition> overridden = new ArrayList<>();
        for (AttributeDefinition each : ofType) {
            boolean isStatic = each.kind() == AttributeDefinition.Kind.STATIC;
            (isStatic ? overridden : regular).add(each);
        }
        Schema.staticAttributes().values().forEach(each -> overridden.add(each.definition()));
        overridden.sort((a, b) -> a.name().compareTo(b.name()));
        for (SchemaAttribute each : Schema.resourceAttributes().values()) {
            boolean redefined = ofType.stream().anyMatch(own -> own.name().equals(each.name()));
            if (!redefined) ordered.put(each.name(), each.definition());
        }
        regular.forEach(each -> ordered.putIfAbsent(each.name(), each));
        overridden.forEach(each -> ordered.putIfAbsent(each.name(), each));
        return List.copyOf(ordered.values());
    }

    private void attributes(
            String indent,
            Attributes attributes,
            List<AttributeDefinition> definitions,
            List<String> systems) {
        for (AttributeDefinition definition : definitions) {
            Attribute attribute = attributes.byName().get(definition.name());
            if (attribute == null) continue;
            String name = definition.name();
            attribute.global().ifPresent(value -> assignment(indent, name, definition, value));
            for (String system : inOrder(attribute, systems))
                assignment(
                        indent,
                        name + " @" + Quoting.word(system),
                        definition,
                        attribute.local().get(system));
        }
    }

    private void assignment(
            String indent, String name, AttributeDefinition definition, Value value) {
        text.append(ValueWriter.assignment(indent, name, definition.type(), value)).append('\n');
    }

    /// The systems that have a value of their own, in the order of the SystemList.
    static List<String> inOrder(Attribute attribute, List<String> systems) {
        List<String> ordered = new ArrayList<>(systems);
        ordered.retainAll(attribute.local().sequencedKeySet());
        attribute.local().sequencedKeySet().stream()
                .filter(system -> !ordered.contains(system))
                .forEach(ordered::add);
        return ordered;
    }
}
