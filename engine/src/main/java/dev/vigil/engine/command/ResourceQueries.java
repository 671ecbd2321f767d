package dev.vigil.engine.command;

import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.Configuration;
import dev.vigil.config.Group;
import dev.vigil.config.Link;
import dev.vigil.config.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The verbs of hares that only look.
final class ResourceQueries {
    private static final Columns STATE = Columns.of(10, 22, 10, 0);
    private static final Columns DISPLAY = Columns.of(10, 24, 10, 0);
    private static final Columns DEPENDENCIES = Columns.of(13, 28, 0);
    private static final Option SYS = Option.one("-sys");
    private static final Option SYSTEMS = Option.some("-sys");
    private static final Option CLUS = Option.one("-clus");
    private static final Option LOCALCLUS = Option.flag("-localclus");

    List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "-display",
                        this::display,
                        "-display [resource(s)] [-attribute attribute(s)] [-group group(s)] [-type"
                                + " type(s)] [-sys system(s)] [-localclus]",
                        "-display -ovalues [resource(s)] [-group group(s)] [-type type(s)]"),
                Verb.of(
                        "-state",
                        this::state,
                        "-state [resource(s)] [-sys system(s)] [-localclus]"),
                Verb.of("-list", this::list, "-list [conditional(s)] [-localclus]"),
                Verb.of("-value", this::value, "-value resource attribute [system] [-localclus]"),
                Verb.of("-dep", this::dependencies, "-dep [resource(s)]"),
                Verb.of(
                        "-wait",
                        this::await,
                        "-wait resource attribute value [-localclus] [-sys system] [-time"
                                + " timeout]"));
    }

    private Answer display(Scene scene, List<String> typed) {
        Words words =
                Words.parse(
                        scene.verb(),
                        typed,
                        Option.some("-attribute"),
                        Option.flag("-ovalues"),
                        Option.some("-group"),
                        Option.some("-type"),
                        SYSTEMS,
                        CLUS,
                        LOCALCLUS);
        words.notTogether("-attribute", "-ovalues");
        ResourceObjects resources = resources(scene, words);
        List<String> names = chosen(scene, words, resources);
        if (words.has("-ovalues")) {
            return overridden(scene, resources, names);
        }
        List<String> attributes = words.many("-attribute");
        return Queries.display(
                resources,
                "#Resource",
                attributes.isEmpty() ? DISPLAY : STATE,
                names,
                attributes,
                words.many("-sys"));
    }

    /// The resources named, or all, that belong to the groups and types given.
    private static List<String> chosen(Scene scene, Words words, ResourceObjects resources) {
        List<String> groups = words.many("-group");
        List<String> types = words.many("-type");
        groups.forEach(name -> scene.group(name, Umi.GROUP_NOT_FOUND));
        for (String type : types) {
            if (scene.configuration().type(type).isEmpty()) {
                throw Refusal.of(Umi.TYPE_UNKNOWN, type);
            }
        }
        List<String> chosen =
                resources.orAll(words.operands()).stream()
                        .map(scene::resource)
                        .filter(each -> groups.isEmpty() || groups.contains(each.group()))
                        .filter(each -> types.isEmpty() || types.contains(each.type()))
                        .map(Resource::name)
                        .toList();
        if (chosen.isEmpty()) {
            throw Refusal.of(Umi.NO_RESOURCES);
        }
        return chosen;
    }

    private static Answer overridden(Scene scene, ResourceObjects resources, List<String> names) {
        var rows = new ArrayList<List<String>>();
        for (String name : names) {
            List<String> overridden =
                    resources.overridden(scene.resource(name)).stream()
                            .map(AttributeDefinition::name)
                            .toList();
            if (overridden.isEmpty()) {
                continue;
            }
            for (Cell cell : Queries.select(resources.cells(name), overridden, List.of())) {
                rows.add(List.of(name, cell.attribute(), cell.where(), cell.displayed()));
            }
        }
        return Answer.Printed.of(
                DISPLAY.fitting(names)
                        .table(List.of("#Resource", "Attribute", "System", "Value"), rows));
    }

    private Answer state(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYSTEMS, CLUS, LOCALCLUS);
        ResourceObjects resources = resources(scene, words);
        List<String> systems = words.many("-sys");
        if (words.operands().size() == 1 && systems.size() == 1) {
            String name = resources.known(words.operands().getFirst());
            String system = system(scene, name, systems.getFirst());
            return Queries.value(resources, name, "State", Optional.of(system));
        }
        return Queries.display(
                resources, "#Resource", STATE, words.operands(), List.of("State"), systems);
    }

    private Answer list(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS);
        return Queries.list(resources(scene, words), Condition.parse(words.operands()));
    }

    private Answer value(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS);
        List<String> operands = words.atLeast("resource", "attribute");
        words.atMost(3);
        ResourceObjects resources = resources(scene, words);
        String name = resources.known(operands.getFirst());
        Optional<String> system = operands.stream().skip(2).findFirst();
        system.ifPresent(each -> system(scene, name, each));
        return Queries.value(resources, name, operands.get(1), system);
    }

    private Answer dependencies(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, Option.flag("-atleast"));
        List<String> named = words.operands();
        var resources = new ResourceObjects(scene.state());
        named.forEach(resources::known);
        var rows = new ArrayList<List<String>>();
        Configuration configuration = scene.configuration();
        // Every link here needs all its children; "at least so many" links cannot be made.
        if (!words.has("-atleast")) {
            for (Group group : configuration.groups().values()) {
                for (Link link : group.links()) {
                    if (named.isEmpty()
                            || named.contains(link.parent())
                            || named.contains(link.child())) {
                        rows.add(List.of(group.name(), link.parent(), link.child()));
                    }
                }
            }
        }
        if (rows.isEmpty()) {
            throw Refusal.of(Umi.NO_RESOURCE_DEPENDENCIES);
        }
        return Answer.Printed.of(DEPENDENCIES.table(List.of("#Group", "Parent", "Child"), rows));
    }

    private Answer await(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS, CLUS, LOCALCLUS, Option.one("-time"));
        List<String> operands = words.exactly("resource", "attribute", "value");
        ResourceObjects resources = resources(scene, words);
        String name = resources.known(operands.getFirst());
        words.one("-sys").ifPresent(each -> system(scene, name, each));
        return Queries.wait(
                ResourceObjects::new,
                scene.state(),
                name,
                operands.get(1),
                operands.get(2),
                words.one("-sys"),
                words.number("-time", 0));
    }

    private static String system(Scene scene, String resource, String system) {
        return scene.systemOf(scene.group(scene.resource(resource).group()), system);
    }

    private static ResourceObjects resources(Scene scene, Words words) {
        GroupOperations.local(words);
        scene.configuration();
        words.many("-sys").forEach(system -> scene.knownSystem(system, Umi.SYSTEM_NOT_FOUND));
        return new ResourceObjects(scene.state());
    }
}
