package dev.vigil.config;

import dev.vigil.config.AttributeDefinition.Kind;
import dev.vigil.config.GroupDependency.Category;
import dev.vigil.config.GroupDependency.Location;
import dev.vigil.config.GroupDependency.Rigidity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;

/// Makes legal configurations out of a number: types with every kind of attribute, values full of characters that mean
/// something to somebody, systems with values of their own, dependencies.
final class RandomConfiguration {
    private static final List<String> NASTY =
            List.of(
                    "",
                    " ",
                    "-y",
                    "-1",
                    "%",
                    "%-y",
                    "%%",
                    "-sys",
                    "-delete",
                    "-keys",
                    "a b",
                    "\"",
                    "\\",
                    "\\\"",
                    "a\\",
                    "\ttab",
                    "//no comment",
                    "/* nor this */",
                    "# nor that",
                    "{ a, b }",
                    "x=y",
                    "10.0.0.1",
                    "$HOME `id` 'x'",
                    "Größe",
                    "0",
                    "007",
                    "1.5",
                    "group",
                    "requires",
                    ")",
                    "sys1.example.com",
                    "a".repeat(90));

    private final Random random;
    private final List<String> systems = new ArrayList<>();
    private int names;

    RandomConfiguration(long seed) {
        this.random = new Random(seed);
    }

    Configuration next() {
        Configuration made = Configuration.empty(name("clus"));
        made = made.withCluster(object(made.clusterName(), Schema.clusterAttributes()));
        for (int i = count(4) + 1; i > 0; i--) {
            String system = random.nextInt(4) == 0 ? name("sys") + ".example.com" : name("sys");
            systems.add(system);
            made = made.withSystem(object(system, Schema.systemAttributes()));
        }
        String remote = name("remote");
        made = made.withRemoteCluster(object(remote, Schema.remoteClusterAttributes()));
        Attributes alive = Attributes.NONE.withLocal("AYAInterval", remote, Value.of(20));
        made = made.withHeartbeat(new NamedObject(name("Hb"), alive));
        if (random.nextBoolean())
            made = made.withSite(object(name("site"), Schema.siteAttributes()));
        for (int i = count(5); i > 0; i--) made = made.withType(type());
        for (int i = count(5); i > 0; i--) made = made.withGroup(group(made));
        return withGroupDependencies(made);
    }

    private Configuration withGroupDependencies(Configuration made) {
        List<String> groups = List.copyOf(made.groups().sequencedKeySet());
        Configuration linked = made;
        for (int i = 1; i < groups.size(); i++) {
            if (random.nextBoolean()) continue;
            boolean offline = random.nextInt(4) == 0;
            GroupDependency dependency =
                    new GroupDependency(
                            groups.get(i),
                            groups.get(random.nextInt(i)),
                            offline ? Category.OFFLINE : Category.ONLINE,
                            offline ? Location.LOCAL : pick(List.of(Location.values())),
                            offline ? Rigidity.NONE : pick(List.of(Rigidity.SOFT, Rigidity.FIRM)));
            Group parent = linked.group(groups.get(i)).orElseThrow();
            linked = linked.withGroup(parent.withDependency(dependency));
        }
        return linked;
    }

    private NamedObject object(String name, SequencedMap<String, SchemaAttribute> schema) {
        Attributes attributes = Attributes.NONE;
        for (SchemaAttribute each : schema.values()) {
            boolean free =
                    each.isPersistent() && Choices.of(Places.Kind.CLUSTER, each.name()).isEmpty();
            if (!free || each.name().equals("SystemList") || random.nextInt(3) > 0) continue;
            attributes = attributes.with(each.name(), value(each.definition()));
        }
        return new NamedObject(name, attributes);
    }

    private ResourceType type() {
        SequencedMap<String, AttributeDefinition> attributes = new LinkedHashMap<>();
        List<String> regular = new ArrayList<>();
        for (int i = count(6); i > 0; i--) {
            String name = name("Attr");
            regular.add(name);
            ValueType type = pick(List.of(ValueType.STRING, ValueType.INTEGER, ValueType.BOOLEAN));
            Dimension dimension = pick(List.of(Dimension.values()));
            if (dimension == Dimension.KEYLIST) type = ValueType.STRING;
            Kind kind =
                    pick(List.of(Kind.REGULAR, Kind.REGULAR, Kind.REGULAR, Kind.TEMP, Kind.STATIC));
            attributes.put(name, definition(name, type, dimension, kind));
        }
        attributes.put(
                "ArgList",
                definition("ArgList", ValueType.STRING, Dimension.VECTOR, Kind.STATIC)
                        .withDefault(new Value.Vector(regular)));
        if (random.nextBoolean())
            attributes.put(
                    "RestartLimit",
                    Schema.staticAttribute("RestartLimit")
                            .orElseThrow()
                            .definition()
                            .withDefault(Value.of(count(4))));
        if (random.nextBoolean())
            attributes.put(
                    "LogDbg",
                    Schema.staticAttribute("LogDbg")
                            .orElseThrow()
                            .definition()
                            .withDefault(new Value.Keylist(List.of())));
        String file = pick(List.of("types.cf", "OtherTypes.cf", "main.cf"));
        return new ResourceType(name("Type"), attributes, file);
    }

