package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.config.AttributeDefinition.Kind;
import dev.vigil.config.GroupDependency.Category;
import dev.vigil.config.GroupDependency.Location;
import dev.vigil.config.GroupDependency.Rigidity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What is found in configurations that commands have changed: there is no text to point at, so messages name objects.
class VerifierTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void finds(String message, UnaryOperator<Configuration> change) {
        Configuration sound = sample();
        assertEquals(List.of(), Verifier.verify(sound));
        List<Diagnostic> found = Verifier.verify(change.apply(sound));
        assertEquals(List.of(message), found.stream().map(Diagnostic::message).toList());
        assertTrue(found.getFirst().isError());
        assertEquals(0, found.getFirst().line());
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change(
                        "cluster c d: the name holds the illegal character ' '",
                        c -> c.withCluster(new NamedObject("c d", Attributes.NONE))),
                change(
                        "system sysC in attribute SystemList of group g is not defined",
                        c -> c.withGroup(group(c).withAttributes(systems("sysA", "sysB", "sysC")))),
                change(
                        "attribute Device of resource nic names system sysB, which is not in the"
                                + " SystemList of group g",
                        c -> c.withGroup(group(c).withAttributes(systems("sysA")))),
                change(
                        "attribute Colour of resource nic is not defined",
                        c -> set(c, "Colour", Value.of("red"))),
                change(
                        "incorrect dimension for attribute Device of resource nic",
                        c -> set(c, "Device", new Value.Vector(List.of("en0")))),
                change(
                        "invalid value 'many' for attribute RestartLimit of resource nic",
                        c -> set(c, "RestartLimit", Value.of("many"))),
                change(
                        "a value of attribute Device of resource nic has a line break",
                        c -> set(c, "Device", Value.of("en0\nen1"))),
                change(
                        "duplicate key in attribute TriggersEnabled of resource nic",
                        c -> set(c, "TriggersEnabled", new Value.Keylist(List.of("A", "A")))),
                change(
                        "attribute NumThreads of resource nic is static and cannot be overridden in"
                                + " a resource",
                        c -> set(c, "NumThreads", Value.of(3))),
                change(
                        "type Gone of resource x is not defined",
                        c -> c.withResource(new Resource("x", "Gone", "g", Attributes.NONE))),
                change(
                        "resource nic of group h already exists in group g",
                        c ->
                                c.withGroup(Group.of("h", systems("sysA")))
                                        .withResource(
                                                new Resource("nic", "NIC", "h", Attributes.NONE))),
                change(
                        "resource gone in 'nic requires gone' is not in group g",
                        c -> c.withGroup(group(c).withLink(new Link("nic", "gone")))),
                change(
                        "resource nic requires itself",
                        c -> c.withGroup(group(c).withLink(new Link("nic", "nic")))),
                change(
                        "group g requires group gone: group gone is not defined",
                        c ->
                                c.withGroup(
                                        group(c).withDependency(
                                                        new GroupDependency(
                                                                "g",
                                                                "gone",
                                                                Category.ONLINE,
                                                                Location.LOCAL,
                                                                Rigidity.FIRM)))),
                change(
                        "the group dependencies form a cycle: g requires group g",
                        c ->
                                c.withGroup(
                                        group(c).withDependency(
                                                        new GroupDependency(
                                                                "g",
                                                                "g",
                                                                Category.ONLINE,
                                                                Location.GLOBAL,
                                                                Rigidity.SOFT)))),
                change(
                        "ArgList of type NIC names Speed, which is no attribute of the type",
                        c ->
                                c.withType(
                                        nic(c).with(
                                                        Schema.staticAttribute("ArgList")
                                                                .orElseThrow()
                                                                .definition()
                                                                .withDefault(
                                                                        new Value.Vector(
                                                                                List.of(
                                                                                        "Speed")))))),
                change(
                        "invalid value 'x' for the default of attribute Mii of type NIC",
                        c ->
                                c.withType(
                                        nic(c).with(
                                                        definition("Mii", ValueType.INTEGER)
                                                                .withDefault(Value.of("x"))))),
                change(
                        "attribute a.b of type NIC: the name holds the illegal character '.'",
                        c -> c.withType(nic(c).with(definition("a.b", ValueType.STRING)))),
                change(
                        "type NIC: 'a\nb' is no name of a file",
                        c -> c.withType(nic(c).withSourceFile("a\nb"))),
                change(
                        "system sysB in attribute SystemList of group g is not defined",
                        c ->
                                c.withoutSystem("sysB")
                                        .withGroup(
                                                group(c).withResource(
                                                                new Resource(
                                                                        "nic",
                                                                        "NIC",
                                                                        "g",
                                                                        Attributes.NONE)))));
    }

    private static Arguments change(String message, UnaryOperator<Configuration> change) {
        return Arguments.of(message, change);
    }

    private static Configuration sample() {
        Attributes device =
                Attributes.NONE
                        .withLocal("Device", "sysA", Value.of("en0"))
                        .withLocal("Device", "sysB", Value.of("en1"));
        var attributes = new LinkedHashMap<String, AttributeDefinition>();
        attributes.put("Device", definition("Device", ValueType.STRING));
        return Configuration.empty("c")
                .withType(new ResourceType("NIC", attributes, "types.cf"))
                .withSystem(new NamedObject("sysA", Attributes.NONE))
                .withSystem(new NamedObject("sysB", Attributes.NONE))
                .withGroup(Group.of("g", systems("sysA", "sysB")))
                .withResource(new Resource("nic", "NIC", "g", device));
    }

    private static AttributeDefinition definition(String name, ValueType type) {
        return new AttributeDefinition(
                name, type, Dimension.SCALAR, Kind.REGULAR, Optional.empty());
    }

    private static Attributes systems(String... names) {
        var list = new LinkedHashMap<String, String>();
        for (String name : names) list.put(name, Integer.toString(list.size()));
        return Attributes.NONE.with("SystemList", new Value.Association(list));
    }

    private static Group group(Configuration configuration) {
        return configuration.group("g").orElseThrow();
    }

    private static ResourceType nic(Configuration configuration) {
        return configuration.type("NIC").orElseThrow();
    }

    private static Configuration set(Configuration configuration, String attribute, Value value) {
        Resource nic = configuration.resource("nic").orElseThrow();
        Attributes without = nic.attributes().without(attribute);
        return configuration.withResource(nic.withAttributes(without.with(attribute, value)));
    }
}
