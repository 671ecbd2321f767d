package dev.vigil.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.TreeSet;

/// The layout of tables, and the membership string of GAB.
class ColumnsTest {

    @Test
    void aLongerWordPushesWhatFollows() {
        assertEquals("abc  d", Columns.of(4, 0).line("abc", "d"));
        assertEquals("abcdef d", Columns.of(4, 0).line("abcdef", "d"));
    }

    @Test
    void theFirstColumnGrowsWithTheLongestName() {
        Columns fitted = Columns.of(12, 0).fitting(List.of("short", "Grp_CS_c1_CS_11240_1"));
        assertEquals("#Group               Attribute", fitted.line("#Group", "Attribute"));
    }

    @Test
    void theLastColumnOfATableIsNotPadded() {
        assertEquals("a  ", Columns.of(2, 0).line("a", ""));
    }

    @ParameterizedTest
    @CsvSource({"'0,1', 01", "'1', ;1", "'0,2', 0 2", "'0,12', '0         ; 2'"})
    void aNodeStandsAtTheColumnOfItsId(String ids, String shown) {
        var nodes = new TreeSet<Integer>();
        for (String id : ids.split(",")) {
            nodes.add(Integer.valueOf(id));
        }
        assertEquals(shown, Gabconfig.positions(nodes));
    }
}
