package dev.vigil.samples.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

class FaultTest {
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

    @Test
    void aSeedRepeatsItsPlan() {
        assertEquals(Fault.plan(7, 300, 5, 2, ALL), Fault.plan(7, 300, 5, 2, ALL));
        assertNotEquals(Fault.plan(7, 300, 5, 2, ALL), Fault.plan(8, 300, 5, 2, ALL));
    }

    @Test
    void everyKindComesEquallyOften() {
        List<Fault> plan = Fault.plan(7, 4 * ALL.size(), 3, 2, ALL);
        for (Kind kind : ALL)
            assertEquals(
                    4, plan.stream().filter(fault -> fault.kind() == kind).count(), kind.name());
    }

    @Test
    void whatTakesTwoSystemsHasTwo() {
        for (Fault fault : Fault.plan(7, 500, 3, 2, ALL))
            assertNotEquals(fault.victim(), fault.other(), fault::toString);
    }
}
