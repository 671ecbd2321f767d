package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.engine.core.ClusterState;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class SaidEndsTest {
    private final SaidEnds ends = new SaidEnds();

    @Test
    void whatHasEndedIsOverUntilTheLogHasBroughtItBack() {
        assertFalse(ends.isOver("1.5"));
        ends.over(ClusterState.EMPTY, "1.5");
        assertTrue(ends.isOver("1.5"));
        ends.over(ClusterState.EMPTY, "1.6");
        assertFalse(ends.isOver("1.5"), "it is not pending any more");
    }

    @Test
    void aFaultInTheCourseOfAnOperationIsItsFailure() {
        ends.changed(Probe.FAULTED, "1.5", "not up after online completed");
        assertEquals(Optional.of("not up after online completed"), ends.failure("1.5"));
        assertFalse(ends.isOver("1.5"));
    }

    @Test
    void otherChangesAreNone() {
        ends.changed(Probe.ONLINE, "1.5", "");
        ends.changed(Probe.FAULTED, "", "on its own");
        assertEquals(Optional.empty(), ends.failure("1.5"));
        assertEquals(Optional.empty(), ends.failure(""));
    }
}