    private AttributeDefinition definition(
            String name, ValueType type, Dimension dimension, Kind kind) {
        AttributeDefinition bare =
                new AttributeDefinition(name, type, dimension, kind, Optional.empty());
        return random.nextBoolean() ? bare : bare.withDefault(value(bare));
    }

    private Group group(Configuration made) {
        SequencedMap<String, String> list = new LinkedHashMap<>();
        for (String system : systems)
            if (list.isEmpty() || random.nextBoolean())
                list.put(system, Integer.toString(count(3)));
        Attributes attributes = Attributes.NONE.with("SystemList", new Value.Association(list));
        for (SchemaAttribute each : Schema.groupAttributes().values()) {
            if (!each.isPersistent() || random.nextInt(4) > 0) continue;
            switch (each.name()) {
                case "SystemList", "ClusterList", "SystemZones", "Parallel", "AutoFailOver" -> {}
                case "AutoStartList" ->
                        attributes =
                                attributes.with(
                                        each.name(),
                                        new Value.Keylist(
                                                List.copyOf(list.sequencedKeySet()).reversed()));
                case String name when !Choices.of(Places.Kind.GROUP, name).isEmpty() -> {
                    String choice = pick(Choices.of(Places.Kind.GROUP, name));
                    attributes =
                            attributes.with(
                                    name,
                                    Value.ofWords(each.definition().dimension(), List.of(choice)));
                }
                case String name ->
                        attributes =
                                set(
                                        attributes,
                                        each.definition(),
                                        each.scope() != SchemaAttribute.Scope.GLOBAL,
                                        list);
            }
        }
        Group group = Group.of(name("grp"), attributes);
        List<ResourceType> types = List.copyOf(made.types().values());
        List<String> members = new ArrayList<>();
        for (int i = types.isEmpty() ? 0 : count(8); i > 0; i--) {
            Resource resource = resource(group.name(), pick(types), list);
            for (String member : members)
                if (random.nextInt(5) == 0)
                    group = group.withLink(new Link(resource.name(), member));
            members.add(resource.name());
            group = group.withResource(resource);
        }
        return group;
    }

    private Resource resource(String group, ResourceType type, SequencedMap<String, String> list) {
        Attributes attributes = Attributes.NONE;
        for (AttributeDefinition each : type.attributes().values()) {
            boolean isStatic = each.kind() == Kind.STATIC;
            boolean settable =
                    each.kind() == Kind.REGULAR || isStatic && each.name().startsWith("Attr");
            if (settable && random.nextInt(isStatic ? 4 : 2) == 0)
                attributes = set(attributes, each, true, list);
        }
        if (random.nextInt(3) == 0) attributes = attributes.with("Critical", Value.of(count(2)));
        if (random.nextInt(3) == 0) attributes = attributes.with("Enabled", Value.of(count(2)));
        if (random.nextInt(3) == 0)
            attributes = attributes.with("MonitorInterval", Value.of(count(90) + 1));
        return new Resource(name("res"), type.name(), group, attributes);
    }

    private Attributes set(
            Attributes attributes,
            AttributeDefinition definition,
            boolean local,
            SequencedMap<String, String> list) {
        Attributes changed = attributes;
        boolean global = !local || random.nextInt(3) > 0;
        if (global) changed = changed.with(definition.name(), value(definition));
        if (local && random.nextInt(3) == 0)
            for (String system : list.sequencedKeySet())
                if (random.nextBoolean())
                    changed = changed.withLocal(definition.name(), system, value(definition));
        return changed;
    }

    private Value value(AttributeDefinition definition) {
        List<String> words = new ArrayList<>();
        for (int i = count(5); i > 0; i--) words.add(word(definition.type()));
        return switch (definition.dimension()) {
            case SCALAR -> Value.of(word(definition.type()));
            case VECTOR -> new Value.Vector(words);
            case KEYLIST -> new Value.Keylist(words.stream().distinct().toList());
            case ASSOCIATION -> {
                SequencedMap<String, String> entries = new LinkedHashMap<>();
                for (String word : words) entries.put(word(ValueType.STRING), word);
                yield new Value.Association(entries);
            }
        };
    }

    private String word(ValueType type) {
        return switch (type) {
            case STRING -> random.nextBoolean() ? pick(NASTY) : name("word");
            case INTEGER -> Integer.toString(random.nextInt());
            case BOOLEAN -> Integer.toString(count(2));
            case FLOAT -> count(9) + "." + count(9);
        };
    }

    private String name(String prefix) {
        return prefix + (random.nextInt(4) == 0 ? "-" : "_") + names++;
    }

    private int count(int bound) {
        return random.nextInt(bound);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
