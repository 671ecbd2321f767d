package dev.vigil.engine.core;

import dev.vigil.config.GroupDependency;
import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.GroupOnSystem.Stop;
import dev.vigil.engine.core.Message.Severity;
import dev.vigil.engine.core.ResourceOnSystem.Intent;

import java.util.List;

/// What follows a fault: the path above the resource goes offline, then, if it is critical, the rest of the group, then the group is
/// restarted or fails over.
///
/// Source: VCS Administrator's Guide, "VCS behavior when resources fault", "Controlling VCS behavior at the service group level".
final class Faults {
    private Faults() {}

    /// A resource was reported FAULTED.
    ///
    /// @param before its state until now
    static void faulted(
            Turn turn, GroupInfo group, ResourceInfo resource, String system, Probe before) {
        turn.resource(resource.name(), system, on -> on.withIntent(Intent.NONE, false));
        turn.log(
                Severity.ERROR,
                "V-16-1-10303",
                "Resource "
                        + resource.name()
                        + " (Group: "
                        + group.name()
                        + ") is FAULTED on sys "
                        + system
                        + because(turn.state().resource(resource.name(), system).reason()));
        if (group.triggerResFault())
            turn.trigger(
                    system,
                    "resfault",
                    resource.triggerPath(),
                    "0",
                    system,
                    resource.name(),
                    before == Probe.ONLINE ? "ONLINE" : "OFFLINE");
        propagate(turn, group, resource, system);
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    /// Takes down what depends on a faulted resource, and the group if it is critical to it.
    static void propagate(Turn turn, GroupInfo group, ResourceInfo resource, String system) {
        abandonStarts(turn, resource, system);
        if (turn.state().groupFrozen(group.name())) {
            turn.decide(
                    group.name(),
                    "nothing",
                    "resource "
                            + resource.name()
                            + " faulted on "
                            + system
                            + ", but the group is frozen",
                    List.of());
            return;
        }
        var on = turn.state().group(group.name()).on(system);
        boolean concerned =
                on.phase() != Phase.IDLE
                        || turn.state().group(group.name()).targets().containsKey(system)
                        || GroupStates.base(turn.state(), group, system) != GroupState.Base.OFFLINE;
        if (!concerned || on.phase() == Phase.STOPPING || !resource.faultPropagates()) return;
        for (String above : resource.ancestors()) pathOffline(turn, group, above, system);
        if (GroupStates.matters(group, resource)) {
            turn.decide(
                    group.name(),
                    "offline on " + system,
                    "resource " + resource.name() + " is FAULTED there",
                    List.of());
            groupFault(
                    turn,
                    group,
                    system,
                    resource.persistent() ? Stop.PERSISTENT_FAULT : Stop.FAULT);
        } else if (on.phase() == Phase.IDLE) {
            turn.on(group.name(), system, each -> each.stopping(Phase.PATH, Stop.NONE));
        }
    }

    /// Nothing above a faulted resource can be started any more.
    private static void abandonStarts(Turn turn, ResourceInfo resource, String system) {
        for (String above : resource.ancestors())
            if (turn.state().resource(above, system).intent() == Intent.ONLINE)
                turn.resource(above, system, on -> on.withIntent(Intent.NONE, false));
    }

    private static void pathOffline(Turn turn, GroupInfo group, String above, String system) {
        var on = turn.state().resource(above, system);
        if (group.resources().get(above).stoppable() && (on.online() || on.busy()))
            turn.resource(above, system, each -> each.withIntent(Intent.OFFLINE, true));
    }

    /// A fault that is the group's: once the path is offline, the rest of it follows.
    private static void groupFault(Turn turn, GroupInfo group, String system, Stop why) {
        turn.log(
                Severity.ERROR,
                "V-16-1-10205",
                "Group " + group.name() + " is faulted on system " + system);
        Groups.forgetPreonline(turn, group.name(), system);
        turn.group(group.name(), status -> status.withoutTarget(system));
        turn.on(group.name(), system, on -> on.stopping(Phase.PATH, why));
        for (var each : group.resources().values())
            if (turn.state().resource(each.name(), system).intent() == Intent.ONLINE)
                turn.resource(each.name(), system, on -> on.withIntent(Intent.NONE, false));
        for (var link : group.children())
            if (link.rigidity() == GroupDependency.Rigidity.HARD)
                hardChild(turn, turn.info(link.child()), system);
    }

    /// The child of a hard dependency goes down with its parent, and elsewhere with it.
    private static void hardChild(Turn turn, GroupInfo child, String system) {
        if (!GroupLinks.present(turn.state(), child.name(), system)) return;
        if (turn.state().groupFrozen(child.name())) return;
        Groups.stop(turn, child, system, Stop.MOVE);
        turn.group(
                child.name(),
                status ->
                        status.withPlacement(
                                Placement.of(Placement.Cause.FAULT, "", system).excluding(system)));
    }

    /// Sees whether the path above a fault is offline, and goes on if so.
    static void pathOffline(Turn turn, GroupInfo group, String system) {
        for (var resource : group.resources().values()) {
            var on = turn.state().resource(resource.name(), system);
            if (on.path() && on.intent() == Intent.OFFLINE) return;
        }
        var why = turn.state().group(group.name()).on(system).stop();
        if (why == Stop.NONE) {
            turn.on(group.name(), system, on -> on.withPhase(Phase.IDLE));
            return;
        }
        Groups.stop(turn, group, system, why);
        turn.touch(group.name());
    }

    /// A faulted group is offline on its system: restart it there, move it, or leave it.
    static void groupDown(Turn turn, GroupInfo group, String system, Stop why) {
        var on = turn.state().group(group.name()).on(system);
        String keep = staysDown(turn.state(), group);
        if (!keep.isEmpty()) {
            turn.decide(group.name(), "stays offline", keep, List.of());
            turn.log(
                    Severity.NOTICE,
                    "V-16-1-10204",
                    "Group "
                            + group.name()
                            + " faulted on system "
                            + system
                            + " and stays offline: "
                            + keep);
            return;
        }
        boolean retry =
                why == Stop.FAULT
                        && on.retries() < group.onlineRetryLimit()
                        && on.retryWindow().isEmpty();
        if (retry) {
            retry(turn, group, system);
            return;
        }
        turn.on(group.name(), system, each -> each.withRetries(0, ""));
        var cause =
                why == Stop.PERSISTENT_FAULT
                        ? Placement.Cause.PERSISTENT_FAULT
                        : Placement.Cause.FAULT;
        turn.group(group.name(), status -> status.withPlacement(Placement.of(cause, "", system)));
    }

    /// Why a faulted group is not placed again; "" if it is.
    static String staysDown(ClusterState state, GroupInfo group) {
        if (state.groupFrozen(group.name())) return "group is frozen";
        if (group.autoFailOver() == 0) return "AutoFailOver = 0";
        if (state.group(group.name()).intentOnline() == 0) return "an operator wants it offline";
        return "";
    }

    private static void retry(Turn turn, GroupInfo group, String system) {
        for (var resource : group.resources().values())
            if (turn.state().resource(resource.name(), system).faulted() && !resource.persistent())
                Orders.clearFault(turn, resource, system);
        String window = "";
        if (group.onlineRetryIntervalSeconds() > 0)
            window =
                    turn.startTimer(
                                    Timer.Purpose.RETRY_WINDOW,
                                    group.onlineRetryIntervalSeconds() * 1000L,
                                    group.name(),
                                    system,
                                    "")
                            .id();
        String timer = window;
        turn.on(group.name(), system, on -> on.withRetries(on.retries() + 1, timer));
        turn.group(
                group.name(),
                status ->
                        status.withPlacement(Placement.of(Placement.Cause.RETRY, system, system)));
        for (var link : group.children()) retryChild(turn, link.child(), system);
    }

    /// What went down with its parent, to move with it, comes up with it.
    private static void retryChild(Turn turn, String child, String system) {
        var placement = turn.state().group(child).placement();
        boolean wentAlong =
                placement.cause() == Placement.Cause.FAULT
                        && placement.from().equals(system)
                        && placement.excluded().contains(system);
        if (wentAlong)
            turn.group(
                    child,
                    status ->
                            status.withPlacement(
                                    Placement.of(Placement.Cause.PARENT_RETRY, system, system)));
    }
}
