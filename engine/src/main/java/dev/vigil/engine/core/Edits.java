package dev.vigil.engine.core;

import dev.vigil.config.Attribute;
import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.Attributes;
import dev.vigil.config.Configuration;
import dev.vigil.config.Group;
import dev.vigil.config.GroupDependency;
import dev.vigil.config.Link;
import dev.vigil.config.NamedObject;
import dev.vigil.config.Resource;
import dev.vigil.config.ResourceType;
import dev.vigil.config.Value;
import dev.vigil.engine.core.Message.Severity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Changes of the configuration: of its objects and links. Values are changed by [ValueEdits].
///
/// Pure: a configuration and a change give another configuration or a refusal. What only the whole shows (cycles, unknown
/// systems) is left to the verifier.
///
/// Source: hagrp(1M), hares(1M), hasys(1M), hatype(1M), haattr(1M).
final class Edits {
    /// What a change leads to.
    ///
    /// @param accepted whether it can be made
    /// @param configuration the changed one, or the old
    /// @param messages for the operator
    record Edit(boolean accepted, Configuration configuration, List<String> messages) {
        static Edit to(Configuration changed) {
            return new Edit(true, changed, List.of());
        }

        static Edit to(Configuration changed, String umi, String notice) {
            return new Edit(
                    true, changed, List.of(new Message(Severity.NOTICE, umi, notice).line()));
        }

        static Edit refused(Configuration unchanged, String umi, String why) {
            return new Edit(false, unchanged, List.of(Requests.warning(umi, why)));
        }
    }

    private Edits() {}

    static Edit apply(ClusterState state, Configuration now, Request.Change change) {
        return switch (change) {
            case Request.AddGroup(var group) -> addGroup(now, group);
            case Request.DeleteGroup(var group) -> deleteGroup(now, group);
            case Request.AddResource request -> addResource(now, request);
            case Request.DeleteResource request -> deleteResource(state, now, request);
            case Request.AddSystem(var system) ->
                    now.systems().containsKey(system)
                            ? Edit.refused(now, "V-16-1-10350", "System already exists: " + system)
                            : Edit.to(now.withSystem(new NamedObject(system, Attributes.NONE)));
            case Request.DeleteSystem(var system) -> deleteSystem(state, now, system);
            case Request.AddType(var type) ->
                    now.types().containsKey(type)
                            ? Edit.refused(now, "V-16-1-12003", "Type already exists: " + type)
                            : Edit.to(
                                    now.withType(
                                            new ResourceType(
                                                    type, new LinkedHashMap<>(), "types.cf")));
            case Request.DeleteType(var type) -> deleteType(now, type);
            case Request.AddAttribute request -> addAttribute(now, request);
            case Request.SetDefault request -> setDefault(now, request);
            case Request.DeleteAttribute request -> deleteAttribute(now, request);
            case Request.LinkResources(var parent, var child) -> link(now, parent, child);
            case Request.UnlinkResources(var parent, var child) -> unlink(now, parent, child);
            case Request.LinkGroups request -> linkGroups(now, request);
            case Request.UnlinkGroups(var parent, var child) -> unlinkGroups(now, parent, child);
            case Request.Modify request -> ValueEdits.modify(state, now, request);
            case Request.Localize request -> ValueEdits.localize(now, request);
            case Request.Globalize request -> ValueEdits.globalize(now, request);
            case Request.Override(var resource, var attribute) ->
                    ValueEdits.override(now, resource, attribute);
            case Request.UndoOverride(var resource, var attribute) ->
                    ValueEdits.undoOverride(now, resource, attribute);
            case Request.Batch(var changes) -> batch(state, now, changes);
        };
    }

    private static Edit batch(ClusterState state, Configuration now, List<Request.Change> changes) {
        var changed = now;
        List<String> messages = new ArrayList<>();
        for (var each : changes) {
            var edit = apply(state, changed, each);
            if (!edit.accepted()) return new Edit(false, now, edit.messages());
            changed = edit.configuration();
            messages.addAll(edit.messages());
        }
        return new Edit(true, changed, messages);
    }

    private static Edit addGroup(Configuration now, String group) {
        if (now.groups().containsKey(group))
            return Edit.refused(now, "V-16-1-10130", "Group already exists: " + group);
        return Edit.to(
                now.withGroup(Group.of(group, Attributes.NONE)),
                "V-16-1-10136",
                "Group added; populating SystemList and setting the Parallel attribute recommended"
                        + " before adding resources");
    }

