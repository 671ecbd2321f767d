package dev.vigil.engine.gab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.TableFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

class GabTabTest {
    @Test
    void theUsualLines() throws Exception {
        assertEquals(new GabTab(3, false), parse("/sbin/gabconfig -c -n3\n"));
        assertEquals(new GabTab(2, false), parse("# two are enough\ngabconfig -c -n 2\n"));
        assertEquals(new GabTab(0, true), parse("/sbin/gabconfig -c -x\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/sbin/gabconfig -c | /t/gabtab:1: says neither -n nor -x;",
                "/sbin/gabconfig -c -n4 | /t/gabtab:1: waits for 4 systems, llthosts names 3;",
                "/sbin/gabconfig -c -n | /t/gabtab:1: number is missing;",
                "/sbin/gabconfig -q | /t/gabtab:1: option -q is not known;",
                "/sbin/lltconfig -c | /t/gabtab:1: \"/sbin/lltconfig\" is not gabconfig;",
            })
    void whatIsWrongIsSaid(String text, String message) {
        String found = assertThrows(BadFileException.class, () -> parse(text)).getMessage();
        assertEquals(message, found.substring(0, Math.min(message.length(), found.length())));
    }

    private static GabTab parse(String text) throws BadFileException {
        return GabTab.parse(TableFile.of(Path.of("/t/gabtab"), text), 3);
    }
}
