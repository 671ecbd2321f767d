package dev.vigil.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// How a command line is taken apart.
class WordsTest {
    private static final Option SYS = Option.one("-sys");
    private static final Option FORCE = Option.flag("-force");
    private static final Option ATTRIBUTES = Option.some("-attribute");

    private static Words parse(String line) {
        return Words.parse("hagrp -online", List.of(line.split(" ")), SYS, FORCE, ATTRIBUTES);
    }

    @Test
    void optionsMayStandBeforeAmongAndAfterOperands() {
        for (String line : List.of("-force g -sys a", "g -force -sys a", "g -sys a -force")) {
            Words words = parse(line);
            assertEquals(List.of("g"), words.operands(), line);
            assertEquals("a", words.required("-sys", "system"), line);
            assertTrue(words.has("-force"), line);
        }
    }

    @Test
    void anOptionThatTakesSomeWordsEndsAtTheNextOption() {
        Words words = parse("g -attribute A B -sys a");
        assertEquals(List.of("A", "B"), words.many("-attribute"));
        assertEquals(List.of("g"), words.operands());
    }

    @ParameterizedTest
    @CsvSource({"%-y, -y", "%%y, %y", "%y, %y", "y%-, y%-"})
    void aPercentSignLetsAValueBeginWithADash(String typed, String read) {
        assertEquals(List.of(read), parse(typed).operands());
    }

    @Test
    void optionsMayBeShortenedAsLongAsOneFits() {
        assertEquals("a", parse("g -s a").required("-sys", "system"));
        assertEquals(
                "-clear", Words.matching("hagrp", "-clear", List.of("-clearadminwait", "-clear")));
        assertThrows(
                Refusal.class,
                () -> Words.matching("hagrp", "-c", List.of("-clearadminwait", "-clear")));
    }

    @ParameterizedTest
    @CsvSource({
        "g -foo, hagrp -online: unrecognized option: -foo",
        "g -, hagrp -online: unexpected argument: -",
        "g -sys, hagrp -online: missing the value of -sys",
        "g -sys a -sys b, hagrp -online: unexpected argument: a second -sys",
        "g h, hagrp -online: unexpected argument: h",
    })
    void whatDoesNotFitIsNamed(String line, String complaint) {
        Refusal refusal = assertThrows(Refusal.class, () -> parse(line).exactly("group"));
        String first = refusal.printed().err().getFirst();
        assertTrue(first.endsWith(complaint), first);
        assertEquals(Refusal.USAGE, refusal.printed().exit());
    }
}
