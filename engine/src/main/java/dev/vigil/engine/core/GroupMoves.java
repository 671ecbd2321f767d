package dev.vigil.engine.core;

import dev.vigil.config.GroupDependency;
import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.GroupOnSystem.Stop;
import dev.vigil.engine.core.Message.Severity;
import dev.vigil.engine.core.Obstacle.Kind;
import dev.vigil.engine.core.Placement.Cause;

import java.util.ArrayList;
import java.util.List;

/// `hagrp -offline`, `-switch` and `-migrate`, and the moving of groups off a system.
///
/// Source: hagrp(1M); VCS Administrator's Guide, "Taking service groups offline", "Switching service groups".
final class GroupMoves {
    private GroupMoves() {}

    static Verdict offline(Turn turn, Request.GroupOffline request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        if (!group.manualOps())
            return Verdict.refused(
                    "V-16-1-10155", "Group " + group.name() + " does not allow manual operations");
        String only = request.target().system();
        if (!request.target().any() && !Requests.known(turn.state(), only))
            return Requests.noSystem(only);
        if (!request.target().any() && !group.mayRunOn(only))
            return Verdict.refused(
                    "V-16-1-10135",
                    "System " + only + " is not in the SystemList of group " + group.name());
        List<String> systems = new ArrayList<>();
        for (String system : group.systems())
            if ((only.isEmpty() || only.equals(system)) && running(turn.state(), group, system))
                systems.add(system);
        if (systems.isEmpty()) return nothingToStop(turn, group, only);
        for (String system : systems) {
            var refusal = offlineRefusal(turn.state(), group, system, request);
            if (!refusal.accepted()) return refusal;
        }
        if (request.propagate()) {
            var refusal = parentsOffline(turn, group, request);
            if (!refusal.accepted()) return refusal;
        }
        for (String system : systems) stop(turn, group, system);
        return Verdict.DONE;
    }

    /// Something of it runs there, or is about to.
    private static boolean running(ClusterState state, GroupInfo group, String system) {
        return state.group(group.name()).on(system).phase() != Phase.IDLE
                || GroupStates.base(state, group, system) != GroupState.Base.OFFLINE;
    }

    /// A group that runs nowhere may still be waiting to be placed.
    private static Verdict nothingToStop(Turn turn, GroupInfo group, String only) {
        boolean waits = turn.state().group(group.name()).placement().wanted();
        if (!waits && only.isEmpty())
            return Verdict.refused("V-16-1-10173", "Group " + group.name() + " is already offline");
        if (!waits)
            return Verdict.refused(
                    "V-16-1-10173",
                    "Group " + group.name() + " is already offline on system " + only);
        turn.group(
                group.name(), status -> status.withPlacement(Placement.NONE).withIntentOnline(0));
        turn.decide(group.name(), "stays offline", "an operator asked for it", List.of());
        return Verdict.DONE;
    }

    private static Verdict offlineRefusal(
            ClusterState state, GroupInfo group, String system, Request.GroupOffline request) {
        String head =
                "Group " + group.name() + " cannot be taken offline on system " + system + ": ";
        if (!state.system(system).operates())
            return Verdict.refused(
                    Kind.NOT_RUNNING.umi(), head + "system is " + state.sysState(system));
        if (state.groupFrozen(group.name()))
            return Verdict.refused(Kind.GROUP_FROZEN.umi(), head + "group is frozen");
        if (request.ifProbed() && !state.probed(group.name(), system))
            return Verdict.refused(Kind.NOT_PROBED.umi(), head + "group is not probed there");
        if (!request.force())
            for (var resource : group.resources().values())
                if (state.resource(resource.name(), system).adminWait())
                    return Verdict.refused(
                            Kind.ADMIN_WAIT.umi(),
                            head + "resource " + resource.name() + " waits for an administrator");
        String parent = GroupLinks.offlineObstacle(state, group, system);
        if (!parent.isEmpty() && !request.force() && !request.propagate())
            return Verdict.refused("V-16-1-10164", head + parent);
        return Verdict.DONE;
    }

    private static Verdict parentsOffline(
            Turn turn, GroupInfo group, Request.GroupOffline request) {
        for (var link : group.parents()) {
            if (link.category() == GroupDependency.Category.OFFLINE) continue;
            var parent = turn.info(link.parent());
            var up =
                    parent.systems().stream()
                            .filter(on -> running(turn.state(), parent, on))
                            .toList();
            if (up.isEmpty()) continue;
            var verdict =
                    offline(
                            turn,
                            new Request.GroupOffline(
                                    parent.name(),
                                    Request.Target.ANY,
                                    request.force(),
                                    request.ifProbed(),
                                    true));
            if (!verdict.accepted()) return verdict;
        }
        return Verdict.DONE;
    }

