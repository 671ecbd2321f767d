package dev.vigil.engine.sim;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.had.StackStatus;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// Dependencies between groups in simulated truth: none is broken for longer than it takes to stop a group, as long as an engine with a
/// say looks after the parent, and nobody has frozen it.
final class SimDependencies {
    private static final long MS = 1_000_000L;
    private static final long EVERY_NS = 200 * MS;

    /// Stops and cleans of a chain of three that hang one after the other, and what a view may take meanwhile.
    private static final long PATIENCE_NS = 20_000 * MS;

    private final SimCluster cluster;
    private final SortedMap<String, Long> brokenNs = new TreeMap<>();

    SimDependencies(SimCluster cluster) {
        this.cluster = cluster;
    }

    /// Looks now and then, until the end.
    void watch() {
        cluster.options().shapes().forEach(this::look);
        cluster.clock().after(EVERY_NS, this::watch);
    }

    /// Whether every dependency of what runs is met.
    boolean allMet() {
        return cluster.options().shapes().stream()
                .allMatch(
                        parent ->
                                parent.needs().stream()
                                        .allMatch(
                                                needs ->
                                                        running(parent.number()).stream()
                                                                .allMatch(
                                                                        on -> follows(needs, on))));
    }

    private SortedSet<Integer> running(int group) {
        return cluster.truth().running(group);
    }

    /// Whether the child is where the parent on a system has it once everything is settled.
    private boolean follows(SimGroup.Needs needs, int on) {
        SortedSet<Integer> child = running(needs.child());
        if (needs.offline()) {
            return !child.contains(on);
        }
        if (needs.remote()) {
            return !child.contains(on) && !child.isEmpty();
        }
        return needs.local() ? child.contains(on) : !child.isEmpty();
    }

    /// Whether a parent may stay where it is: a soft one also while its child is nowhere.
    private boolean bearable(SimGroup.Needs needs, int on) {
        return follows(needs, on) || (needs.soft() && running(needs.child()).isEmpty());
    }

    private void look(SimGroup parent) {
        for (SimGroup.Needs needs : parent.needs()) {
            for (int on : cluster.ids()) {
                String place = parent.number() + " on " + on;
                boolean broken =
                        running(parent.number()).contains(on)
                                && !bearable(needs, on)
                                && lookedAfter(parent.number(), needs.child(), on);
                if (!broken) {
                    brokenNs.remove(place);
                    continue;
                }
                long sinceNs = brokenNs.computeIfAbsent(place, _ -> cluster.clock().nowNs());
                if (cluster.clock().nowNs() - sinceNs > PATIENCE_NS) {
                    throw new SimFailure(
                            "group "
                                    + place
                                    + " requires "
                                    + needs
                                    + ", which has run on "
                                    + running(needs.child())
                                    + " since "
                                    + sinceNs / MS
                                    + " ms");
                }
            }
        }
    }

    /// Whether the engine of a system decides about what runs there, and may touch it.
    private boolean lookedAfter(int parent, int child, int on) {
        SimMachine machine = cluster.machine(on);
        boolean decides =
                cluster.options().mode().arbitrates()
                        && machine.awake()
                        && machine.status().filter(s -> decides(s)).isPresent();
        Optional<ClusterState> state = machine.core().map(SimCore::state);
        return decides && state.filter(s -> mayTouch(s, parent, child, on)).isPresent();
    }

    private static boolean decides(StackStatus status) {
        return status.active() && status.stateful() && !status.frozen();
    }

    private static boolean mayTouch(ClusterState state, int parent, int child, int on) {
        String group = SimConfiguration.group(parent);
        String system = SimConfiguration.system(on);
        String below = SimConfiguration.group(child);
        if (!state.topology().groups().containsKey(group)
                || state.groupFrozen(group)
                || !state.sysState(system).operates()
                || !state.probed(group, system)) {
            return false;
        }
        // Nobody knows better than that the child is where an engine is gone.
        boolean childKnown =
                state.topology().groups().get(below).systems().stream()
                        .allMatch(s -> state.probed(below, s));
        boolean stuck =
                state.topology().groups().get(group).resources().keySet().stream()
                        .anyMatch(r -> state.resource(r, system).adminWait());
        return childKnown && !stuck;
    }
}
