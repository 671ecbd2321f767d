package dev.vigil.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// One event in a cluster of 500 resources takes well below a millisecond.
class SpeedTest {
    /// What is decided must not make the engine late for what else it has to do; it takes a hundredth of that on a machine that is not busy.
    private static final long FIFTH_OF_A_HEARTBEAT_NS = 20_000_000;

    private static final List<String> SYSTEMS = List.of("a", "b", "c");
    private static final int GROUPS = 50;
    private static final int CHAIN = 10;

    @Test
    void anEventTakesLittle() {
        var scene = new Scene();
        scene.view(SYSTEMS, List.of(), new TreeMap<>(), List.of(), SYSTEMS);
        for (String system : SYSTEMS) scene.ready(system, DiskConfiguration.VALID);
        scene.built("a", configuration());
        scene.loaded("b");
        scene.loaded("c");
        for (String system : SYSTEMS) scene.probed(system, List.of());
        scene.obey(List.of());
        for (int g = 0; g < GROUPS; g++)
            assertEquals(GroupState.Base.ONLINE, scene.state().groupState("g" + g, "a").base());
        for (int i = 0; i < 3; i++) faults(scene, new long[GROUPS]);
        var nanos = new long[GROUPS];
        faults(scene, nanos);
        Arrays.sort(nanos);
        var view = crash(scene);
        System.out.println(
                "500 resources, 3 systems: a fault takes (median, max) "
                        + nanos[GROUPS / 2] / 1000
                        + ", "
                        + nanos[GROUPS - 1] / 1000
                        + " us; the loss of a system with 50 groups "
                        + view / 1000
                        + " us");
        assertTrue(
                nanos[GROUPS / 2] < FIFTH_OF_A_HEARTBEAT_NS,
                "one event takes " + nanos[GROUPS / 2] / 1000 + " us in the median");
    }

    /// Non-critical faults that come and are cleared, group by group.
    private static void faults(Scene scene, long[] nanos) {
        for (int g = 0; g < GROUPS; g++) {
            var event =
                    new Event.ResourceReported(
                            "a",
                            1,
                            "r" + g + "_0",
                            ResourceStatus.of(Probe.ONLINE, Flag.STATE_UNKNOWN),
                            Cause.UNEXPECTED,
                            "",
                            "",
                            1);
            long start = System.nanoTime();
            var step = Engine.apply(scene.state(), event);
            nanos[g] = System.nanoTime() - start;
            assertTrue(!step.actions().isEmpty());
        }
    }

    private static long crash(Scene scene) {
        var members = new TreeMap<String, Long>();
        members.put("b", 1L);
        members.put("c", 1L);
        var lost = new TreeMap<String, Loss>();
        lost.put("a", Loss.CRASH);
        var event =
                new Event.ViewOpened(9, members, lost, new java.util.TreeSet<>(), new TreeMap<>());
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long start = System.nanoTime();
            var step = Engine.apply(scene.state(), event);
            best = Math.min(best, System.nanoTime() - start);
            assertTrue(
                    step.actions().stream().filter(each -> each instanceof Action.Order).count()
                            >= GROUPS);
        }
        return best;
    }

    private static String configuration() {
        var text =
                new StringBuilder(
                        """
                        type FileOnOff (
                        	static str ArgList[] = { PathName }
                        	str PathName
                        	)

                        cluster demo (
                        	)

                        system a (
                        	)

                        system b (
                        	)

                        system c (
                        	)

                        """);
        for (int g = 0; g < GROUPS; g++) {
            text.append("group g")
                    .append(g)
                    .append(
                            " (\n"
                                    + "\tSystemList = { a = 0, b = 1, c = 2 }\n"
                                    + "\tAutoStartList = { a, b, c }\n"
                                    + "\t)\n\n");
            for (int r = 0; r < CHAIN; r++)
                text.append("\tFileOnOff r")
                        .append(g)
                        .append('_')
                        .append(r)
                        .append(" (\n\t\tPathName = \"/tmp/x\"\n\t\t)\n\n");
            for (int r = 1; r < CHAIN; r++)
                text.append("\tr")
                        .append(g)
                        .append('_')
                        .append(r)
                        .append(" requires r")
                        .append(g)
                        .append('_')
                        .append(r - 1)
                        .append('\n');
            text.append('\n');
        }
        return text.toString();
    }
}
