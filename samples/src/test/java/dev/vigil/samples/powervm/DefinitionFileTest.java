package dev.vigil.samples.powervm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A wrong definition is refused with its place and the remedy.
class DefinitionFileTest {

    private static final String GOOD =
            """
            {
              "consoles": [ { "name": "hmc6" } ],
              "servers": [
                { "name": "s1", "typeModel": "9117-MMA", "serial": "1", "vios": [ { "name": "v1", "id": 2 } ],
                  "management": { "name": "m1", "id": 1 } }
              ],
              "partitions": [ { "name": "p1", "id": 5, "runsOn": "s1" } ]
            }
            """;

    @Test
    void leftOutIsFilledIn() throws Exception {
        var definition = DefinitionFile.read(GOOD);
        assertEquals("V9R1", definition.consoles().getFirst().version());
        assertEquals("p1", definition.partitions().getFirst().profile());
        assertEquals("m1", definition.servers().getFirst().management().system());
        assertEquals(40, definition.sessionLimit());
        assertEquals(Timings.REAL, definition.timings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"id\": 5 | \"id\": 2 | partition id of s1 2 is defined twice; rename one of them",
                "\"id\": 5 | \"id\": \"x\" | partitions.id: expected a whole number",
                "\"name\": \"p1\" | \"name\": \"v1\" | partition of s1 v1 is defined twice; rename"
                        + " one of them",
                "\"runsOn\": \"s1\" | \"runsOn\": \"s2\" | partitions: runsOn of p1 names s2; it"
                        + " must be one of [s1]",
                "\"name\": \"hmc6\" | \"name\": \"hmc6\", \"port\": 70000 | consoles.port: expected"
                        + " 0 (any) to 65535, not 70000",
                "\"serial\": \"1\", | ~~ | servers.serial: expected a text",
            })
    void wrongIsRefused(String from, String to, String message) {
        var wrong = GOOD.replace(from, to);
        var refused = assertThrows(DefinitionFile.Invalid.class, () -> DefinitionFile.read(wrong));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void unknownKeyIsNamed() {
        var wrong = GOOD.replace("\"runsOn\"", "\"runsAt\"");
        var refused = assertThrows(DefinitionFile.Invalid.class, () -> DefinitionFile.read(wrong));
        assertEquals(
                "partitions: unknown key [runsAt]; known are [attributes, definedOn, id, name,"
                        + " profile, rmcAddress, runsOn]",
                refused.getMessage());
    }
}