    private static Edit deleteGroup(Configuration now, String name) {
        var group = now.groups().get(name);
        if (group == null)
            return Edit.refused(
                    now, "V-16-1-12130", "Group " + name + " does not exist in the local cluster");
        if (!group.resources().isEmpty())
            return Edit.refused(
                    now,
                    "V-16-1-10131",
                    "Group "
                            + name
                            + " has resources; delete them first: "
                            + String.join(", ", group.resources().keySet()));
        for (var each : now.groupDependencies())
            if (each.parent().equals(name) || each.child().equals(name))
                return Edit.refused(
                        now,
                        "V-16-1-10132",
                        "Group "
                                + name
                                + " has a dependency; unlink it first: "
                                + each.parent()
                                + " "
                                + each.child());
        return Edit.to(now.withoutGroup(name));
    }

    private static Edit addResource(Configuration now, Request.AddResource request) {
        if (now.resource(request.resource()).isPresent())
            return Edit.refused(
                    now, "V-16-1-10239", "Resource already exists: " + request.resource());
        if (!now.types().containsKey(request.type())) return noType(now, request.type());
        if (!now.groups().containsKey(request.group())) return noGroup(now, request.group());
        var resource =
                new Resource(
                        request.resource(),
                        request.type(),
                        request.group(),
                        Attributes.NONE.with("Enabled", Value.of(0)));
        return Edit.to(
                now.withResource(resource),
                "V-16-1-10242",
                "Resource added. Enabled attribute must be set before agent monitors");
    }

    private static Edit deleteResource(
            ClusterState state, Configuration now, Request.DeleteResource request) {
        var resource = now.resource(request.resource());
        if (resource.isEmpty()) return noResource(now, request.resource());
        boolean guarded = !now.clusterValue("DeleteOnlineResource").asBoolean();
        if (guarded && !request.force())
            for (String system : now.systemList(resource.get().group()).keySet())
                if (state.resource(request.resource(), system).online())
                    return Edit.refused(
                            now,
                            "V-16-1-10243",
                            "Resource "
                                    + request.resource()
                                    + " is online on system "
                                    + system
                                    + "; take it offline first, or use -force");
        return Edit.to(now.withoutResource(request.resource()));
    }

    private static Edit deleteSystem(ClusterState state, Configuration now, String system) {
        if (!now.systems().containsKey(system)) return noSystem(now, system);
        if (state.system(system).member())
            return Edit.refused(
                    now,
                    "V-16-1-10351",
                    "System "
                            + system
                            + " is "
                            + state.sysState(system)
                            + "; stop its engine first");
        for (String group : now.groups().keySet())
            if (now.systemList(group).containsKey(system))
                return Edit.refused(
                        now,
                        "V-16-1-10352",
                        "System " + system + " is in the SystemList of group " + group);
        return Edit.to(now.withoutSystem(system));
    }

    private static Edit deleteType(Configuration now, String type) {
        if (!now.types().containsKey(type)) return noType(now, type);
        for (var each : now.resources())
            if (each.type().equals(type))
                return Edit.refused(
                        now, "V-16-1-12005", "Type " + type + " has resources: " + each.name());
        return Edit.to(now.withoutType(type));
    }

    private static Edit addAttribute(Configuration now, Request.AddAttribute request) {
        var type = now.types().get(request.type());
        if (type == null) return noType(now, request.type());
        if (type.attribute(request.attribute()).isPresent())
            return Edit.refused(
                    now,
                    "V-16-1-13320",
                    "Type "
                            + request.type()
                            + " has an attribute "
                            + request.attribute()
                            + " already");
        var definition =
                new AttributeDefinition(
                        request.attribute(),
                        request.valueType(),
                        request.dimension(),
                        request.kind(),
                        Optional.empty());
        if (request.defaults().isEmpty()) return Edit.to(now.withType(type.with(definition)));
        try {
            var value = Value.ofWords(request.dimension(), request.defaults());
            return Edit.to(now.withType(type.with(definition.withDefault(value))));
        } catch (IllegalArgumentException wrong) {
            return Edit.refused(
                    now, "V-16-1-10560", request.attribute() + ": " + wrong.getMessage());
        }
    }

    private static Edit setDefault(Configuration now, Request.SetDefault request) {
        var type = now.types().get(request.type());
        if (type == null) return noType(now, request.type());
        var definition = type.attribute(request.attribute());
        if (definition.isEmpty())
            return noAttribute(now, request.attribute(), "type " + request.type());
        try {
            var value = Value.ofWords(definition.get().dimension(), request.defaults());
            return Edit.to(now.withType(type.with(definition.get().withDefault(value))));
        } catch (IllegalArgumentException wrong) {
            return Edit.refused(
                    now, "V-16-1-10560", request.attribute() + ": " + wrong.getMessage());
        }
    }

