package dev.vigil.engine.gab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

class LedgerTest {
    private static final SortedMap<Integer, String> TWO =
            new TreeMap<>(Map.of(0, "north", 1, "south"));
    private static final SortedMap<Integer, String> THREE =
            new TreeMap<>(Map.of(0, "north", 1, "south", 2, "west"));

    private StackDurable disk = StackDurable.nothing();

    private Ledger start(SortedMap<Integer, String> systems, long incarnation) {
        var port =
                (MembershipPort)
                        Proxy.newProxyInstance(
                                MembershipPort.class.getClassLoader(),
                                new Class<?>[] {MembershipPort.class},
                                (proxy, method, arguments) -> {
                                    if (!method.getName().equals("persist"))
                                        throw new AssertionError(method);
                                    disk = (StackDurable) arguments[0];
                                    return null;
                                });
        var config =
                new StackConfig(
                        0,
                        systems,
                        incarnation,
                        systems.size(),
                        Timing.defaults(),
                        QuorumMode.MAJORITY,
                        List.of());
        return new Ledger(config, disk, port, () -> Timing.defaults().heartbeatNs());
    }

    private static View withNorth(long incarnation) {
        return Examples.view(Map.of(0, incarnation, 1, 9L));
    }

    @Test
    void theFirstEngineOfADiskIsRememberedFromItsStart() {
        start(TWO, 1001);
        assertEquals(1001, disk.born());
        start(TWO, 1002);
        assertEquals(1001, disk.born());
    }

    @Test
    void aDiskVotesOnTheSuccessorOfAViewThatHasOneOfItsOwnEngines() {
        start(TWO, 1001);
        Ledger later = start(TWO, 1003);
        later.adopt(withNorth(1002));
        assertTrue(later.votes());
        assertTrue(start(TWO, 1004).votes());
    }

    @Test
    void aDiskThatIsNewerThanTheEngineInTheViewHasNoVote() {
        Ledger first = start(TWO, 1001);
        first.adopt(withNorth(5));
        assertFalse(first.votes());
        assertFalse(start(TWO, 1002).votes());
    }

    @Test
    void beforeTheFirstViewTheSystemsAreThoseOfLlthostsAsItIsNow() {
        start(TWO, 1);
        assertEquals(THREE.keySet(), start(THREE, 2).view().systems());
    }
}
