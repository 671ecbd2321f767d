package dev.vigil.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

class LocalDefinitionsTest {
    private static final String MAIN =
            """
            cluster c ( )
            system sysA ( )
            system sysB ( )

            group one (
                SystemList = { sysA = 0, sysB = 1 }
                Load = 1
                Parallel = 0
                SysDownPolicy = { }
                ManageFaults = ALL
            )
                Foo first ( Size = 5 )

            group two (
                SystemList = { sysA = 0 }
            )
                Foo second ( )

            group elsewhere (
                SystemList = { sysB = 0 }
            )
                Foo third ( )

            type Foo (
                static str ArgList[] = { Size }
                int Size = 1
            )
            """;

    private final LocalDefinitions definitions = new LocalDefinitions("sysA");

    private static Configuration read(String main) {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("main.cf", main);
        var read = ConfigurationReader.read(files);
        return read.configuration()
                .orElseThrow(() -> new AssertionError(read.diagnostics().toString()));
    }

    @Test
    void theyAreThoseOfTheGroupsThatMayRunHere() {
        assertEquals(
                List.of("first", "second"),
                definitions.of(read(MAIN)).stream().map(ResourceDefinition::name).toList());
    }

    @Test
    void whatIsNotTouchedIsTheVeryObjectThatItWas() {
        var before = definitions.of(read(MAIN));
        var after = definitions.of(read(MAIN.replace("Load = 1", "Load = 2")));
        assertSame(before.getFirst(), after.getFirst());
        assertSame(before.getLast(), after.getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "Size = 5, Size = 6",
        "int Size = 1, int Size = 2",
        "Parallel = 0, Parallel = 1",
        "SysDownPolicy = { }, SysDownPolicy = { AutoDisableNoOffline }",
        "ManageFaults = ALL, ManageFaults = NONE",
        "system sysB ( ), system sysB ( PhysicalServer = p )"
    })
    void whatIsTouchedIsMadeAnew(String was, String is) {
        var before = definitions.of(read(MAIN)).getFirst();
        var changed = read(MAIN.replace(was, is));
        var after = definitions.of(changed).getFirst();
        assertNotSame(before, after);
        assertEquals(ResourceDefinition.of(changed, "sysA", "first"), after);
    }
}
