package dev.vigil.engine.core;

import dev.vigil.config.Attribute;
import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.Attributes;
import dev.vigil.config.Configuration;
import dev.vigil.config.Dimension;
import dev.vigil.config.NamedObject;
import dev.vigil.config.Schema;
import dev.vigil.config.SchemaAttribute;
import dev.vigil.config.Value;
import dev.vigil.engine.core.Edits.Edit;
import dev.vigil.engine.core.Request.ObjectKind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Changes of attribute values: `-modify`, `-local`, `-global`, `-override`.
///
/// Source: "-modify" of hagrp(1M) and its kin.
final class ValueEdits {
    // Scripts match on the beginnings of these two.
    private static final String PRESENT = "Entry already in attribute keylist: ";
    private static final String ABSENT = "Entry not found in attribute keylist: ";

    private ValueEdits() {}

    static Edit modify(ClusterState state, Configuration now, Request.Modify request) {
        if (request.kind() == ObjectKind.TYPE) return modifyType(now, request);
        var attributes = attributes(now, request.kind(), request.object());
        if (attributes.isEmpty()) return missing(now, request.kind(), request.object());
        var definition = definition(now, request.kind(), request.object(), request.attribute());
        if (definition.isEmpty())
            return Edits.noAttribute(
                    now, request.attribute(), owner(request.kind(), request.object()));
        var schema = schema(request.kind(), request.attribute());
        if (schema.isPresent() && schema.get().setBy() != SchemaAttribute.SetBy.USER)
            return Edit.refused(
                    now,
                    "V-16-1-10561",
                    "Attribute " + request.attribute() + " cannot be modified");
        var attribute = attributes.get().get(request.attribute()).orElse(Attribute.unset());
        boolean perSystem =
                attribute.isLocal()
                        || schema.map(each -> each.scope() != SchemaAttribute.Scope.GLOBAL)
                                .orElse(false);
        if (!request.system().isEmpty() && !perSystem)
            return Edit.refused(
                    now,
                    "V-16-1-10564",
                    "Attribute "
                            + request.attribute()
                            + " is global; make it local first (-local)");
        var before =
                request.system().isEmpty()
                        ? attribute.global().orElse(definition.get().initial())
                        : attribute.on(request.system()).orElse(definition.get().initial());
        if (request.attribute().equals("SystemList") && request.kind() == ObjectKind.GROUP) {
            String kept = stillActive(state, request, before);
            if (!kept.isEmpty()) return Edit.refused(now, "V-16-1-10180", kept);
        }
        var edited = edit(before, definition.get(), request);
        if (!edited.problem().isEmpty())
            return Edit.refused(
                    now,
                    edited.umi(),
                    edited.problem() + " (attribute " + request.attribute() + ")");
        var changed =
                request.system().isEmpty()
                        ? attribute.withGlobal(edited.value())
                        : attribute.withLocal(request.system(), edited.value());
        return Edit.to(
                with(
                        now,
                        request.kind(),
                        request.object(),
                        each -> each.with(request.attribute(), changed)));
    }

    /// A system on which the group is active can't leave its SystemList.
    private static String stillActive(ClusterState state, Request.Modify request, Value before) {
        var kept = new TreeSet<String>();
        switch (request.edit()) {
            case ADD, UPDATE -> kept.addAll(before.asMap().keySet());
            case REPLACE -> kept.addAll(request.words());
            case DELETE -> {
                kept.addAll(before.asMap().keySet());
                request.words().forEach(kept::remove);
            }
            case DELETE_ALL -> {}
        }
        for (String system : before.asMap().keySet()) {
            if (kept.contains(system)) continue;
            if (state.topology().groups().containsKey(request.object())
                    && state.topology().groups().get(request.object()).mayRunOn(system)
                    && state.groupState(request.object(), system).active())
                return "Group " + request.object() + " is not offline on system " + system;
        }
        return "";
    }

    /// A new value, or what is wrong with it.
    private record Edited(Value value, String umi, String problem) {}

    private static Edited edit(
            Value before, AttributeDefinition definition, Request.Modify request) {
        try {
            return switch (request.edit()) {
                case REPLACE ->
                        new Edited(Value.ofWords(definition.dimension(), request.words()), "", "");
                case ADD -> add(before, definition.dimension(), request.words());
                case UPDATE -> update(before, request.words());
                case DELETE -> delete(before, definition.dimension(), request.words());
                case DELETE_ALL ->
                        new Edited(Value.empty(definition.type(), definition.dimension()), "", "");
            };
        } catch (IllegalArgumentException wrong) {
            return new Edited(before, "V-16-1-10560", wrong.getMessage());
        }
    }

