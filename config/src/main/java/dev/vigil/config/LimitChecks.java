package dev.vigil.config;

import dev.vigil.config.Limit.Level;
import dev.vigil.config.Places.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/// Says of every attribute that is set and not acted upon what happens instead: one warning for each object and attribute.
final class LimitChecks {
    /// A value that is set, and where: for all systems, or for the one of `@sys`.
    private record Set(String item, Value value) {}

    private final Configuration configuration;
    private final Places places;
    private final Findings findings;

    LimitChecks(Configuration configuration, Places places, Findings findings) {
        this.configuration = configuration;
        this.places = places;
        this.findings = findings;
    }

    void run() {
        NamedObject cluster = configuration.cluster();
        object(Kind.CLUSTER, cluster.name(), cluster.attributes(), Level.CLUSTER);
        for (NamedObject each : configuration.systems().values())
            object(Kind.SYSTEM, each.name(), each.attributes(), Level.SYSTEM);
        for (Group group : configuration.groups().values()) {
            object(Kind.GROUP, group.name(), group.attributes(), Level.GROUP);
            for (Resource each : group.resources().values()) {
                object(Kind.RESOURCE, each.name(), each.attributes(), Level.RESOURCE);
                object(Kind.RESOURCE, each.name(), each.attributes(), Level.TYPE);
            }
        }
        var used = new TreeSet<String>();
        for (Resource each : configuration.resources()) used.add(each.type());
        for (String name : used) configuration.type(name).ifPresent(this::type);
        for (String name : configuration.remoteClusters().sequencedKeySet())
            report(Kind.REMOTE_CLUSTER, name, "other clusters are not contacted");
        for (String name : configuration.heartbeats().sequencedKeySet())
            report(Kind.HEARTBEAT, name, "other clusters are not contacted");
        for (String name : configuration.sites().sequencedKeySet())
            report(Kind.SITE, name, "systems are chosen without regard to sites");
    }

    private void object(Kind kind, String object, Attributes attributes, Level level) {
        for (Map.Entry<String, Attribute> entry : attributes.byName().entrySet()) {
            Optional<AttributeDefinition> definition = definition(level, entry.getKey());
            if (definition.isEmpty()) continue;
            Attribute attribute = entry.getValue();
            List<Set> values = new ArrayList<>();
            attribute.global().ifPresent(value -> values.add(new Set("", value)));
            attribute.local().forEach((system, value) -> values.add(new Set("@" + system, value)));
            values(kind, object, level, definition.orElseThrow(), values);
        }
    }

    private void type(ResourceType type) {
        for (AttributeDefinition each : type.attributes().values()) {
            if (each.kind() != AttributeDefinition.Kind.STATIC) continue;
            Optional<AttributeDefinition> known = definition(Level.TYPE, each.name());
            if (known.isPresent())
                values(
                        Kind.TYPE,
                        type.name(),
                        Level.TYPE,
                        known.orElseThrow(),
                        List.of(new Set("", each.initial())));
        }
    }

    private void values(
            Kind kind,
            String object,
            Level level,
            AttributeDefinition definition,
            List<Set> values) {
        for (Limit limit : SchemaLimits.ALL) {
            if (limit.level() != level || !limit.attribute().equals(definition.name())) continue;
            for (Set each : values) {
                if (!limit.concerns(definition, each.value())) continue;
                Position at = places.of(kind, object, definition.name(), each.item());
                String what = shown(definition, each.value()) + " of " + kind.of(object);
                report(at, what, limit.instead());
                break;
            }
        }
    }

    /// The attribute and its value, if that is short and no secret.
    private static String shown(AttributeDefinition definition, Value value) {
        return value.dimension() == Dimension.ASSOCIATION
                ? definition.name()
                : definition.name() + " = " + String.join(" ", value.asList());
    }

    private void report(Kind kind, String object, String instead) {
        report(places.of(kind, object), kind.of(object), instead);
    }

    private void report(Position at, String what, String instead) {
        findings.limit(at, what + " is not acted upon: " + instead);
    }

    private static Optional<AttributeDefinition> definition(Level level, String name) {
        SequencedMap<String, SchemaAttribute> table =
                switch (level) {
                    case CLUSTER -> Schema.clusterAttributes();
                    case SYSTEM -> Schema.systemAttributes();
                    case GROUP -> Schema.groupAttributes();
                    case RESOURCE -> Schema.resourceAttributes();
                    case TYPE -> Schema.staticAttributes();
                };
        return Optional.ofNullable(table.get(name)).map(SchemaAttribute::definition);
    }
}
