package dev.vigil.config;

import dev.vigil.config.AttributeReader.Table;
import dev.vigil.config.Places.Kind;
import dev.vigil.config.SchemaAttribute.Scope;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Checks that every attribute exists, may be set there, and holds what its definition allows.
final class AttributeChecks {
    private final Configuration configuration;
    private final Places places;
    private final Findings findings;
    private final ValueChecks values;

    AttributeChecks(Configuration configuration, Places places, Findings findings) {
        this.configuration = configuration;
        this.places = places;
        this.findings = findings;
        this.values = new ValueChecks(findings);
    }

    void run() {
        object(Kind.CLUSTER, configuration.cluster(), Schema.clusterAttributes());
        configuration
                .systems()
                .values()
                .forEach(each -> object(Kind.SYSTEM, each, Schema.systemAttributes()));
        configuration
                .remoteClusters()
                .values()
                .forEach(
                        each ->
                                object(
                                        Kind.REMOTE_CLUSTER,
                                        each,
                                        Schema.remoteClusterAttributes()));
        configuration
                .heartbeats()
                .values()
                .forEach(each -> object(Kind.HEARTBEAT, each, Schema.heartbeatAttributes()));
        configuration
                .sites()
                .values()
                .forEach(each -> object(Kind.SITE, each, Schema.siteAttributes()));
        for (Group group : configuration.groups().values()) {
            attributes(
                    Kind.GROUP,
                    group.name(),
                    group.attributes(),
                    Table.of(Schema.groupAttributes()));
            group.resources().values().forEach(this::resource);
        }
    }

    private void object(
            Kind kind, NamedObject object, SequencedMap<String, SchemaAttribute> schema) {
        attributes(kind, object.name(), object.attributes(), Table.of(schema));
    }

    private void resource(Resource resource) {
        Optional<ResourceType> type = configuration.type(resource.type());
        if (type.isEmpty()) {
            findings.error(
                    places.of(Kind.RESOURCE, resource.name()),
                    Umi.NOT_DEFINED,
                    "type "
                            + resource.type()
                            + " of resource "
                            + resource.name()
                            + " is not defined",
                    "Add the type first");
            return;
        }
        Table table = Table.of(type.orElseThrow());
        attributes(Kind.RESOURCE, resource.name(), resource.attributes(), table);
    }

    private void attributes(Kind kind, String object, Attributes attributes, Table table) {
        attributes
                .byName()
                .forEach((name, attribute) -> attribute(kind, object, name, attribute, table));
    }

    private void attribute(
            Kind kind, String object, String name, Attribute attribute, Table table) {
        Optional<AttributeDefinition> definition = table.definition(name);
        if (definition.isEmpty()) {
            findings.error(
                    places.of(kind, object, name),
                    Umi.ATTRIBUTE_NOT_DEFINED,
                    "attribute " + name + " of " + kind.of(object) + " is not defined",
                    Spelling.didYouMean(name, table.names(), "Remove it"));
            return;
        }
        AttributeDefinition found = definition.orElseThrow();
        if (kind == Kind.RESOURCE) settable(object, found, table);
        if (attribute.isLocal() && !mayBeLocal(kind, name, table))
            findings.error(
                    localPlace(kind, object, name, attribute),
                    Umi.NOT_LOCAL,
                    "attribute " + name + " of " + kind.of(object) + " cannot differ by system",
                    "Write it without '@' and a system");
        attribute.global().ifPresent(value -> value(kind, object, found, value, ""));
        attribute
                .local()
                .forEach((system, value) -> value(kind, object, found, value, "@" + system));
    }

    private Position localPlace(Kind kind, String object, String name, Attribute attribute) {
        return places.of(kind, object, name, "@" + attribute.local().firstEntry().getKey());
    }

    /// Attributes of a type may differ by system, those of the schema where it says so. A resource may also override
    /// static attributes for single systems.
    private static boolean mayBeLocal(Kind kind, String name, Table table) {
        if (table.type().flatMap(type -> type.attribute(name)).isPresent()) return true;
        Optional<SchemaAttribute> schema = table.schema(name);
        if (schema.isEmpty() || kind == Kind.SYSTEM) return schema.isEmpty();
        SchemaAttribute attribute = schema.orElseThrow();
        return attribute.scope() != Scope.GLOBAL || attribute.overridable();
    }

    private void settable(String resource, AttributeDefinition definition, Table table) {
        String name = definition.name();
        String objection =
                switch (definition.kind()) {
                    case REGULAR -> "";
                    case TEMP -> "is temporary and lives only while the cluster runs";
                    case STATIC ->
                            table.schema(name).map(SchemaAttribute::overridable).orElse(true)
                                    ? ""
                                    : "is static and cannot be overridden in a resource";
                };
        if (objection.isEmpty()) return;
        findings.error(
                places.of(Kind.RESOURCE, resource, name),
                Umi.NOT_SETTABLE,
                "attribute " + name + " of resource " + resource + " " + objection,
                definition.kind() == AttributeDefinition.Kind.STATIC
                        ? "Set it in the type's definition"
                        : "Remove it");
    }

    private void value(
            Kind kind, String object, AttributeDefinition definition, Value value, String local) {
        String name = definition.name();
        String owner = "attribute " + name + " of " + kind.of(object);
        values.check(places.of(kind, object, name, local), owner, definition, value);
        if (value.dimension() != definition.dimension()) return;
        List<String> choices = Choices.of(kind, name);
        if (choices.isEmpty()) return;
        for (String word : value.asList())
            if (!choices.contains(word))
                findings.error(
                        places.of(kind, object, name, word),
                        Umi.INVALID_VALUE,
                        "invalid value '" + word + "' for " + owner,
                        "Expected: " + Choices.expected(choices));
    }
}
