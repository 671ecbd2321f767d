package dev.vigil.engine.command;

import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.Group;
import dev.vigil.config.Resource;
import dev.vigil.config.Schema;
import dev.vigil.config.SchemaAttribute;
import dev.vigil.engine.core.Request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The verbs of hares that change the configuration.
final class ResourceConfiguration {
    private final Modification modification =
            new Modification(
                    Request.ObjectKind.RESOURCE,
                    ResourceObjects::new,
                    (scene, name) -> Optional.of(scene.group(scene.resource(name).group())));

    List<Verb> verbs() {
        return List.of(
                Verb.of("-add", this::add, "-add resource type group"),
                Verb.of("-delete", this::delete, "-delete [-force] resource"),
                Verb.of("-link", this::link, "-link parent_resource child_resource ..."),
                Verb.of("-unlink", this::unlink, "-unlink parent_resource child_resource ..."),
                Verb.of("-override", this::override, "-override resource static_attribute"),
                Verb.of(
                        "-undo_override",
                        this::undoOverride,
                        "-undo_override resource static_attribute"),
                modification.modify("resource"),
                modification.local("resource"),
                modification.global("resource"),
                Verb.unsupported("-refreshinfo", "use hares -action for what an agent can tell"),
                Verb.unsupported("-flushinfo", "use hares -action for what an agent can tell"));
    }

    private Answer add(Scene scene, List<String> typed) {
        List<String> operands =
                Words.parse(scene.verb(), typed).exactly("resource", "type", "group");
        Group group = scene.group(operands.get(2));
        scene.permit(Right.ADMINISTER, group);
        if (scene.configuration().resource(operands.getFirst()).isPresent()) {
            throw Refusal.of(Umi.RESOURCE_EXISTS, operands.getFirst());
        }
        if (scene.configuration().type(operands.get(1)).isEmpty()) {
            throw Refusal.of(Umi.TYPE_UNKNOWN, operands.get(1));
        }
        scene.mustBeWritable();
        return scene.submit(
                new Request.AddResource(operands.getFirst(), operands.get(1), group.name()));
    }

    private Answer delete(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, Option.flag("-force"));
        Resource resource = administered(scene, words.exactly("resource").getFirst());
        scene.mustBeWritable();
        return scene.submit(new Request.DeleteResource(resource.name(), words.has("-force")));
    }

    private Answer link(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, Option.one("-min"));
        if (words.has("-min")) {
            throw Refusal.of(
                    Umi.NOT_SUPPORTED, "-min", "link the children that are all needed, without it");
        }
        Resource parent = administered(scene, words.atLeast("parent", "child").getFirst());
        var changes = new ArrayList<Request.Change>();
        for (String name : children(words)) {
            Resource child = scene.resource(name);
            if (!child.group().equals(parent.group())) {
                throw Refusal.of(
                        Umi.RESOURCES_OF_TWO_GROUPS,
                        parent.name(),
                        child.name(),
                        parent.group(),
                        child.group());
            }
            if (linked(scene, parent, child)) {
                throw Refusal.of(Umi.ALREADY_LINKED, parent.name(), child.name());
            }
            changes.add(new Request.LinkResources(parent.name(), child.name()));
        }
        scene.mustBeWritable();
        return scene.submit(together(changes));
    }

    private Answer unlink(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed);
        Resource parent = administered(scene, words.atLeast("parent", "child").getFirst());
        var changes = new ArrayList<Request.Change>();
        for (String name : children(words)) {
            Resource child = scene.resource(name);
            if (!linked(scene, parent, child)) {
                throw Refusal.of(Umi.RESOURCES_NOT_LINKED, parent.name(), child.name());
            }
            changes.add(new Request.UnlinkResources(parent.name(), child.name()));
        }
        scene.mustBeWritable();
        return scene.submit(together(changes));
    }

    /// The children are words of their own or parts of one, with commas between them.
    private static List<String> children(Words words) {
        return words.operands().stream()
                .skip(1)
                .flatMap(word -> Stream.of(word.split(",")))
                .filter(name -> !name.isBlank())
                .toList();
    }

    private static boolean linked(Scene scene, Resource parent, Resource child) {
        return scene.group(parent.group()).childrenOf(parent.name()).contains(child.name());
    }

    private static Request together(List<Request.Change> changes) {
        return changes.size() == 1 ? changes.getFirst() : new Request.Batch(changes);
    }

    private Answer override(Scene scene, List<String> typed) {
        List<String> operands =
                Words.parse(scene.verb(), typed).exactly("resource", "static_attribute");
        Resource resource = administered(scene, operands.getFirst());
        String attribute = operands.get(1);
        Optional<SchemaAttribute> known = Schema.staticAttribute(attribute);
        if (known.isEmpty() && !isStatic(scene, resource, attribute)) {
            throw Refusal.of(Umi.NOT_STATIC, attribute);
        }
        scene.mustBeWritable();
        return scene.submit(new Request.Override(resource.name(), attribute));
    }

    private static boolean isStatic(Scene scene, Resource resource, String attribute) {
        return scene.configuration()
                .type(resource.type())
                .flatMap(type -> type.attribute(attribute))
                .filter(found -> found.kind() == AttributeDefinition.Kind.STATIC)
                .isPresent();
    }

    private Answer undoOverride(Scene scene, List<String> typed) {
        List<String> operands =
                Words.parse(scene.verb(), typed).exactly("resource", "static_attribute");
        Resource resource = administered(scene, operands.getFirst());
        String attribute = operands.get(1);
        if (Schema.staticAttribute(attribute).isEmpty() && !isStatic(scene, resource, attribute)) {
            throw Refusal.of(Umi.NOT_STATIC, attribute);
        }
        if (!resource.attributes().has(attribute)) {
            throw Refusal.of(Umi.NOT_OVERRIDDEN, attribute, resource.name());
        }
        scene.mustBeWritable();
        return scene.submit(new Request.UndoOverride(resource.name(), attribute));
    }

    private static Resource administered(Scene scene, String name) {
        Resource resource = scene.resource(name);
        scene.permit(Right.ADMINISTER, scene.group(resource.group()));
        return resource;
    }
}