    private static Edit deleteAttribute(Configuration now, Request.DeleteAttribute request) {
        var type = now.types().get(request.type());
        if (type == null) return noType(now, request.type());
        if (type.attribute(request.attribute()).isEmpty())
            return noAttribute(now, request.attribute(), "type " + request.type());
        return Edit.to(now.withType(type.without(request.attribute())));
    }

    private static Edit link(Configuration now, String parent, String child) {
        var above = now.resource(parent);
        var below = now.resource(child);
        if (above.isEmpty()) return noResource(now, parent);
        if (below.isEmpty()) return noResource(now, child);
        if (!above.get().group().equals(below.get().group()))
            return Edit.refused(
                    now,
                    "V-16-1-10906",
                    "Resources " + parent + " and " + child + " are not in the same group");
        var group = now.groups().get(above.get().group());
        var link = new Link(parent, child);
        if (group.links().contains(link)) return exists(now, parent, child);
        return Edit.to(now.withGroup(group.withLink(link)));
    }

    private static Edit exists(Configuration now, String parent, String child) {
        return Edit.refused(
                now,
                "V-16-1-10905",
                "Dependency between '" + parent + "' and '" + child + "' already exists");
    }

    private static Edit unlink(Configuration now, String parent, String child) {
        var above = now.resource(parent);
        if (above.isEmpty()) return noResource(now, parent);
        if (now.resource(child).isEmpty()) return noResource(now, child);
        var group = now.groups().get(above.get().group());
        var link = new Link(parent, child);
        if (!group.links().contains(link))
            return Edit.refused(
                    now,
                    "V-16-1-10907",
                    "No dependency between '" + parent + "' and '" + child + "'");
        return Edit.to(now.withGroup(group.withoutLink(link)));
    }

    private static Edit linkGroups(Configuration now, Request.LinkGroups request) {
        var parent = now.groups().get(request.parent());
        if (parent == null) return noGroup(now, request.parent());
        if (!now.groups().containsKey(request.child())) return noGroup(now, request.child());
        if (request.location() == GroupDependency.Location.SITE)
            return Edit.refused(
                    now,
                    "V-16-1-10168",
                    "Site dependencies are not supported; use local, global or remote");
        for (var each : parent.dependencies())
            if (each.child().equals(request.child()))
                return exists(now, request.parent(), request.child());
        return Edit.to(
                now.withGroup(
                        parent.withDependency(
                                new GroupDependency(
                                        request.parent(),
                                        request.child(),
                                        request.category(),
                                        request.location(),
                                        request.rigidity()))));
    }

    private static Edit unlinkGroups(Configuration now, String parent, String child) {
        var above = now.groups().get(parent);
        if (above == null) return noGroup(now, parent);
        for (var each : above.dependencies())
            if (each.child().equals(child))
                return Edit.to(now.withGroup(above.withoutDependency(child)));
        return Edit.refused(
                now,
                "V-16-1-10146",
                "No dependency between groups '" + parent + "' and '" + child + "'");
    }

    /// A group attribute with another value, for all systems or one.
    static Configuration groupValue(
            Configuration now, String name, String attribute, String system, Value value) {
        var group = now.groups().get(name);
        var attributes = group.attributes();
        if (!system.isEmpty())
            return now.withGroup(
                    group.withAttributes(
                            attributes.with(
                                    attribute,
                                    attributes
                                            .get(attribute)
                                            .orElse(Attribute.unset())
                                            .withLocal(system, value))));
        return now.withGroup(group.withAttributes(attributes.with(attribute, Attribute.of(value))));
    }

    /// A system attribute with another value.
    static Configuration systemValue(
            Configuration now, String name, String attribute, Value value) {
        var system = now.systems().get(name);
        return now.withSystem(system.withAttributes(system.attributes().with(attribute, value)));
    }

    static Edit noGroup(Configuration now, String group) {
        return Edit.refused(now, "V-16-1-10133", "Group does not exist: " + group);
    }

    static Edit noResource(Configuration now, String resource) {
        return Edit.refused(now, "V-16-1-10260", "Resource does not exist: " + resource);
    }

    static Edit noSystem(Configuration now, String system) {
        return Edit.refused(now, "V-16-1-10357", "System does not exist: " + system);
    }

    static Edit noType(Configuration now, String type) {
        return Edit.refused(now, "V-16-1-12004", "Type does not exist: " + type);
    }

    static Edit noAttribute(Configuration now, String attribute, String owner) {
        return Edit.refused(
                now, "V-16-1-10562", "No attribute " + attribute + " is defined for " + owner);
    }
}
