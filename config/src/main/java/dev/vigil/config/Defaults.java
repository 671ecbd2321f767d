package dev.vigil.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// Takes out of a configuration what says nothing: values for all systems that equal the default, and included files
/// without a type.
///
/// An overridden static attribute stays even if it equals the type's value, since it keeps its value when that of the
/// type changes. Values of single systems stay too.
final class Defaults {
    private Defaults() {}

    static Configuration removed(Configuration configuration) {
        return new Configuration(
                filesWithTypes(configuration),
                bare(configuration.cluster(), Schema.clusterAttributes()),
                bare(configuration.systems(), Schema.systemAttributes()),
                bare(configuration.remoteClusters(), Schema.remoteClusterAttributes()),
                bare(configuration.heartbeats(), Schema.heartbeatAttributes()),
                bare(configuration.sites(), Schema.siteAttributes()),
                configuration.types(),
                groups(configuration));
    }

    /// A dump writes types to the files they came from and all else to `main.cf`, so a file without types has nothing
    /// left in it.
    private static List<String> filesWithTypes(Configuration configuration) {
        Set<String> files = new HashSet<>();
        configuration.types().values().forEach(type -> files.add(type.sourceFile()));
        return configuration.includes().stream().filter(files::contains).toList();
    }

    private static NamedObject bare(
            NamedObject object, SequencedMap<String, SchemaAttribute> schema) {
        return object.withAttributes(bare(object.attributes(), inSchema(schema)));
    }

    private static SequencedMap<String, NamedObject> bare(
            SequencedMap<String, NamedObject> objects,
            SequencedMap<String, SchemaAttribute> schema) {
        SequencedMap<String, NamedObject> bare = new LinkedHashMap<>();
        objects.forEach((name, object) -> bare.put(name, bare(object, schema)));
        return bare;
    }

    private static SequencedMap<String, Group> groups(Configuration configuration) {
        SequencedMap<String, Group> bare = new LinkedHashMap<>();
        configuration
                .groups()
                .forEach((name, group) -> bare.put(name, group(configuration, group)));
        return bare;
    }

    private static Group group(Configuration configuration, Group group) {
        SequencedMap<String, Resource> resources = new LinkedHashMap<>();
        group.resources()
                .forEach(
                        (name, resource) ->
                                resources.put(
                                        name,
                                        resource.withAttributes(
                                                bare(
                                                        resource.attributes(),
                                                        ofType(configuration, resource.type())))));
        return new Group(
                group.name(),
                bare(group.attributes(), inSchema(Schema.groupAttributes())),
                resources,
                group.links(),
                group.dependencies());
    }

    private static Attributes bare(
            Attributes attributes, Function<String, Optional<AttributeDefinition>> definitions) {
        SequencedMap<String, Attribute> kept = new LinkedHashMap<>();
        attributes
                .byName()
                .forEach(
                        (name, attribute) -> {
                            Attribute left = bare(attribute, definitions.apply(name));
                            if (left.global().isPresent() || left.isLocal()) kept.put(name, left);
                        });
        return new Attributes(kept);
    }

    private static Attribute bare(Attribute attribute, Optional<AttributeDefinition> definition) {
        Optional<Value> initial =
                definition
                        .filter(each -> each.kind() != AttributeDefinition.Kind.STATIC)
                        .map(AttributeDefinition::initial);
        boolean saysNothing = initial.isPresent() && attribute.global().equals(initial);
        return saysNothing ? new Attribute(Optional.empty(), attribute.local()) : attribute;
    }

    private static Function<String, Optional<AttributeDefinition>> inSchema(
            SequencedMap<String, SchemaAttribute> schema) {
        return name -> Optional.ofNullable(schema.get(name)).map(SchemaAttribute::definition);
    }

    private static Function<String, Optional<AttributeDefinition>> ofType(
            Configuration configuration, String type) {
        return name -> configuration.definition(type, name);
    }
}
