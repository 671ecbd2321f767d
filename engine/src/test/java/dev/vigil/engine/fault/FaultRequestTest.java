package dev.vigil.engine.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.host.EntryFaults;
import dev.vigil.engine.node.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

/// What programs send.
class FaultRequestTest {
    private final Json json = new Json(FaultRequest.class);

    private FaultRequest read(String text) throws IOException {
        return json.read(text, FaultRequest.class);
    }

    @Test
    void whatIsLeftOutMeansAll() throws IOException {
        assertEquals(
                new FaultRequest.Disturb(FaultRequest.Kind.CUT, 100, FaultRequest.Traffic.ALL),
                read("{\"is\": \"Disturb\", \"kind\": \"CUT\"}"));
        assertEquals(
                new FaultRequest.Heal(
                        new FaultRequest.Traffic(
                                List.of(), List.of("sys2"), FaultRequest.Way.BOTH)),
                read("{\"is\": \"Heal\", \"traffic\": {\"peers\": [\"sys2\"]}}"));
    }

    @Test
    void anEntryPointIsNamedAsInJava() throws IOException {
        assertEquals(
                new FaultRequest.Misbehave(
                        "app",
                        EntryPoint.MONITOR,
                        EntryFaults.Behaviour.LIE,
                        EntryFaults.Lie.ONLINE,
                        2),
                read(
                        """
                        {"is": "Misbehave", "resource": "app", "entry": "MONITOR",
                         "behaviour": "LIE", "says": "ONLINE", "times": 2}
                        """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"is\": \"Burn\"}",
                "{\"is\": \"Disturb\"}",
                "{\"is\": \"Disturb\", \"kind\": \"DELAY\"}",
                "{\"is\": \"Disturb\", \"kind\": \"LOSE\", \"amount\": 101}",
                "{\"is\": \"Disturb\", \"kind\": \"LOSE\", \"amount\": -1}",
                "{\"is\": \"Kill\", \"daemons\": \"INIT\"}",
                "{\"is\": \"Kill\"}",
                "{\"is\": \"Pause\", \"daemons\": \"HAD\"}",
                "{\"is\": \"Pause\", \"daemons\": \"HAD\", \"seconds\": 1e9}",
                "{\"is\": \"Misbehave\", \"resource\": \"app\", \"entry\": \"MONITOR\"}"
            })
    void whatMakesNoSenseIsNotUnderstood(String text) {
        assertThrows(IOException.class, () -> read(text));
    }
}
