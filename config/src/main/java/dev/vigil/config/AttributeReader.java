package dev.vigil.config;

import dev.vigil.config.Places.Kind;
import dev.vigil.config.Syntax.Assignment;
import dev.vigil.config.Syntax.TypeItem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Reads the assignments of a block by the definitions of its attributes.
final class AttributeReader {
    private final Findings findings;
    private final Places places;
    private final ValueReader values;

    AttributeReader(Findings findings, Places places) {
        this.findings = findings;
        this.places = places;
        this.values = new ValueReader(findings);
    }

    /// The attributes that an object may have: those of a type, if it is a resource, before those of a schema.
    record Table(Optional<ResourceType> type, List<SequencedMap<String, SchemaAttribute>> schema) {
        static Table of(SequencedMap<String, SchemaAttribute> schema) {
            return new Table(Optional.empty(), List.of(schema));
        }

        static Table of(ResourceType type) {
            return new Table(
                    Optional.of(type),
                    List.of(Schema.staticAttributes(), Schema.resourceAttributes()));
        }

        Optional<AttributeDefinition> definition(String name) {
            return type.flatMap(owner -> owner.attribute(name))
                    .or(() -> schema(name).map(SchemaAttribute::definition));
        }

        Optional<SchemaAttribute> schema(String name) {
            return schema.stream()
                    .filter(table -> table.containsKey(name))
                    .map(table -> table.get(name))
                    .findFirst();
        }

        List<String> names() {
            List<String> names = new ArrayList<>();
            type.ifPresent(owner -> names.addAll(owner.attributes().sequencedKeySet()));
            schema.forEach(table -> names.addAll(table.sequencedKeySet()));
            return names;
        }
    }

    /// What the assignments of an object's block set.
    Attributes read(Kind kind, String object, Table table, List<Assignment> assignments) {
        SequencedMap<String, Attribute> set = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Assignment assignment : assignments) {
            String name = assignment.name().text();
            String system = assignment.system().map(Token::text).orElse("");
            if (!seen.add(name + "@" + system)) twice(kind, object, assignment);
            Optional<AttributeDefinition> definition = definition(kind, object, table, assignment);
            if (definition.isEmpty() || ignored(kind, object, table, assignment)) continue;
            Optional<Value> value =
                    values.read(kind.of(object), definition.orElseThrow(), assignment.value());
            if (value.isEmpty()) {
                places.markBroken(kind, object, name);
                continue;
            }
            remember(kind, object, assignment);
            Attribute before = set.getOrDefault(name, Attribute.unset());
            set.put(
                    name,
                    assignment.system().isEmpty()
                            ? before.withGlobal(value.orElseThrow())
                            : before.withLocal(system, value.orElseThrow()));
        }
        return new Attributes(set);
    }

    private Optional<AttributeDefinition> definition(
            Kind kind, String object, Table table, Assignment assignment) {
        String name = assignment.name().text();
        Optional<AttributeDefinition> definition = table.definition(name);
        if (definition.isEmpty())
            findings.error(
                    assignment.name().position(),
                    Umi.ATTRIBUTE_NOT_DEFINED,
                    "attribute "
                            + name
                            + " is not defined for "
                            + table.type()
                                    .map(type -> "type " + type.name())
                                    .orElse("a " + kind.of("").strip()),
                    Spelling.didYouMean(name, table.names(), "Remove it from " + kind.of(object)));
        return definition;
    }

    /// Whether only the engine or an agent sets the attribute. Such a line says nothing about the configuration.
    private boolean ignored(Kind kind, String object, Table table, Assignment assignment) {
        String name = assignment.name().text();
        boolean typeHasIt = table.type().flatMap(type -> type.attribute(name)).isPresent();
        boolean ignored =
                !typeHasIt && table.schema(name).filter(each -> !each.isPersistent()).isPresent();
        if (ignored)
            findings.warning(
                    assignment.name().position(),
                    Umi.NOT_SETTABLE,
                    "attribute " + name + " of " + kind.of(object) + " is ignored",
                    "It is set while the cluster runs; remove it");
        return ignored;
    }

    private void twice(Kind kind, String object, Assignment assignment) {
        findings.warning(
                assignment.name().position(),
                Umi.ASSIGNED_TWICE,
                "attribute "
                        + assignment.name().text()
                        + " of "
                        + kind.of(object)
                        + " is assigned twice",
                "The last value counts; remove the others");
    }

    private void remember(Kind kind, String object, Assignment assignment) {
        String name = assignment.name().text();
        Position at = assignment.name().position();
        if (assignment.system().isPresent())
            places.put(kind, object, name, "@" + assignment.system().orElseThrow().text(), at);
        else places.put(kind, object, name, at);
        rememberWords(kind, object, name, assignment.value());
    }

    private void rememberWords(Kind kind, String object, String name, Syntax.RawValue value) {
        switch (value) {
            case Syntax.Single(var token) ->
                    places.put(kind, object, name, token.text(), token.position());
            case Syntax.Braces(_, var entries) -> {
                for (Syntax.Entry entry : entries)
                    places.put(kind, object, name, entry.key().text(), entry.key().position());
            }
        }
    }

    /// The attributes that a type's block declares.
    SequencedMap<String, AttributeDefinition> declared(Syntax.TypeBlock block) {
        String type = block.at().text();
        SequencedMap<String, AttributeDefinition> declared = new LinkedHashMap<>();
        for (TypeItem item : block.items()) {
            String name = item.name().text();
            places.put(Kind.TYPE, type, name, item.name().position());
            if (declared.containsKey(name)) {
                findings.error(
                        item.name().position(),
                        Umi.EXISTS,
                        "attribute " + name + " of type " + type + " already exists",
                        "Remove one of them");
                continue;
            }
            declared.put(name, definition(type, item));
        }
        return declared;
    }

    private AttributeDefinition definition(String type, TypeItem item) {
        AttributeDefinition bare =
                new AttributeDefinition(
                        item.name().text(),
                        item.type(),
                        dimension(type, item),
                        item.kind(),
                        Optional.empty());
        if (item.initial().isEmpty()) return withKnownDefault(bare);
        rememberWords(Kind.TYPE, type, item.name().text(), item.initial().orElseThrow());
        return values.read("type " + type, bare, item.initial().orElseThrow())
                .map(bare::withDefault)
                .orElse(bare);
    }

    /// A static attribute that all types have keeps its default where a declaration gives none.
    private static AttributeDefinition withKnownDefault(AttributeDefinition bare) {
        if (bare.kind() != AttributeDefinition.Kind.STATIC) return bare;
        return Schema.staticAttribute(bare.name())
                .map(known -> known.definition().initial())
                .filter(value -> value.dimension() == bare.dimension() && !value.isEmpty())
                .map(bare::withDefault)
                .orElse(bare);
    }

    /// The declared dimension, but that of the value where a scalar is given a list: published type files hold such
    /// declarations (`static str MonitorStatsParam = { Frequency = 10 }`).
    private Dimension dimension(String type, TypeItem item) {
        if (item.dimension() != Dimension.SCALAR
                || !(item.initial().orElse(null) instanceof Syntax.Braces(var open, var entries)))
            return item.dimension();
        boolean pairs = entries.stream().anyMatch(entry -> entry.value().isPresent());
        findings.warning(
                open.position(),
                Umi.DIMENSION,
                "attribute "
                        + item.name().text()
                        + " of type "
                        + type
                        + " is declared a scalar and holds a list",
                "Declare it as " + item.name().text() + (pairs ? "{}" : "[]"));
        return pairs ? Dimension.ASSOCIATION : Dimension.VECTOR;
    }
}
