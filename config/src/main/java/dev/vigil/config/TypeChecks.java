package dev.vigil.config;

import dev.vigil.config.AttributeDefinition.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Checks the definitions of resource types: what agents are given, how static attributes are declared, and limits that
/// make sense, be they of a type or overridden in a resource.
final class TypeChecks {
    /// What may stand in an ArgList beside attributes of the type.
    private static final Set<String> OF_THE_RESOURCE = Set.of("State", "IState");

    private static final int MOST_THREADS = 30;

    private final Configuration configuration;
    private final Places places;
    private final Findings findings;
    private final ValueChecks values;

    TypeChecks(Configuration configuration, Places places, Findings findings) {
        this.configuration = configuration;
        this.places = places;
        this.findings = findings;
        this.values = new ValueChecks(findings);
    }

    void run() {
        for (ResourceType type : configuration.types().values()) {
            file(type);
            type.attributes().values().forEach(attribute -> declaration(type, attribute));
            type.attribute("ArgList").ifPresent(argList -> argList(type, argList));
        }
        for (Resource resource : configuration.resources()) {
            resource.attributes()
                    .byName()
                    .forEach((name, attribute) -> overridden(resource, name, attribute));
        }
    }

    private void file(ResourceType type) {
        String file = type.sourceFile();
        if (file.isBlank() || file.startsWith("./") || ValueChecks.breaksLine(file))
            findings.error(
                    places.of(Places.Kind.TYPE, type.name()),
                    Umi.INVALID_VALUE,
                    "type " + type.name() + ": '" + file + "' is no name of a file",
                    "Name a file of the configuration directory, such as types.cf");
    }

    private void declaration(ResourceType type, AttributeDefinition attribute) {
        String name = attribute.name();
        String owner = "attribute " + name + " of type " + type.name();
        Position at = places.of(Places.Kind.TYPE, type.name(), name);
        Names.attributeObjection(name)
                .ifPresent(
                        objection ->
                                findings.error(
                                        at,
                                        Umi.ILLEGAL_NAME,
                                        owner + ": the name " + objection,
                                        "Choose another name"));
        attribute
                .defaultValue()
                .ifPresent(value -> values.check(at, "the default of " + owner, attribute, value));
        if (attribute.kind() != Kind.STATIC && Schema.staticAttribute(name).isPresent())
            findings.error(
                    at,
                    Umi.CONFLICT,
                    owner + " is static by its nature and declared otherwise",
                    "Write: static " + attribute.declaration());
        if (attribute.kind() != Kind.STATIC) return;
        Schema.staticAttribute(name).ifPresent(known -> sameShape(at, owner, attribute, known));
        List<String> choices = Choices.of(Places.Kind.TYPE, name);
        for (String word : attribute.initial().asList()) {
            if (!choices.isEmpty() && !choices.contains(word))
                findings.error(
                        places.of(Places.Kind.TYPE, type.name(), name, word),
                        Umi.INVALID_VALUE,
                        "invalid value '" + word + "' for " + owner,
                        "Expected: " + Choices.expected(choices));
        }
        if (attribute.initial() instanceof Value.Scalar(var text))
            limit(places.of(Places.Kind.TYPE, type.name(), name, text), owner, name, text);
    }

    private void sameShape(
            Position at, String owner, AttributeDefinition attribute, SchemaAttribute known) {
        Dimension expected = known.definition().dimension();
        boolean bothLists = isList(expected) && isList(attribute.dimension());
        if (attribute.dimension() != expected && !bothLists)
            findings.error(
                    at,
                    Umi.DIMENSION,
                    "incorrect dimension for " + owner,
                    "Declare it: static "
                            + known.definition().declaration().replace("static ", ""));
    }

    private static boolean isList(Dimension dimension) {
        return dimension == Dimension.VECTOR || dimension == Dimension.KEYLIST;
    }

    private void overridden(Resource resource, String name, Attribute attribute) {
        if (Schema.staticAttribute(name).isEmpty()) return;
        String owner = "attribute " + name + " of resource " + resource.name();
        List<Value> values = new ArrayList<>(attribute.local().values());
        attribute.global().ifPresent(values::add);
        for (Value value : values)
            if (value instanceof Value.Scalar(var text))
                limit(
                        places.of(Places.Kind.RESOURCE, resource.name(), name, text),
                        owner,
                        name,
                        text);
    }

    /// Whole numbers of the product's static attributes are counts and times: none is negative, a time-out of nothing
    /// would end every entry point at once.
    private void limit(Position at, String owner, String name, String text) {
        boolean number =
                Schema.staticAttribute(name)
                        .filter(known -> known.definition().type() == ValueType.INTEGER)
                        .isPresent();
        if (!number || !ValueType.INTEGER.accepts(text)) return;
        int least =
                name.endsWith("Timeout")
                                || name.equals("MonitorInterval")
                                || name.equals("NumThreads")
                        ? 1
                        : 0;
        int most = name.equals("NumThreads") ? MOST_THREADS : Integer.MAX_VALUE;
        int given = Integer.parseInt(text);
        if (given < least || given > most)
            findings.error(
                    at,
                    Umi.INVALID_VALUE,
                    "invalid value '" + text + "' for " + owner,
                    "Expected: a whole number of at least "
                            + least
                            + (most == Integer.MAX_VALUE ? "" : " and at most " + most));
    }

    private void argList(ResourceType type, AttributeDefinition argList) {
        for (String name : argList.initial().asList()) {
            // "TargetResName:State" is an attribute of the resource that TargetResName names.
            String own = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
            boolean known =
                    type.attribute(own).isPresent()
                            || OF_THE_RESOURCE.contains(own)
                            || Schema.staticAttribute(own).isPresent()
                            || Schema.resourceAttribute(own).isPresent();
            if (!known)
                findings.error(
                        places.of(Places.Kind.TYPE, type.name(), "ArgList", name),
                        Umi.ARG_LIST,
                        "ArgList of type "
                                + type.name()
                                + " names "
                                + own
                                + ", which is no attribute of the type",
                        Spelling.didYouMean(
                                own,
                                type.attributes().sequencedKeySet(),
                                "Declare it: str " + own));
        }
    }
}
