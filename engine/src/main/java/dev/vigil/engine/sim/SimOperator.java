package dev.vigil.engine.sim;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Decision;
import dev.vigil.engine.core.GroupOnSystem;
import dev.vigil.engine.core.GroupState;
import dev.vigil.engine.core.Request;

import java.util.Optional;

/// The person who is asked for when the cluster has done what it may do by itself: clears faults, brings online what operators took
/// offline, and the rest of what they flushed half-way. Helps with nothing else, so that whatever else keeps a group offline is found.
final class SimOperator {
    private static final long EVERY_NS = 500_000_000L;

    private final SimCluster cluster;
    private long nextNs;

    SimOperator(SimCluster cluster) {
        this.cluster = cluster;
    }

    void looks() {
        if (cluster.clock().nowNs() < nextNs) {
            return;
        }
        nextNs = cluster.clock().nowNs() + EVERY_NS;
        SimMachine at = cluster.machine(0);
        Optional<ClusterState> state = at.core().map(SimCore::state);
        state.filter(ClusterState::configured)
                .ifPresent(
                        now ->
                                now.topology()
                                        .groups()
                                        .keySet()
                                        .forEach(group -> group(at, now, group)));
    }

    private void group(SimMachine at, ClusterState state, String group) {
        var info = state.topology().groups().get(group);
        boolean faulted = false;
        for (String system : info.systems()) {
            if (state.group(group).on(system).phase() != GroupOnSystem.Phase.IDLE) {
                return;
            }
            if (info.resources().keySet().stream()
                    .anyMatch(r -> state.resource(r, system).adminWait())) {
                at.request(new Request.GroupClearAdminWait(group, system, false));
                return;
            }
            faulted |=
                    info.resources().keySet().stream()
                            .anyMatch(r -> state.resource(r, system).faulted());
        }
        Optional<Decision> last =
                state.group(group).decisions().stream()
                        .filter(decision -> !decision.what().equals("waits"))
                        .reduce((_, later) -> later);
        boolean flushed =
                last.filter(each -> each.why().equals("an operator flushed it")).isPresent();
        // Somebody has cleared its faults since, and nobody has asked for it again.
        boolean gaveUp = last.filter(each -> each.what().equals("stays offline")).isPresent();
        if (flushed) {
            info.systems().stream()
                    .filter(s -> state.groupState(group, s).base() == GroupState.Base.PARTIAL)
                    .forEach(s -> at.request(online(group, new Request.Target(s))));
        }
        if (faulted) {
            at.request(new Request.GroupClear(group, ""));
        }
        boolean online =
                info.systems().stream()
                        .anyMatch(
                                system ->
                                        state.groupState(group, system).base()
                                                != GroupState.Base.OFFLINE);
        boolean wanted = state.group(group).placement().wanted();
        boolean asked = faulted || gaveUp || flushed || state.group(group).intentOnline() == 0;
        if (!online && !wanted && asked) {
            at.request(online(group, Request.Target.ANY));
        }
    }

    private static Request online(String group, Request.Target target) {
        return new Request.GroupOnline(group, target, false, false, false, "");
    }
}