    /// Takes a group offline at an operator's wish: it stays so.
    static void stop(Turn turn, GroupInfo group, String system) {
        turn.log(
                Severity.NOTICE,
                "V-16-1-10167",
                "Initiating manual offline of group " + group.name() + " on system " + system);
        turn.decide(group.name(), "offline on " + system, "an operator asked for it", List.of());
        if (!group.parallel())
            turn.group(
                    group.name(),
                    status -> status.withIntentOnline(0).withPlacement(Placement.NONE));
        turn.on(
                group.name(),
                system,
                on -> on.withRetries(0, on.retryWindow()).withAutoStart(false));
        Groups.stop(turn, group, system, Stop.OPERATOR);
    }

    static Verdict switchTo(Turn turn, Request.GroupSwitch request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        String head = "Group " + group.name() + " cannot be switched: ";
        if (group.parallel())
            return Verdict.refused("V-16-1-10191", head + "it is a parallel group");
        if (!group.manualOps())
            return Verdict.refused("V-16-1-10155", head + "it does not allow manual operations");
        String to = request.target().system();
        if (!request.target().any() && !Requests.known(turn.state(), to))
            return Requests.noSystem(to);
        var active = turn.state().activeSystems(group.name());
        if (active.isEmpty())
            return Verdict.refused("V-16-1-10193", head + "it is not online on any system");
        String from = active.getFirst();
        if (from.equals(to))
            return Verdict.refused("V-16-1-10192", head + "it is on system " + to + " already");
        var refusal = moveRefusal(turn.state(), group, from, head);
        if (!refusal.accepted()) return refusal;
        var placement = Placement.of(Cause.SWITCH, to, from);
        if (to.isEmpty()) placement = placement.excluding(from);
        if (request.nopre()) placement = placement.withoutPreonline();
        var selection =
                Placements.forecast(turn.state(), group, placement, Placements.policy(group));
        if (!selection.found())
            return Verdict.refused(
                    "V-16-1-51055",
                    head
                            + "no suitable target ("
                            + String.join("; ", selection.considered())
                            + ")");
        String parent = GroupLinks.parentObstacle(turn.state(), group, selection.target());
        if (!parent.isEmpty()) return Verdict.refused("V-16-1-10164", head + parent);
        move(turn, group, placement, selection.target());
        return Verdict.DONE;
    }

    private static Verdict moveRefusal(
            ClusterState state, GroupInfo group, String from, String head) {
        if (state.groupFrozen(group.name()))
            return Verdict.refused(Kind.GROUP_FROZEN.umi(), head + "group is frozen");
        if (!state.system(from).operates())
            return Verdict.refused(
                    Kind.NOT_RUNNING.umi(),
                    head + "system " + from + " is " + state.sysState(from));
        if (state.group(group.name()).placement().wanted())
            return Verdict.refused(
                    Kind.PENDING.umi(), head + "it is being brought online or moved");
        for (String system : group.systems())
            if (state.group(group.name()).on(system).phase() != Phase.IDLE)
                return Verdict.refused(
                        Kind.PENDING.umi(), head + "an operation is pending on system " + system);
        return Verdict.DONE;
    }

    private static void move(Turn turn, GroupInfo group, Placement placement, String target) {
        turn.log(
                Severity.NOTICE,
                "V-16-1-10208",
                "Initiating switch of group "
                        + group.name()
                        + " from system "
                        + placement.from()
                        + " to system "
                        + target);
        turn.decide(
                group.name(), "offline on " + placement.from(), "it moves to " + target, List.of());
        turn.group(group.name(), status -> status.withPlacement(placement));
        Groups.stop(turn, group, placement.from(), Stop.MOVE);
    }

    static Verdict migrate(Turn turn, Request.GroupMigrate request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        return Verdict.refused(
                "V-16-1-10168",
                "Group "
                        + group.name()
                        + " cannot be migrated: live migration is not supported; use hagrp -switch,"
                        + " or migrate it outside the cluster while the group is frozen");
    }

    /// Moves a group off a system, or takes it offline if it can run nowhere else.
    static void evacuate(Turn turn, GroupInfo group, String system) {
        var placement = Placement.of(Cause.EVACUATE, "", system).excluding(system);
        boolean movable = !group.parallel() && group.evacuate();
        var selection =
                movable
                        ? Placements.forecast(
                                turn.state(), group, placement, Placements.policy(group))
                        : null;
        if (selection == null || !selection.found()) {
            stop(turn, group, system);
            return;
        }
        move(turn, group, placement, selection.target());
    }
}
