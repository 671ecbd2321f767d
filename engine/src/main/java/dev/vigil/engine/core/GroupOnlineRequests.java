package dev.vigil.engine.core;

import dev.vigil.config.GroupDependency;
import dev.vigil.engine.core.Obstacle.Kind;
import dev.vigil.engine.core.Placement.Cause;

import java.util.ArrayList;
import java.util.List;

/// `hagrp -online`.
///
/// Source: hagrp(1M); VCS Administrator's Guide, "Bringing a service group online".
final class GroupOnlineRequests {
    private GroupOnlineRequests() {}

    static Verdict online(Turn turn, Event.Requested event, Request.GroupOnline request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        if (!group.manualOps())
            return Verdict.refused(
                    "V-16-1-10155", "Group " + group.name() + " does not allow manual operations");
        if (!request.target().any() && !Requests.known(turn.state(), request.target().system()))
            return Requests.noSystem(request.target().system());
        if (!request.checkPartial().isEmpty()
                && group.mayRunOn(request.checkPartial())
                && GroupStates.base(turn.state(), group, request.checkPartial())
                        != GroupState.Base.OFFLINE)
            return Verdict.refused(
                    "V-16-1-10165",
                    "Group "
                            + group.name()
                            + " is not offline on system "
                            + request.checkPartial());
        if (request.propagate()) return propagate(turn, group, request);
        if (group.parallel() && request.target().any()) return everywhere(turn, group, request);
        if (request.target().any()) return anywhere(turn, event, group, request);
        return on(turn, event, group, request);
    }

    private static Placement placement(Request.GroupOnline request, String to) {
        var placement = Placement.of(Cause.MANUAL, to, "");
        return request.nopre() ? placement.withoutPreonline() : placement;
    }

    private static Verdict on(
            Turn turn, Event.Requested event, GroupInfo group, Request.GroupOnline request) {
        String system = request.target().system();
        var refusal = refusal(turn.state(), group, system);
        if (!refusal.accepted()) return refusal;
        Groups.start(turn, group, system, placement(request, system), List.of());
        return accepted(turn, event, group, system, Verdict.DONE);
    }

    /// Why a group may not be brought online on a system by an operator; accepted if it may.
    static Verdict refusal(ClusterState state, GroupInfo group, String system) {
        var on = state.group(group.name()).on(system);
        boolean online =
                group.mayRunOn(system)
                        && on.phase() == GroupOnSystem.Phase.IDLE
                        && GroupStates.base(state, group, system) == GroupState.Base.ONLINE;
        if (online)
            return Verdict.refused(
                    group.parallel() ? "V-16-1-50996" : "V-16-1-50997",
                    "Group " + group.name() + " is already online on system " + system);
        for (var each : Eligibility.obstacles(state, group, system))
            return refused(group, system, each);
        String parent = GroupLinks.parentObstacle(state, group, system);
        if (!parent.isEmpty()) return refused(group, system, new Obstacle(Kind.DEPENDENCY, parent));
        return Verdict.DONE;
    }

    private static Verdict refused(GroupInfo group, String system, Obstacle obstacle) {
        return Verdict.refused(
                obstacle.kind().umi(),
                "Group "
                        + group.name()
                        + " cannot be brought online on system "
                        + system
                        + ": "
                        + obstacle.text());
    }

    private static Verdict anywhere(
            Turn turn, Event.Requested event, GroupInfo group, Request.GroupOnline request) {
        for (String system : group.systems())
            if (GroupStates.base(turn.state(), group, system) == GroupState.Base.ONLINE)
                return Verdict.refused(
                        "V-16-1-50997",
                        "Group " + group.name() + " is already online on system " + system);
        var wanted = placement(request, "");
        for (String system : group.systems())
            if (!GroupLinks.parentObstacle(turn.state(), group, system).isEmpty())
                wanted = wanted.excluding(system);
        var selection = Placements.select(turn.state(), group, wanted);
        if (!selection.found())
            return Verdict.refused(
                    "V-16-1-10062",
                    "Group "
                            + group.name()
                            + " cannot be brought online on any system: "
                            + String.join("; ", selection.considered()));
        Groups.start(
                turn, group, selection.target(), placement(request, ""), selection.considered());
        return accepted(
                turn,
                event,
                group,
                selection.target(),
                attempting(group, List.of(selection.target())));
    }

    private static Verdict attempting(GroupInfo group, List<String> systems) {
        return Verdict.done(
                "V-16-1-50735",
                "Attempting to online group "
                        + group.name()
                        + " on system "
                        + String.join(", ", systems));
    }

    private static Verdict everywhere(Turn turn, GroupInfo group, Request.GroupOnline request) {
        List<String> started = new ArrayList<>();
        List<String> considered = new ArrayList<>();
        for (String system : group.systems()) {
            var refusal = refusal(turn.state(), group, system);
            if (refusal.accepted()) started.add(system);
            else considered.addAll(refusal.messages());
        }
        if (started.isEmpty()) return new Verdict(true, 1, considered);
        for (String system : started)
            Groups.start(turn, group, system, placement(request, system), List.of());
        return attempting(group, started);
    }

    /// Where agents may refuse for reasons outside the cluster, the operator hears of it.
    private static Verdict accepted(
            Turn turn, Event.Requested event, GroupInfo group, String system, Verdict verdict) {
        if (!group.leaveOnSystemDown() || event.requestId().isEmpty()) return verdict;
        Answers.expect(turn, event.requestId(), group, system);
        return Verdict.LATER;
    }

    /// The groups it needs first, each where it may, then the group itself.
    private static Verdict propagate(Turn turn, GroupInfo group, Request.GroupOnline request) {
        String system = request.target().system();
        if (group.parallel())
            return Verdict.refused(
                    "V-16-1-10168",
                    "-propagate is not supported for the parallel group " + group.name());
        List<GroupInfo> chain = new ArrayList<>();
        collect(turn, group, chain);
        for (var each : chain) {
            String frozen = turn.state().groupFrozen(each.name()) ? "group is frozen" : "";
            if (!frozen.isEmpty() || !each.unsupported().isEmpty())
                return Verdict.refused(
                        frozen.isEmpty() ? "V-16-1-10168" : "V-16-1-10159",
                        "Group "
                                + each.name()
                                + " cannot be brought online: "
                                + frozen
                                + each.unsupported());
        }
        if (!system.isEmpty()) {
            for (var each : Eligibility.obstacles(turn.state(), group, system))
                if (each.kind() != Kind.DEPENDENCY) return refused(group, system, each);
        }
        for (var each : chain) place(turn, each, group, request);
        return Verdict.DONE;
    }

    private static void place(
            Turn turn, GroupInfo each, GroupInfo top, Request.GroupOnline request) {
        if (!turn.state().activeSystems(each.name()).isEmpty() && each != top) return;
        boolean local =
                each == top
                        || top.children().stream()
                                .anyMatch(
                                        link ->
                                                link.child().equals(each.name())
                                                        && link.location()
                                                                == GroupDependency.Location.LOCAL);
        String to = local ? request.target().system() : "";
        if (each.parallel()) {
            for (String on : each.systems())
                turn.on(each.name(), on, status -> status.withAutoStart(true));
            return;
        }
        turn.group(
                each.name(),
                status -> status.withPlacement(placement(request, to)).withIntentOnline(1));
    }

    private static void collect(Turn turn, GroupInfo group, List<GroupInfo> chain) {
        for (var link : group.children())
            if (link.category() == GroupDependency.Category.ONLINE)
                collect(turn, turn.info(link.child()), chain);
        if (!chain.contains(group)) chain.add(group);
    }
}
