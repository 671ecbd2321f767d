package dev.vigil.engine.sim;

import dev.vigil.config.GroupDependency;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Decision;
import dev.vigil.engine.core.GroupInfo;
import dev.vigil.engine.core.GroupOnSystem;
import dev.vigil.engine.core.GroupState;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.core.SysState;
import dev.vigil.engine.core.SystemInfo;

import java.util.List;
import java.util.Optional;

/// The person who is asked for when the cluster has done what it may do by itself: clears faults, brings online what operators took
/// offline or froze, and the rest of what they flushed half-way, makes room for it, and stops systems again whose groups were flushed. Helps
/// with nothing else, so that whatever else keeps a group offline is found.
final class SimOperator {
    private static final long EVERY_NS = 500_000_000L;

    private final SimCluster cluster;
    private long nextNs;
    private boolean started;

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
        if (state.filter(ClusterState::configured).isEmpty()) {
            return;
        }
        ClusterState now = state.get();
        now.topology().systems().values().forEach(system -> thaw(at, now, system));
        now.topology().systems().keySet().forEach(system -> leave(at, now, system));
        for (GroupInfo group : now.topology().groups().values()) {
            if (now.groupFrozen(group.name())) {
                thaw(at, now, group);
            } else if (started) {
                group(at, now, group.name());
            }
        }
    }

    /// From now on groups are helped as well; before, only what is frozen is unfrozen: a system does not leave while a group of it is.
    void starts() {
        started = true;
    }

    private static void thaw(SimMachine at, ClusterState state, SystemInfo system) {
        if (state.system(system.name()).temporarilyFrozen()) {
            at.request(new Request.SystemUnfreeze(system.name(), false));
        }
        if (system.frozen()) {
            at.request(new Request.OpenConfiguration());
            at.request(new Request.SystemUnfreeze(system.name(), true));
        }
    }

    /// What somebody flushed on a system that was to leave keeps it there until it is told again.
    private static void leave(SimMachine at, ClusterState state, String system) {
        boolean kept =
                state.topology().groups().keySet().stream()
                        .map(group -> lastDecision(state, group))
                        .flatMap(Optional::stream)
                        .anyMatch(last -> last.what().equals("nothing more on " + system));
        if (state.sysState(system) == SysState.LEAVING && kept) {
            at.request(new Request.Stop(List.of(system), false, false, false, false));
        }
    }

    private static void thaw(SimMachine at, ClusterState state, GroupInfo group) {
        if (state.group(group.name()).temporarilyFrozen()) {
            at.request(new Request.GroupUnfreeze(group.name(), false));
        }
        if (group.frozen()) {
            at.request(new Request.OpenConfiguration());
            at.request(new Request.GroupUnfreeze(group.name(), true));
        }
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
        Optional<Decision> last = lastDecision(state, group);
        boolean flushed =
                last.filter(each -> each.why().equals("an operator flushed it")).isPresent();
        // Somebody has cleared its faults since, and nobody has asked for it again.
        boolean gaveUp = last.filter(each -> each.what().equals("stays offline")).isPresent();
        // What faulted while it was frozen was left as it was.
        boolean leftAlone = info.systems().stream().anyMatch(s -> leftAlone(state, group, s));
        info.systems().stream()
                .filter(s -> flushed(state, group, s) || leftAlone(state, group, s))
                .filter(s -> state.groupState(group, s).base() == GroupState.Base.PARTIAL)
                .forEach(s -> at.request(online(group, new Request.Target(s))));
        if (faulted) {
            at.request(new Request.GroupClear(group, ""));
        }
        if (info.parallel()) {
            info.systems().stream()
                    .filter(s -> state.groupState(group, s).base() == GroupState.Base.OFFLINE)
                    .filter(s -> !state.group(group).on(s).autoStart())
                    .forEach(s -> at.request(online(group, new Request.Target(s))));
            return;
        }
        boolean online =
                info.systems().stream()
                        .anyMatch(
                                system ->
                                        state.groupState(group, system).base()
                                                != GroupState.Base.OFFLINE);
        boolean wanted = state.group(group).placement().wanted();
        // What a fault or an operator took down takes down others, or keeps them away.
        boolean linked = !info.parents().isEmpty() || !info.children().isEmpty();
        boolean asked =
                faulted
                        || gaveUp
                        || flushed
                        || leftAlone
                        || linked
                        || state.group(group).intentOnline() == 0;
        if (!online && !wanted && asked) {
            Request.Target target = target(state, info);
            if (!target.any() && !childrenAllow(state, info, target.system())) {
                // It follows once its child is up elsewhere.
                together(state, info, target.system())
                        .forEach(parent -> at.request(offline(parent, target.system())));
                return;
            }
            makeRoom(at, state, info, target);
            at.request(online(group, target));
        }
    }

    private static boolean flushed(ClusterState state, String group, String system) {
        return state.group(group).decisions().stream()
                .anyMatch(decision -> decision.what().equals("nothing more on " + system));
    }

    private static boolean leftAlone(ClusterState state, String group, String system) {
        return state.group(group).decisions().stream()
                .filter(decision -> decision.what().equals("nothing"))
                .anyMatch(decision -> decision.why().contains(" on " + system + ","));
    }

    private static Optional<Decision> lastDecision(ClusterState state, String group) {
        return state.group(group).decisions().stream()
                .filter(decision -> !decision.what().equals("waits"))
                .filter(decision -> !decision.what().startsWith("autodisabled"))
                .reduce((_, later) -> later);
    }

    /// Takes offline what may not be where a group has to go, if it is wherever that could be.
    private static void makeRoom(
            SimMachine at, ClusterState state, GroupInfo group, Request.Target target) {
        List<String> places =
                target.any()
                        ? group.systems().stream()
                                .filter(system -> childrenAllow(state, group, system))
                                .toList()
                        : List.of(target.system());
        if (places.isEmpty()
                || places.stream().anyMatch(place -> inTheWay(state, group, place).isEmpty())) {
            return;
        }
        inTheWay(state, group, places.getFirst())
                .forEach(parent -> at.request(offline(parent, places.getFirst())));
    }

    private static boolean childrenAllow(ClusterState state, GroupInfo group, String system) {
        return group.children().stream()
                .allMatch(
                        link -> {
                            boolean there = state.activeSystems(link.child()).contains(system);
                            if (isApart(link)) return !there;
                            return there || link.location() != GroupDependency.Location.LOCAL;
                        });
    }

    private static List<String> inTheWay(ClusterState state, GroupInfo group, String system) {
        return group.parents().stream()
                .filter(SimOperator::isApart)
                .map(GroupDependency::parent)
                .filter(parent -> state.activeSystems(parent).contains(system))
                .toList();
    }

    private static boolean isApart(GroupDependency link) {
        return link.category() == GroupDependency.Category.OFFLINE
                || link.location() == GroupDependency.Location.REMOTE;
    }

    /// Where a parent is that runs on although its child is gone from there; else anywhere.
    private static Request.Target target(ClusterState state, GroupInfo child) {
        return child.systems().stream()
                .filter(system -> !together(state, child, system).isEmpty())
                .findFirst()
                .map(Request.Target::new)
                .orElse(Request.Target.ANY);
    }

    private static List<String> together(ClusterState state, GroupInfo child, String system) {
        return child.parents().stream()
                .filter(link -> link.category() == GroupDependency.Category.ONLINE)
                .filter(link -> link.location() == GroupDependency.Location.LOCAL)
                .map(GroupDependency::parent)
                .filter(parent -> state.activeSystems(parent).contains(system))
                .toList();
    }

    private static Request offline(String group, String system) {
        return new Request.GroupOffline(group, new Request.Target(system), false, false, false);
    }

    private static Request online(String group, Request.Target target) {
        return new Request.GroupOnline(group, target, false, false, false, "");
    }
}
