package dev.vigil.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.had.StackStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What schedules have in common.
final class Schedules {
    private static final long MS = 1_000_000L;

    private Schedules() {}

    static SimCluster formed(SimOptions options) {
        var cluster = new SimCluster(1, options, 400);
        cluster.formed();
        return cluster;
    }

    static SortedSet<Integer> ids(Integer... ids) {
        return new TreeSet<>(List.of(ids));
    }

    static StackStatus status(SimCluster cluster, int id) {
        return cluster.machine(id).status().orElseThrow();
    }

    static List<SortedSet<Integer>> placement(SimCluster cluster) {
        var running = new ArrayList<SortedSet<Integer>>();
        for (int g = 0; g < cluster.options().groups(); g++) {
            running.add(cluster.truth().running(g));
        }
        return running;
    }

    static void assertNothingTouched(
            SimCluster cluster, List<SortedSet<Integer>> before, long sinceNs) {
        assertEquals(before, placement(cluster));
        for (int g = 0; g < cluster.options().groups(); g++) {
            assertTrue(
                    cluster.truth().lastStartNs(g) < sinceNs, "group " + g + " was started again");
        }
        assertTrue(
                cluster.lines().stream().noneMatch(l -> l.contains(" down on ")),
                "nothing went down");
    }

    /// What ran on a system that lost its right starts on another one.
    static void startsElsewhere(SimCluster cluster, int group, int victim) {
        cluster.await(
                "its group elsewhere",
                3_000 * MS,
                () ->
                        !cluster.truth().running(group).isEmpty()
                                && !cluster.truth().running(group).contains(victim));
    }

    static void finds(SimCluster cluster) {
        cluster.heal();
        cluster.await("one cluster again", 40_000 * MS, () -> cluster.together(cluster.ids()));
        cluster.await("every group online again", 10_000 * MS, cluster::allOnline);
    }
}
