package dev.vigil.engine.core;

import dev.vigil.config.GroupDependency.Category;
import dev.vigil.config.GroupDependency.Location;
import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.Message.Severity;

/// Clears the faults of groups, for an operator or instead of one.
///
/// Source: VCS Administrator's Guide, "Service group attributes: AutoClearLimit, AutoClearInterval, OnlineClearParent".
final class Clearing {
    private Clearing() {}

    /// Clears what of a group is faulted on a system.
    ///
    /// @return whether anything was
    static boolean faults(Turn turn, GroupInfo group, String system) {
        boolean any = false;
        for (var resource : group.resources().values()) {
            if (!ResourceRequests.clearable(turn.state(), resource, system)) continue;
            Orders.clearFault(turn, resource, system);
            any = true;
        }
        return any;
    }

    /// A group faulted and found no other system: its faults are cleared after AutoClearInterval, AutoClearLimit times.
    static void later(Turn turn, GroupInfo group) {
        if (turn.state().group(group.name()).autoClears() >= group.autoClearLimit()) return;
        for (var each : turn.state().timers().values())
            if (each.purpose() == Timer.Purpose.AUTO_CLEAR && each.group().equals(group.name()))
                return;
        turn.startTimer(
                Timer.Purpose.AUTO_CLEAR,
                group.autoClearIntervalSeconds() * 1000L,
                group.name(),
                "",
                "");
    }

    /// AutoClearInterval is over.
    static void again(Turn turn, GroupInfo group) {
        var status = turn.state().group(group.name());
        if (status.autoClears() >= group.autoClearLimit() || !waits(turn.state(), group)) return;
        boolean any = false;
        for (String system : group.systems())
            if (status.on(system).phase() == Phase.IDLE) any |= faults(turn, group, system);
        if (!any) return;
        turn.group(group.name(), each -> each.withAutoClears(each.autoClears() + 1));
        turn.log(
                Severity.NOTICE,
                "V-16-1-90021",
                "Faults of group "
                        + group.name()
                        + " are cleared after AutoClearInterval, "
                        + (status.autoClears() + 1)
                        + " of "
                        + group.autoClearLimit());
        place(turn, group);
    }

    /// A group with OnlineClearParent is online: the faults of those that depend on it are cleared, and they are started.
    static void parents(Turn turn, GroupInfo child, String system) {
        for (var link : child.parents()) {
            if (link.category() == Category.OFFLINE) continue;
            var parent = turn.info(link.parent());
            if (!waits(turn.state(), parent)) continue;
            boolean any = false;
            for (String on : parent.systems()) {
                if (link.location() == Location.LOCAL && !on.equals(system)) continue;
                if (turn.state().group(parent.name()).on(on).phase() != Phase.IDLE) continue;
                if (!faults(turn, parent, on)) continue;
                any = true;
                if (parent.parallel()) turn.on(parent.name(), on, each -> each.withAutoStart(true));
            }
            if (!any) continue;
            turn.log(
                    Severity.NOTICE,
                    "V-16-1-90022",
                    "Faults of group "
                            + parent.name()
                            + " are cleared: group "
                            + child.name()
                            + " is online on system "
                            + system
                            + " and has OnlineClearParent");
            if (!parent.parallel()) place(turn, parent);
        }
    }

    /// Whether a group is to be online, and nothing is done or can be done about it but to clear its faults.
    private static boolean waits(ClusterState state, GroupInfo group) {
        var status = state.group(group.name());
        return Faults.staysDown(state, group).isEmpty()
                && !status.placement().wanted()
                && (group.parallel() || status.targets().isEmpty());
    }

    private static void place(Turn turn, GroupInfo group) {
        turn.group(
                group.name(),
                status -> status.withPlacement(Placement.of(Placement.Cause.CLEARED, "", "")));
    }
}