    private static Edited add(Value before, Dimension dimension, List<String> words) {
        if (dimension == Dimension.SCALAR)
            return new Edited(before, "V-16-1-10560", "a scalar has no elements to add to");
        var items = new ArrayList<>(before.asList());
        if (dimension == Dimension.ASSOCIATION) {
            var entries = new LinkedHashMap<>(before.asMap());
            for (var each : Value.ofWords(dimension, words).asMap().entrySet())
                if (entries.putIfAbsent(each.getKey(), each.getValue()) != null)
                    return new Edited(before, "V-16-1-10563", PRESENT + each.getKey());
            return new Edited(new Value.Association(entries), "", "");
        }
        for (String word : words) {
            if (dimension == Dimension.KEYLIST && items.contains(word))
                return new Edited(before, "V-16-1-10563", PRESENT + word);
            items.add(word);
        }
        return new Edited(Value.ofWords(dimension, items), "", "");
    }

    private static Edited update(Value before, List<String> words) {
        SequencedMap<String, String> entries = new LinkedHashMap<>(before.asMap());
        for (var each : Value.ofWords(Dimension.ASSOCIATION, words).asMap().entrySet())
            if (entries.replace(each.getKey(), each.getValue()) == null)
                return new Edited(before, "V-16-1-10566", ABSENT + each.getKey());
        return new Edited(new Value.Association(entries), "", "");
    }

    private static Edited delete(Value before, Dimension dimension, List<String> words) {
        if (dimension == Dimension.SCALAR)
            return new Edited(before, "V-16-1-10560", "a scalar has no elements to delete");
        if (dimension == Dimension.ASSOCIATION) {
            var entries = new LinkedHashMap<>(before.asMap());
            for (String word : words)
                if (entries.remove(word) == null)
                    return new Edited(before, "V-16-1-10566", ABSENT + word);
            return new Edited(new Value.Association(entries), "", "");
        }
        var items = new ArrayList<>(before.asList());
        for (String word : words)
            if (!items.removeIf(word::equals))
                return new Edited(before, "V-16-1-10566", ABSENT + word);
        return new Edited(Value.ofWords(dimension, items), "", "");
    }

    /// Static attributes of a type.
    private static Edit modifyType(Configuration now, Request.Modify request) {
        var type = now.types().get(request.object());
        if (type == null) return Edits.noType(now, request.object());
        if (request.attribute().equals("SourceFile") && request.words().size() == 1)
            return Edit.to(now.withType(type.withSourceFile(plain(request.words().getFirst()))));
        var definition =
                type.attribute(request.attribute())
                        .filter(each -> each.kind() == AttributeDefinition.Kind.STATIC)
                        .or(
                                () ->
                                        Schema.staticAttribute(request.attribute())
                                                .map(SchemaAttribute::definition));
        if (definition.isEmpty())
            return Edit.refused(
                    now, "V-16-1-13322", request.attribute() + " is not a static attribute");
        var edited = edit(definition.get().initial(), definition.get(), request);
        if (!edited.problem().isEmpty())
            return Edit.refused(
                    now,
                    edited.umi(),
                    edited.problem() + " (attribute " + request.attribute() + ")");
        var changed =
                new AttributeDefinition(
                        request.attribute(),
                        definition.get().type(),
                        definition.get().dimension(),
                        AttributeDefinition.Kind.STATIC,
                        Optional.of(edited.value()));
        return Edit.to(now.withType(type.with(changed)));
    }

    private static String plain(String file) {
        return file.startsWith("./") ? file.substring(2) : file;
    }

    static Edit localize(Configuration now, Request.Localize request) {
        var attributes = attributes(now, request.kind(), request.object());
        if (attributes.isEmpty()) return missing(now, request.kind(), request.object());
        var definition = definition(now, request.kind(), request.object(), request.attribute());
        if (definition.isEmpty())
            return Edits.noAttribute(
                    now, request.attribute(), owner(request.kind(), request.object()));
        var schema = schema(request.kind(), request.attribute());
        if (schema.map(each -> each.scope() == SchemaAttribute.Scope.GLOBAL).orElse(false))
            return Edit.refused(
                    now,
                    "V-16-1-10565",
                    "Attribute " + request.attribute() + " cannot be made local");
        var group =
                request.kind() == ObjectKind.RESOURCE
                        ? now.resource(request.object()).orElseThrow().group()
                        : request.object();
        var before = attributes.get().get(request.attribute()).orElse(Attribute.unset());
        var value = before.global().orElse(definition.get().initial());
        var local = Attribute.unset();
        if (request.kind() != ObjectKind.HEARTBEAT)
            for (String system : now.systemList(group).keySet())
                local = local.withLocal(system, before.on(system).orElse(value));
        var changed = local;
        return Edit.to(
                with(
                        now,
                        request.kind(),
                        request.object(),
                        each -> each.with(request.attribute(), changed)));
    }

    static Edit globalize(Configuration now, Request.Globalize request) {
        var attributes = attributes(now, request.kind(), request.object());
        if (attributes.isEmpty()) return missing(now, request.kind(), request.object());
        var definition = definition(now, request.kind(), request.object(), request.attribute());
        if (definition.isEmpty())
            return Edits.noAttribute(
                    now, request.attribute(), owner(request.kind(), request.object()));
        try {
            var value =
                    request.words().isEmpty()
                            ? definition.get().initial()
                            : Value.ofWords(definition.get().dimension(), request.words());
            return Edit.to(
                    with(
                            now,
                            request.kind(),
                            request.object(),
                            each -> each.with(request.attribute(), Attribute.of(value))));
        } catch (IllegalArgumentException wrong) {
            return Edit.refused(
                    now, "V-16-1-10560", request.attribute() + ": " + wrong.getMessage());
        }
    }

