package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What an attribute holds where several places may say it, and the order of things.
class ConfigurationTest {
    private static final AttributeDefinition PATH_NAME =
            new AttributeDefinition(
                    "PathName",
                    ValueType.STRING,
                    Dimension.SCALAR,
                    AttributeDefinition.Kind.REGULAR,
                    Optional.empty());
    private static final AttributeDefinition RESTART_LIMIT =
            Schema.staticAttribute("RestartLimit")
                    .orElseThrow()
                    .definition()
                    .withDefault(Value.of(3));

    @Test
    void aSystemsOwnValueComesBeforeTheOneForAll() {
        Resource file =
                resource("file", "FileOnOff")
                        .withAttributes(
                                Attributes.NONE
                                        .with("PathName", Value.of("/all"))
                                        .withLocal("PathName", "sysA", Value.of("/a"))
                                        .withLocal("RestartLimit", "sysA", Value.of(7)));
        Configuration configuration = sample().withResource(file);

        assertEquals("/a", configuration.resourceValue("file", "PathName", "sysA").text());
        assertEquals("/all", configuration.resourceValue("file", "PathName", "sysB").text());
        assertEquals(7, configuration.resourceValue("file", "RestartLimit", "sysA").asInt());
        assertEquals(3, configuration.resourceValue("file", "RestartLimit", "sysB").asInt());
        assertEquals(60, configuration.resourceValue("file", "MonitorInterval", "sysB").asInt());
        assertEquals(true, configuration.resourceValue("file", "Critical", "").asBoolean());
        assertEquals(3, configuration.typeValue("FileOnOff", "RestartLimit").asInt());
        assertEquals("", configuration.resourceValue("other", "PathName", "sysA").text());
    }

    @Test
    void whatIsNotDefinedIsNamed() {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> sample().resourceValue("other", "PathNme", "sysA"));
        assertEquals(
                "no attribute PathNme is defined for resources of type FileOnOff",
                error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> sample().groupValue("x", "State", ""));
        assertThrows(IllegalArgumentException.class, () -> sample().systemValue("x", "Limits"));
        assertThrows(IllegalArgumentException.class, () -> sample().clusterValue("Nope"));
    }

    @Test
    void resourcesAreOrderedByTypeAndName() {
        Configuration configuration =
                sample().withResource(resource("b", "Zeta"))
                        .withResource(resource("c", "Alpha"))
                        .withResource(resource("a", "Zeta"));
        assertEquals(
                List.of("c", "other", "a", "b"),
                configuration.resources().stream().map(Resource::name).toList());
    }

    @Test
    void theFileOfAnAddedTypeBecomesIncluded() {
        var type = new ResourceType("Mine", new LinkedHashMap<>(), "MineTypes.cf");
        Configuration configuration = sample().withType(type);
        assertEquals(List.of("types.cf", "MineTypes.cf"), configuration.includes());
    }

    @Test
    void removingAResourceRemovesItsLinks() {
        Configuration linked = sample().withResource(resource("file", "FileOnOff"));
        linked =
                linked.withGroup(
                        linked.group("g").orElseThrow().withLink(new Link("file", "other")));
        assertEquals(List.of("other"), linked.group("g").orElseThrow().childrenOf("file"));
        assertEquals(List.of(), linked.withoutResource("other").group("g").orElseThrow().links());
    }

    private static Configuration sample() {
        var types = new LinkedHashMap<String, AttributeDefinition>();
        types.put("PathName", PATH_NAME);
        types.put("RestartLimit", RESTART_LIMIT);
        return Configuration.empty("clus1")
                .withType(new ResourceType("FileOnOff", types, "types.cf"))
                .withSystem(new NamedObject("sysA", Attributes.NONE))
                .withGroup(Group.of("g", Attributes.NONE))
                .withResource(resource("other", "FileOnOff"));
    }

    private static Resource resource(String name, String type) {
        return new Resource(name, type, "g", Attributes.NONE);
    }
}
