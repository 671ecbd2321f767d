package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.GroupOnSystem.Stop;
import dev.vigil.engine.core.Message.Severity;

import java.util.List;

/// What follows when a resource whose agent can tell intent (IntentionalOffline) is started or stopped outside, on purpose: its
/// ExternalStateChange may let the rest of the group follow. OfflineHold is what happens without it: the rest stays as it is.
///
/// Source: VCS Administrator's Guide, "Resource type attributes: ExternalStateChange, IntentionalOffline".
final class ExternalChanges {
    private ExternalChanges() {}

    /// Whether the agents of a resource can tell that it was stopped on purpose.
    private static boolean told(ClusterState state, ResourceInfo resource) {
        return state.configuration().typeValue(resource.type(), "IntentionalOffline").asBoolean();
    }

    /// It was started outside: with OnlineGroup the rest of the group is started there.
    static void online(Turn turn, GroupInfo group, ResourceInfo resource, String system) {
        if (!asks(turn.state(), group, resource, system, "OnlineGroup")) return;
        var targets = turn.state().group(group.name()).targets();
        boolean elsewhere = !targets.isEmpty() && !targets.containsKey(system);
        if (elsewhere && !group.parallel()) return;
        turn.on(group.name(), system, on -> on.withAutoStart(true));
        turn.log(
                Severity.NOTICE,
                "V-16-1-90023",
                "Resource "
                        + resource.name()
                        + " was started outside on system "
                        + system
                        + ": the rest of group "
                        + group.name()
                        + " follows (ExternalStateChange)");
    }

    /// It was stopped outside: with OfflineGroup the rest of the group is taken offline, and stays so.
    static void offline(Turn turn, GroupInfo group, ResourceInfo resource, String system) {
        if (!asks(turn.state(), group, resource, system, "OfflineGroup")) return;
        turn.log(
                Severity.NOTICE,
                "V-16-1-90024",
                "Resource "
                        + resource.name()
                        + " was stopped outside on system "
                        + system
                        + ": the rest of group "
                        + group.name()
                        + " follows (ExternalStateChange)");
        turn.decide(
                group.name(),
                "offline on " + system,
                "resource " + resource.name() + " was stopped outside",
                List.of());
        if (!group.parallel()) turn.group(group.name(), status -> status.withIntentOnline(0));
        turn.on(group.name(), system, on -> on.withAutoStart(false));
        Groups.stop(turn, group, system, Stop.OPERATOR);
    }

    private static boolean asks(
            ClusterState state,
            GroupInfo group,
            ResourceInfo resource,
            String system,
            String reaction) {
        return told(state, resource)
                && !state.groupFrozen(group.name())
                && state.group(group.name()).on(system).phase() == Phase.IDLE
                && state.configuration()
                        .resourceValue(resource.name(), "ExternalStateChange", system)
                        .asList()
                        .contains(reaction);
    }
}
