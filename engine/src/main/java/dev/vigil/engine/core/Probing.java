package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.Message.Severity;

/// What follows when all resources of a group have been reported from a system.
final class Probing {
    private Probing() {}

    static void complete(Turn turn, GroupInfo group, String system) {
        turn.log(
                Severity.NOTICE,
                "V-16-1-10438",
                "Group " + group.name() + " has been probed on system " + system);
        var on = turn.state().group(group.name()).on(system);
        if (on.autoDisabled() && on.autoDisabledUntilProbed())
            autoEnable(turn, group.name(), system);
        var base = GroupStates.base(turn.state(), group, system);
        turn.on(group.name(), system, each -> each.withSeen(base));
        if (base == GroupState.Base.ONLINE)
            turn.log(
                    Severity.NOTICE,
                    "V-16-1-10447",
                    "Group " + group.name() + " is online on system " + system);
        resume(turn, group, system, base);
        turn.touchWaiting();
        turn.touch(group.name());
    }

    /// An autodisabled group is known again.
    static void autoEnable(Turn turn, String group, String system) {
        turn.on(group, system, on -> on.withAutoDisabled(false, false));
        turn.log(
                Severity.NOTICE,
                "V-16-1-10181",
                "Group " + group + " is autoenabled on system " + system);
    }

    /// What an earlier engine of the system was about, or what was found half done, goes on.
    private static void resume(Turn turn, GroupInfo group, String system, GroupState.Base base) {
        var status = turn.state().group(group.name());
        boolean ours = status.targets().containsKey(system);
        if (ours && status.on(system).phase() == Phase.STARTING)
            Groups.startResources(turn, group, system);
        if (status.on(system).phase() != Phase.IDLE) return;
        boolean found = status.targets().isEmpty() && base != GroupState.Base.OFFLINE;
        if (ours || found) {
            for (var resource : group.resources().values())
                if (turn.state().resource(resource.name(), system).faulted()) {
                    Faults.propagate(turn, group, resource, system);
                    if (GroupStates.matters(group, resource)) return;
                }
        }
        boolean part = base == GroupState.Base.PARTIAL && group.autoStartIfPartial();
        boolean gone = ours && base == GroupState.Base.OFFLINE;
        if (part || gone) turn.on(group.name(), system, on -> on.withAutoStart(true));
    }
}
