package dev.vigil.engine.core;

import dev.vigil.engine.core.Message.Severity;
import dev.vigil.engine.core.ResourceOnSystem.Intent;

import java.util.List;

/// Gives agents the orders that intents call for and that are possible now.
final class Orders {
    private Orders() {}

    /// Drops intents that are reached and orders what may be begun, for one group on one system.
    static void settle(Turn turn, GroupInfo group, String system) {
        if (!turn.state().system(system).operates()) return;
        for (var resource : group.resources().values()) {
            var on = turn.state().resource(resource.name(), system);
            if (on.intent() == Intent.NONE) continue;
            if (reached(turn.state(), on)) {
                turn.resource(resource.name(), system, each -> each.withIntent(Intent.NONE, false));
                continue;
            }
            if (on.busy() || !on.held().isEmpty() || !turn.state().probed(resource, system))
                continue;
            if (!resource.enabled() || turn.state().groupFrozen(group.name())) continue;
            if (on.intent() == Intent.ONLINE && mayGoOnline(turn.state(), group, resource, system))
                order(turn, resource, system, Operation.Kind.ONLINE, "", "", List.of());
            if (on.intent() == Intent.OFFLINE
                    && mayGoOffline(turn.state(), group, resource, system))
                order(turn, resource, system, Operation.Kind.OFFLINE, "", "", List.of());
        }
    }

    private static boolean reached(ClusterState state, ResourceOnSystem on) {
        var pending = state.operations().get(on.operation());
        return switch (on.intent()) {
            case NONE -> false;
            case ONLINE ->
                    on.online() && (pending == null || pending.kind() == Operation.Kind.ONLINE);
            case OFFLINE ->
                    on.status().state().down()
                            && (pending == null || pending.kind() == Operation.Kind.OFFLINE);
        };
    }

    private static boolean mayGoOnline(
            ClusterState state, GroupInfo group, ResourceInfo resource, String system) {
        var on = state.resource(resource.name(), system);
        if (!state.system(system).running() || state.systemFrozen(system)) return false;
        if (on.faulted() || on.adminWait()) return false;
        if (GroupLinks.displaces(state, group, system)) return false;
        for (String child : resource.children()) {
            var below = state.resource(child, system);
            if (!below.online() || below.intent() == Intent.OFFLINE) return false;
        }
        if (group.parallel()) return true;
        for (String other : group.systems())
            if (!other.equals(system) && !free(state, group, other)) return false;
        return true;
    }

    /// Whether nothing of a failover group runs on a system or may come to run there.
    private static boolean free(ClusterState state, GroupInfo group, String system) {
        for (var resource : group.resources().values()) {
            var on = state.resource(resource.name(), system);
            if (on.busy() || (resource.stoppable() && on.online())) return false;
        }
        return true;
    }

    private static boolean mayGoOffline(
            ClusterState state, GroupInfo group, ResourceInfo resource, String system) {
        var on = state.resource(resource.name(), system);
        if (!resource.stoppable() || on.adminWait()) return false;
        if (GroupLinks.waitsForParent(state, group, system)) return false;
        if (on.ignoreParent()) return true;
        for (String parent : resource.parents()) {
            if (!group.resources().get(parent).stoppable()) continue;
            var above = state.resource(parent, system);
            if (above.online() || above.busy()) return false;
        }
        return true;
    }

    /// Gives an order and remembers it.
    static void order(
            Turn turn,
            ResourceInfo resource,
            String system,
            Operation.Kind kind,
            String requestId,
            String token,
            List<String> arguments) {
        long incarnation = turn.state().system(system).incarnation();
        var operation =
                new Operation(
                        turn.nextNumber(),
                        system,
                        incarnation,
                        resource.name(),
                        kind,
                        false,
                        requestId,
                        token,
                        arguments);
        turn.become(turn.state().withOperation(operation));
        if (kind.moves()) {
            turn.resource(resource.name(), system, each -> each.withOperation(operation.number()));
            announce(turn, resource, system, kind);
        }
        turn.act(new Action.Order(system, incarnation, turn.state().view(), operation));
    }

    private static void announce(
            Turn turn, ResourceInfo resource, String system, Operation.Kind kind) {
        boolean online = kind == Operation.Kind.ONLINE;
        turn.log(
                Severity.NOTICE,
                online ? "V-16-1-10301" : "V-16-1-10300",
                "Initiating "
                        + (online ? "Online" : "Offline")
                        + " of Resource "
                        + resource.name()
                        + " (Group: "
                        + resource.group()
                        + ") on System "
                        + system);
    }

    /// Tells agents to give up an operation; it stays pending until they say that it is over.
    static void cancel(Turn turn, Operation operation) {
        if (operation.cancelled()) return;
        var cancelled = operation.cancelling();
        turn.become(turn.state().withOperation(cancelled));
        turn.act(
                new Action.Cancel(
                        operation.system(),
                        operation.incarnation(),
                        turn.state().view(),
                        cancelled));
    }

    /// Makes agents forget a fault; to us it is forgotten at once.
    static void clearFault(Turn turn, ResourceInfo resource, String system) {
        turn.resource(
                resource.name(),
                system,
                on -> on.withStatus(ResourceStatus.of(Probe.OFFLINE), "cleared").withHeld(""));
        order(turn, resource, system, Operation.Kind.CLEAR_FAULT, "", "", List.of());
    }
}
