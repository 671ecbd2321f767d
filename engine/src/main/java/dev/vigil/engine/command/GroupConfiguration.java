package dev.vigil.engine.command;

import dev.vigil.config.Group;
import dev.vigil.config.GroupDependency.Category;
import dev.vigil.config.GroupDependency.Location;
import dev.vigil.config.GroupDependency.Rigidity;
import dev.vigil.engine.core.Request;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The verbs of hagrp that change the configuration.
final class GroupConfiguration {
    private static final String DEPENDENCY =
            "online local|global|remote|site soft|firm|hard, or offline local";

    private final Modification modification =
            new Modification(
                    Request.ObjectKind.GROUP,
                    GroupObjects::new,
                    (scene, name) -> Optional.of(scene.group(name)));

    List<Verb> verbs() {
        return List.of(
                Verb.of("-add", this::add, "-add group"),
                Verb.of("-delete", this::delete, "-delete group"),
                Verb.of("-link", this::link, "-link parent_group child_group dependency"),
                Verb.of("-unlink", this::unlink, "-unlink parent_group child_group"),
                modification.modify("group"),
                modification.local("group"),
                modification.global("group"),
                Verb.unsupported("-ignore", "this cluster is not linked to others"));
    }

    private Answer add(Scene scene, List<String> typed) {
        String name = Words.parse(scene.verb(), typed).exactly("group").getFirst();
        scene.permit(Right.ADMINISTER);
        if (scene.configuration().group(name).isPresent()) {
            throw Refusal.of(Umi.GROUP_EXISTS, name);
        }
        scene.mustBeWritable();
        return scene.submit(new Request.AddGroup(name));
    }

    private Answer delete(Scene scene, List<String> typed) {
        String name = Words.parse(scene.verb(), typed).exactly("group").getFirst();
        scene.permit(Right.ADMINISTER);
        Group group = scene.group(name, Umi.GROUP_UNKNOWN_HERE);
        scene.mustBeWritable();
        return scene.submit(new Request.DeleteGroup(group.name()));
    }

    private Answer link(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed);
        List<String> operands = words.atLeast("parent_group", "child_group", "dependency");
        scene.permit(Right.ADMINISTER);
        Group parent = scene.group(operands.get(0));
        Group child = scene.group(operands.get(1));
        List<String> kind = operands.subList(2, operands.size());
        if (kind.size() == 1 && kind.getFirst().contains(" ")) {
            kind = List.of(kind.getFirst().trim().split(" +"));
        }
        if (kind.size() > 3) {
            throw Refusal.misused(List.of(), Umi.UNEXPECTED, scene.verb(), kind.get(3));
        }
        Category category = word(scene, Category.values(), kind, 0);
        Location location = word(scene, Location.values(), kind, 1);
        Rigidity rigidity =
                kind.size() < 3 ? Rigidity.NONE : word(scene, Rigidity.values(), kind, 2);
        if (parent.dependencies().stream().anyMatch(each -> each.child().equals(child.name()))) {
            throw Refusal.of(Umi.ALREADY_LINKED, parent.name(), child.name());
        }
        scene.mustBeWritable();
        return scene.submit(
                new Request.LinkGroups(parent.name(), child.name(), category, location, rigidity));
    }

    private static <E extends Enum<E>> E word(Scene scene, E[] words, List<String> kind, int at) {
        String typed = at < kind.size() ? kind.get(at) : "";
        return Arrays.stream(words)
                .filter(word -> word.name().equalsIgnoreCase(typed) && !typed.equals("NONE"))
                .findFirst()
                .orElseThrow(
                        () ->
                                typed.isEmpty()
                                        ? Refusal.misused(
                                                List.of(), Umi.MISSING, scene.verb(), DEPENDENCY)
                                        : Refusal.misused(
                                                List.of(),
                                                Umi.UNEXPECTED,
                                                scene.verb(),
                                                typed + " (a dependency is " + DEPENDENCY + ")"));
    }

    private Answer unlink(Scene scene, List<String> typed) {
        List<String> operands =
                Words.parse(scene.verb(), typed).exactly("parent_group", "child_group");
        scene.permit(Right.ADMINISTER);
        Group parent = scene.group(operands.get(0));
        Group child = scene.group(operands.get(1));
        if (parent.dependencies().stream().noneMatch(each -> each.child().equals(child.name()))) {
            throw Refusal.of(Umi.GROUPS_NOT_LINKED, parent.name(), child.name());
        }
        scene.mustBeWritable();
        return scene.submit(new Request.UnlinkGroups(parent.name(), child.name()));
    }
}
