package dev.vigil.engine.command;

import dev.vigil.config.Group;
import dev.vigil.config.GroupDependency;
import dev.vigil.engine.core.Decision;
import dev.vigil.engine.core.Forecast;
import dev.vigil.engine.core.GroupState;
import dev.vigil.engine.core.GroupStatus;
import dev.vigil.engine.core.Obstacle;
import dev.vigil.engine.policy.Selection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The verbs of hagrp that only look.
final class GroupQueries {
    private static final Columns DISPLAY = Columns.of(12, 21, 10, 0);
    private static final Columns DEPENDENCIES = Columns.of(16, 16, 0);
    private static final Columns FORECAST = Columns.of(11, 0);
    private static final List<String> FAILOVER_POLICIES = List.of("Priority", "RoundRobin", "Load");
    private static final Option SYS = Option.one("-sys");
    private static final Option SYSTEMS = Option.some("-sys");
    private static final Option CLUS = Option.one("-clus");
    private static final Option LOCALCLUS = Option.flag("-localclus");

    List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "-display",
                        this::display,
                        "-display [group(s)] [-attribute attribute(s)] [-sys system(s)]"
                                + " [-localclus]"),
                Verb.of("-state", this::state, "-state [group(s)] [-sys system(s)] [-localclus]"),
                Verb.of("-list", this::list, "-list [conditional(s)] [-localclus]"),
                Verb.of("-value", this::value, "-value group attribute [system] [-localclus]"),
                Verb.of("-dep", this::dependencies, "-dep [group(s)]"),
                Verb.of("-resources", this::resources, "-resources group"),
                Verb.of(
                        "-wait",
                        this::await,
                        "-wait group attribute value [-localclus] [-sys system] [-time timeout]"),
                Verb.of(
                        "-forecast",
                        this::forecast,
                        "-forecast group [-policy failoverpolicy] [-verbose]"),
                Verb.of("-explain", this::explain, "-explain group"));
    }

    private Answer display(Scene scene, List<String> typed) {
        Words words =
                Words.parse(
                        scene.verb(), typed, Option.some("-attribute"), SYSTEMS, CLUS, LOCALCLUS);
        return Queries.display(
                groups(scene, words),
                "#Group",
                DISPLAY,
                words.operands(),
                words.many("-attribute"),
                words.many("-sys"));
    }

    private Answer state(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYSTEMS, CLUS, LOCALCLUS);
        GroupObjects groups = groups(scene, words);
        List<String> systems = words.many("-sys");
        if (words.operands().size() == 1 && systems.size() == 1) {
            Group group = scene.group(words.operands().getFirst(), Umi.GROUP_NOT_FOUND);
            String system = scene.systemOf(group, systems.getFirst());
            return Queries.value(groups, group.name(), "State", Optional.of(system));
        }
        return Queries.display(
                groups, "#Group", DISPLAY, words.operands(), List.of("State"), systems);
    }

    private Answer list(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS);
        return Queries.list(groups(scene, words), Condition.parse(words.operands()));
    }

    private Answer value(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS);
        List<String> operands = words.atLeast("group", "attribute");
        words.atMost(3);
        Optional<String> system = operands.stream().skip(2).findFirst();
        GroupObjects groups = groups(scene, words);
        Group group = scene.group(operands.getFirst(), Umi.GROUP_NOT_FOUND);
        system.ifPresent(name -> scene.systemOf(group, name));
        return Queries.value(groups, group.name(), operands.get(1), system);
    }

    private Answer dependencies(Scene scene, List<String> typed) {
        List<String> named = Words.parse(scene.verb(), typed).operands();
        named.forEach(name -> scene.group(name, Umi.GROUP_NOT_FOUND));
        List<List<String>> rows =
                scene.configuration().groupDependencies().stream()
                        .filter(each -> named.isEmpty() || concerns(each, named))
                        .map(each -> List.of(each.parent(), each.child(), each.kind()))
                        .toList();
        if (rows.isEmpty()) {
            throw Refusal.of(Umi.NO_GROUP_DEPENDENCIES);
        }
        return Answer.Printed.of(
                DEPENDENCIES.table(List.of("#Parent", "Child", "Relationship"), rows));
    }

    private static boolean concerns(GroupDependency dependency, List<String> named) {
        return named.contains(dependency.parent()) || named.contains(dependency.child());
    }

    private Answer resources(Scene scene, List<String> typed) {
        String name = Words.parse(scene.verb(), typed).exactly("group").getFirst();
        Group group = scene.group(name, Umi.GROUP_NOT_FOUND);
        return Answer.Printed.of(List.copyOf(group.resources().keySet()));
    }

    private Answer await(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS, CLUS, LOCALCLUS, Option.one("-time"));
        GroupOperations.local(words);
        List<String> operands = words.exactly("group", "attribute", "value");
        Group group = scene.group(operands.getFirst(), Umi.GROUP_NOT_FOUND);
        words.one("-sys").ifPresent(system -> scene.systemOf(group, system));
        return Queries.wait(
                GroupObjects::new,
                scene.state(),
                group.name(),
                operands.get(1),
                operands.get(2),
                words.one("-sys"),
                words.number("-time", 0));
    }

    /// Where the group would go if it failed now.
    private Answer forecast(Scene scene, List<String> typed) {
        Words words =
                Words.parse(scene.verb(), typed, Option.one("-policy"), Option.flag("-verbose"));
        Group group = scene.group(words.exactly("group").getFirst(), Umi.GROUP_NOT_FOUND);
        if (scene.state().topology().groups().get(group.name()).parallel()) {
            throw Refusal.of(
                    Umi.NO_FORECAST, group.name(), "it is parallel and does not fail over");
        }
        for (String system : new GroupObjects(scene.state()).systems(group.name())) {
            GroupState on = scene.state().groupState(group.name(), system);
            if (on.starting() || on.stopping()) {
                throw Refusal.of(
                        Umi.NO_FORECAST, group.name(), "it is " + on.text() + " on " + system);
            }
        }
        Optional<String> policy = words.one("-policy");
        if (policy.isPresent() && !FAILOVER_POLICIES.contains(policy.get())) {
            throw Refusal.of(
                    Umi.NOT_SUPPORTED,
                    scene.verb() + " -policy " + policy.get(),
                    "use one of " + String.join(", ", FAILOVER_POLICIES));
        }
        Selection choice = Forecast.onFault(scene.state(), group.name(), policy.orElse(""));
        var lines = new ArrayList<String>();
        lines.add(FORECAST.line("Group", "Target"));
        lines.add(FORECAST.line(group.name(), choice.target()).stripTrailing());
        if (words.has("-verbose")) {
            lines.add(choice.why());
            lines.addAll(choice.considered());
        }
        return Answer.Printed.of(lines);
    }

    /// Why the group is where it is: its state and what keeps it from going online on each system, the last decisions with
    /// their reasons, oldest first, and what is being waited for.
    private Answer explain(Scene scene, List<String> typed) {
        String name = Words.parse(scene.verb(), typed).exactly("group").getFirst();
        Group group = scene.group(name, Umi.GROUP_NOT_FOUND);
        GroupStatus status = scene.state().group(group.name());
        var lines = new ArrayList<String>();
        for (String system : new GroupObjects(scene.state()).systems(name)) {
            GroupState on = scene.state().groupState(name, system);
            List<String> obstacles =
                    Forecast.obstacles(scene.state(), name, system).stream()
                            .map(Obstacle::text)
                            .toList();
            boolean shown = !on.active() && !obstacles.isEmpty();
            lines.add(
                    "%s on %s: %s%s"
                            .formatted(
                                    name,
                                    system,
                                    on.text(),
                                    shown ? "; not now: " + String.join(", ", obstacles) : ""));
        }
        for (Decision decision : status.decisions()) {
            lines.add("%s: %s".formatted(decision.what(), decision.why()));
            decision.considered().forEach(each -> lines.add("    " + each));
        }
        status.targets()
                .forEach((system, why) -> lines.add("wanted on %s: %s".formatted(system, why)));
        if (status.placement().wanted()) {
            lines.add(
                    "to be placed (%s)%s"
                            .formatted(
                                    status.placement().cause(),
                                    status.placement().waiting().isEmpty()
                                            ? ""
                                            : ": " + status.placement().waiting()));
        }
        held(scene, group).forEach(lines::add);
        return Answer.Printed.of(lines);
    }

    private static List<String> held(Scene scene, Group group) {
        var lines = new ArrayList<String>();
        for (String resource : group.resources().keySet()) {
            for (String system : new GroupObjects(scene.state()).systems(group.name())) {
                var on = scene.state().resource(resource, system);
                if (!on.held().isEmpty()) {
                    lines.add("%s on %s is held: %s".formatted(resource, system, on.held()));
                }
            }
        }
        return lines;
    }

    private static GroupObjects groups(Scene scene, Words words) {
        GroupOperations.local(words);
        scene.configuration();
        words.many("-sys").forEach(system -> scene.knownSystem(system, Umi.SYSTEM_NOT_FOUND));
        return new GroupObjects(scene.state());
    }
}
