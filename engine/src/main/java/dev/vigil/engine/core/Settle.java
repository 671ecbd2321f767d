package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.GroupOnSystem.Stop;
import dev.vigil.engine.core.Message.Severity;

import java.util.List;

/// Brings intents and what is observed together after every event, until nothing more can be done.
final class Settle {
    /// More rounds than any state can need: beyond it two rules undo each other.
    private static final int ROUNDS = 1000;

    private Settle() {}

    static void run(Turn turn) {
        for (int round = 0; ; round++) {
            Systems.settle(turn);
            turn.forgetUnknownGroups();
            if (!turn.anyTouched()) return;
            if (round == ROUNDS)
                throw new IllegalStateException(
                        "the state does not settle after event " + turn.state().events());
            for (var group : turn.topology().groups().values())
                if (turn.take(group.name())) group(turn, group);
        }
    }

    private static void group(Turn turn, GroupInfo group) {
        for (String system : group.systems()) Groups.settle(turn, group, system);
        if (!group.parallel()) oneSystemOnly(turn, group);
        for (String system : group.systems()) dependencies(turn, group, system);
        Placements.settle(turn, group);
    }

    /// What runs where the state does not want it is taken up if the group is wanted nowhere, else it is a violation.
    private static void oneSystemOnly(Turn turn, GroupInfo group) {
        for (String system : group.systems()) {
            var state = turn.state();
            if (!state.system(system).operates()) continue;
            if (state.group(group.name()).on(system).phase() != Phase.IDLE) continue;
            if (GroupStates.base(state, group, system) == GroupState.Base.OFFLINE) continue;
            var targets = state.group(group.name()).targets();
            if (targets.containsKey(system)) continue;
            if (targets.isEmpty()) {
                turn.group(
                        group.name(),
                        status -> status.withTarget(system, "found online").withIntentOnline(1));
            } else {
                violation(turn, group, system, targets.firstKey());
            }
        }
    }

    private static void violation(Turn turn, GroupInfo group, String system, String other) {
        if (turn.state().groupFrozen(group.name())) {
            if (turn.state().group(group.name()).on(system).stop() == Stop.VIOLATION) return;
            turn.on(group.name(), system, on -> on.stopping(Phase.IDLE, Stop.VIOLATION));
        }
        turn.log(
                Severity.CRITICAL,
                "V-16-1-10044",
                "Concurrency violation: group "
                        + group.name()
                        + " runs on system "
                        + system
                        + " and belongs on system "
                        + other);
        turn.trigger(system, "violation", group.triggerPath(), system, group.name());
        if (turn.state().groupFrozen(group.name())) return;
        turn.decide(group.name(), "offline on " + system, "it belongs on " + other, List.of());
        Groups.stop(turn, group, system, Stop.VIOLATION);
    }

    private static void dependencies(Turn turn, GroupInfo group, String system) {
        if (group.children().isEmpty()) return;
        var state = turn.state();
        var on = state.group(group.name()).on(system);
        boolean settled = on.phase() == Phase.IDLE || on.phase() == Phase.STARTING;
        if (!settled || !GroupLinks.present(state, group.name(), system)) return;
        if (state.groupFrozen(group.name()) || !state.probed(group.name(), system)) return;
        var demand = GroupLinks.demand(state, group, system);
        if (demand == GroupLinks.Demand.NONE) return;
        String why =
                demand == GroupLinks.Demand.LEAVE
                        ? "a group it requires went away"
                        : "a group it depends on is elsewhere now";
        turn.decide(group.name(), "offline on " + system, why, List.of());
        turn.log(
                Severity.NOTICE,
                "V-16-1-10164",
                "Group " + group.name() + " is taken offline on system " + system + ": " + why);
        Groups.stop(turn, group, system, Stop.DEPENDENCY);
        turn.group(
                group.name(),
                status -> status.withPlacement(Placement.of(Placement.Cause.FOLLOW, "", system)));
    }
}
