package dev.vigil.samples.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

class FaultTest {
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final Setup THREE = Setup.of(3, 0);
    private static final Setup FIVE = Setup.of(5, 0);

    @Test
    void aSeedRepeatsItsPlan() {
        assertEquals(Fault.plan(7, 300, FIVE, 2, ALL), Fault.plan(7, 300, FIVE, 2, ALL));
        assertNotEquals(Fault.plan(7, 300, FIVE, 2, ALL), Fault.plan(8, 300, FIVE, 2, ALL));
    }

    @Test
    void everyKindComesEquallyOften() {
        List<Fault> plan = Fault.plan(7, 4 * ALL.size(), Setup.of(3, 3), 2, ALL);
        for (Kind kind : ALL)
            assertEquals(
                    4, plan.stream().filter(fault -> fault.kind() == kind).count(), kind.name());
    }

    @Test
    void pointsAreBrokenOnlyWhereThereAreAny() {
        for (Fault fault : Fault.plan(7, 500, THREE, 2, ALL))
            assertFalse(fault.kind().needsPoints(), fault::toString);
    }

    @Test
    void whatTakesTwoSystemsHasTwo() {
        for (Fault fault : Fault.plan(7, 500, THREE, 2, ALL))
            assertNotEquals(fault.victim(), fault.other(), fault::toString);
    }

    @Test
    void theSampleIsTheClusterOfThree() throws Exception {
        Path sample = Path.of(System.getProperty("vigil.root")).resolve("samples/faults/main.cf");
        Path timers = sample.resolveSibling("llttab");
        if (System.getProperty("vigil.rewrite") != null) {
            Files.writeString(sample, THREE.main());
            Files.writeString(timers, THREE.llttab());
        }
        assertEquals(THREE.main(), Files.readString(sample));
        assertEquals(THREE.llttab(), Files.readString(timers));
    }
}