    static Edit override(Configuration now, String name, String attribute) {
        var resource = now.resource(name);
        if (resource.isEmpty()) return Edits.noResource(now, name);
        var schema = Schema.staticAttribute(attribute);
        if (schema.isEmpty())
            return Edit.refused(now, "V-16-1-13322", attribute + " is not a static attribute");
        if (!schema.get().overridable())
            return Edit.refused(
                    now, "V-16-1-13323", "Attribute " + attribute + " cannot be overridden");
        if (resource.get().attributes().has(attribute))
            return Edit.refused(
                    now, "V-16-1-13324", "Attribute " + attribute + " is already overridden");
        var value = now.typeValue(resource.get().type(), attribute);
        return Edit.to(with(now, ObjectKind.RESOURCE, name, each -> each.with(attribute, value)));
    }

    static Edit undoOverride(Configuration now, String name, String attribute) {
        var resource = now.resource(name);
        if (resource.isEmpty()) return Edits.noResource(now, name);
        boolean overridden =
                Schema.staticAttribute(attribute).isPresent()
                        && resource.get().attributes().has(attribute);
        if (!overridden)
            return Edit.refused(
                    now, "V-16-1-13325", "Attribute " + attribute + " is not overridden");
        return Edit.to(with(now, ObjectKind.RESOURCE, name, each -> each.without(attribute)));
    }

    private static Optional<Attributes> attributes(
            Configuration now, ObjectKind kind, String object) {
        return switch (kind) {
            case CLUSTER -> Optional.of(now.cluster().attributes());
            case SYSTEM ->
                    Optional.ofNullable(now.systems().get(object)).map(NamedObject::attributes);
            case GROUP ->
                    Optional.ofNullable(now.groups().get(object)).map(each -> each.attributes());
            case RESOURCE -> now.resource(object).map(each -> each.attributes());
            case HEARTBEAT ->
                    Optional.ofNullable(now.heartbeats().get(object)).map(NamedObject::attributes);
            case TYPE -> Optional.empty();
        };
    }

    private static Configuration with(
            Configuration now, ObjectKind kind, String object, UnaryOperator<Attributes> change) {
        return switch (kind) {
            case CLUSTER ->
                    now.withCluster(
                            now.cluster().withAttributes(change.apply(now.cluster().attributes())));
            case SYSTEM -> {
                var system = now.systems().get(object);
                yield now.withSystem(system.withAttributes(change.apply(system.attributes())));
            }
            case GROUP -> {
                var group = now.groups().get(object);
                yield now.withGroup(group.withAttributes(change.apply(group.attributes())));
            }
            case RESOURCE -> {
                var resource = now.resource(object).orElseThrow();
                yield now.withResource(
                        resource.withAttributes(change.apply(resource.attributes())));
            }
            case HEARTBEAT -> {
                var heartbeat = now.heartbeats().get(object);
                yield now.withHeartbeat(
                        heartbeat.withAttributes(change.apply(heartbeat.attributes())));
            }
            case TYPE -> now;
        };
    }

    private static Optional<AttributeDefinition> definition(
            Configuration now, ObjectKind kind, String object, String attribute) {
        if (kind == ObjectKind.RESOURCE)
            return now.definition(now.resource(object).orElseThrow().type(), attribute);
        return schema(kind, attribute).map(SchemaAttribute::definition);
    }

    private static Optional<SchemaAttribute> schema(ObjectKind kind, String attribute) {
        return switch (kind) {
            case CLUSTER -> Schema.clusterAttribute(attribute);
            case SYSTEM -> Schema.systemAttribute(attribute);
            case GROUP -> Schema.groupAttribute(attribute);
            case RESOURCE -> Schema.resourceAttribute(attribute);
            case TYPE -> Schema.staticAttribute(attribute);
            case HEARTBEAT -> Optional.ofNullable(Schema.heartbeatAttributes().get(attribute));
        };
    }

    private static String owner(ObjectKind kind, String object) {
        return switch (kind) {
            case CLUSTER -> "the cluster";
            case SYSTEM, GROUP, HEARTBEAT -> kind.name().toLowerCase(Locale.ROOT) + "s";
            case RESOURCE, TYPE -> kind.name().toLowerCase(Locale.ROOT) + " " + object;
        };
    }

    private static Edit missing(Configuration now, ObjectKind kind, String object) {
        return switch (kind) {
            case CLUSTER ->
                    throw new IllegalStateException("a cluster always has attributes: " + object);
            case SYSTEM -> Edits.noSystem(now, object);
            case GROUP -> Edits.noGroup(now, object);
            case RESOURCE -> Edits.noResource(now, object);
            case TYPE -> Edits.noType(now, object);
            case HEARTBEAT ->
                    Edit.refused(now, "V-16-1-10570", "Heartbeat does not exist: " + object);
        };
    }
}
