package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.OptionalInt;

class EnvironmentNumberTest {
    @Test
    void itIsSetOrNot() throws Exception {
        assertEquals(OptionalInt.empty(), EnvironmentNumber.of(Map.of(), "PORT", 1, 65_535));
        assertEquals(
                OptionalInt.of(8080),
                EnvironmentNumber.of(Map.of("PORT", "8080"), "PORT", 1, 65_535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0", "65536", "-1", "99999999999", "80 "})
    void whatItCannotBeIsSaidWithItsName(String text) {
        String said =
                assertThrows(
                                EnvironmentNumber.Unusable.class,
                                () -> EnvironmentNumber.of(Map.of("PORT", text), "PORT", 1, 65_535))
                        .getMessage();
        assertEquals(
                "the environment variable PORT is \""
                        + text
                        + "\"; set it to a number from 1 to 65535, or leave it out",
                said);
    }
}
