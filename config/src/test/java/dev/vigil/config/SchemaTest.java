package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The tables of attributes: well formed, and with the values that the engine relies on.
class SchemaTest {
    @ParameterizedTest
    @CsvSource({
        "MonitorInterval, INTEGER, SCALAR, 60, true",
        "OfflineMonitorInterval, INTEGER, SCALAR, 300, true",
        "RestartLimit, INTEGER, SCALAR, 0, true",
        "FaultOnMonitorTimeouts, INTEGER, SCALAR, 4, true",
        "OnlineWaitLimit, INTEGER, SCALAR, 2, true",
        "ConfInterval, INTEGER, SCALAR, 600, true",
        "NumThreads, INTEGER, SCALAR, 10, false",
        "Operations, STRING, SCALAR, OnOff, false",
        "ArgList, STRING, VECTOR, '', false",
        "IMF, INTEGER, ASSOCIATION, Mode 0 MonitorFreq 1 RegisterRetryLimit 3, true",
        "AEPTimeout, BOOLEAN, SCALAR, 0, false",
    })
    void staticAttributes(
            String name, ValueType type, Dimension dimension, String text, boolean overridable) {
        SchemaAttribute attribute = Schema.staticAttribute(name).orElseThrow();
        assertEquals(AttributeDefinition.Kind.STATIC, attribute.definition().kind());
        assertEquals(type, attribute.definition().type());
        assertEquals(dimension, attribute.definition().dimension());
        assertEquals(text, attribute.definition().initial().text());
        assertEquals(overridable, attribute.overridable());
    }

    @Test
    void everyDefaultIsALegalValueOfItsType() {
        for (SequencedMap<String, SchemaAttribute> table : tables()) {
            for (SchemaAttribute attribute : table.values()) {
                Value initial = attribute.definition().initial();
                assertEquals(
                        attribute.definition().dimension(), initial.dimension(), attribute::name);
                List<String> words =
                        initial instanceof Value.Association(var entries)
                                ? List.copyOf(entries.values())
                                : initial.asList();
                for (String word : words)
                    assertTrue(
                            attribute.definition().type().accepts(word),
                            () -> attribute.name() + " = " + word);
            }
        }
    }

    @Test
    void whatOnlyTheEngineKnowsIsNotPersistent() {
        assertFalse(Schema.groupAttribute("State").orElseThrow().isPersistent());
        assertFalse(Schema.resourceAttribute("ConfidenceLevel").orElseThrow().isPersistent());
        assertTrue(Schema.groupAttribute("Frozen").orElseThrow().isPersistent());
        assertTrue(Schema.systemAttribute("PhysicalServer").orElseThrow().isPersistent());
    }

    private static List<SequencedMap<String, SchemaAttribute>> tables() {
        return Stream.of(
                        Schema.clusterAttributes(),
                        Schema.systemAttributes(),
                        Schema.groupAttributes(),
                        Schema.resourceAttributes(),
                        Schema.staticAttributes(),
                        Schema.heartbeatAttributes(),
                        Schema.remoteClusterAttributes(),
                        Schema.siteAttributes())
                .toList();
    }
}
