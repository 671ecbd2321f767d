package dev.vigil.engine.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

class PointRequestTest {
    @Test
    void noSystemEjectsItself() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PointRequest.Eject(new Key(1, 7), new TreeSet<>(List.of(0, 1))));
    }

    @Test
    void onlyVictimsAreNamed() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new PointRequest.Eject(
                                new Key(1, 7),
                                new TreeSet<>(List.of(0)),
                                new TreeSet<>(List.of(new Key(2, 1)))));
    }

    @Test
    void incarnationsThatAreNamedSayWhoTheVictimsAre() {
        SortedSet<Key> named = new TreeSet<>(List.of(new Key(0, 3), new Key(2, 1)));
        assertEquals(
                new TreeSet<>(List.of(0, 2)),
                PointRequest.Eject.of(new Key(1, 7), named).victims());
    }

    @Test
    void keysAreOrderedBySystemThenByIncarnation() {
        SortedSet<Key> keys = new TreeSet<>(List.of(new Key(1, 2), new Key(0, 9), new Key(1, 1)));
        assertEquals("[0/9, 1/1, 1/2]", keys.toString());
    }

    @Test
    void whatIsHeardCannotBeChangedAfterwards() {
        SortedSet<Integer> heard = new TreeSet<>(List.of(0));
        var register = new PointRequest.Register(new Key(1, 1), heard);
        heard.add(2);
        assertEquals(new TreeSet<>(List.of(0)), register.heard());
    }
}
