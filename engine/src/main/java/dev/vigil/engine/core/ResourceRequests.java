package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.ResourceOnSystem.Intent;

import java.util.List;

/// What operators do to single resources.
///
/// Source: hares(1M).
final class ResourceRequests {
    private static final String BY_HAND = "an operator brought a resource online";

    private ResourceRequests() {}

    static Verdict online(Turn turn, Request.ResourceOnline request) {
        var resource = turn.topology().resources().get(request.resource());
        if (resource == null) return Requests.noResource(request.resource());
        String system = request.system();
        var group = turn.info(resource.group());
        var refusal = operable(turn.state(), group, resource, system);
        if (!refusal.accepted()) return refusal;
        var on = turn.state().resource(resource.name(), system);
        String head =
                "Resource "
                        + resource.name()
                        + " cannot be brought online on system "
                        + system
                        + ": ";
        if (resource.persistent())
            return Verdict.refused("V-16-1-10282", head + "it is persistent");
        if (on.faulted())
            return Verdict.refused(
                    "V-16-1-10284",
                    "Cannot online a faulted resource:Clear the faulted resource on system "
                            + system
                            + ".");
        if (on.online())
            return Verdict.refused(
                    "V-16-1-10271",
                    "Resource " + resource.name() + " is already online on system " + system);
        if (!turn.state().system(system).running() || turn.state().systemFrozen(system))
            return Verdict.refused(
                    "V-16-1-10160",
                    head
                            + "system is "
                            + (turn.state().systemFrozen(system)
                                    ? "frozen"
                                    : turn.state().sysState(system)));
        for (String child : resource.children())
            if (!turn.state().resource(child, system).online())
                return Verdict.refused(
                        "V-16-1-10281", head + "it needs " + child + " online there");
        for (String other : group.systems()) {
            if (group.parallel() || other.equals(system)) continue;
            if (!Eligibility.busy(turn.state(), group, other).isEmpty())
                return Verdict.refused(
                        "V-16-1-10286",
                        "Cannot online: resource's group is not offline elsewhere (" + other + ")");
            String unknown = Eligibility.unknown(turn.state(), group, other);
            if (!unknown.isEmpty()) return Verdict.refused("V-16-1-10153", head + unknown);
            if (turn.state().group(group.name()).on(other).autoDisabled())
                return Verdict.refused("V-16-1-10156", head + "group is autodisabled on " + other);
        }
        turn.resource(resource.name(), system, each -> each.withIntent(Intent.ONLINE, false));
        turn.group(
                group.name(),
                status ->
                        (group.parallel()
                                        ? status.withTarget(system, BY_HAND)
                                        : status.withOnlyTarget(system, BY_HAND)
                                                .withPlacement(Placement.NONE))
                                .withIntentOnline(1));
        return Verdict.DONE;
    }

    /// What must hold for a resource to be operated at all.
    private static Verdict operable(
            ClusterState state, GroupInfo group, ResourceInfo resource, String system) {
        if (!Requests.known(state, system)) return Requests.noSystem(system);
        if (!group.mayRunOn(system))
            return Verdict.refused(
                    "V-16-1-10135",
                    "System " + system + " is not in the SystemList of group " + group.name());
        String head =
                "Resource " + resource.name() + " cannot be operated on system " + system + ": ";
        if (!state.system(system).operates())
            return Verdict.refused("V-16-1-10200", head + "system is " + state.sysState(system));
        if (!group.manualOps())
            return Verdict.refused(
                    "V-16-1-10155", head + "its group does not allow manual operations");
        if (state.groupFrozen(group.name()))
            return Verdict.refused("V-16-1-10159", head + "group " + group.name() + " is frozen");
        if (!resource.enabled()) return Verdict.refused("V-16-1-10280", head + "it is disabled");
        if (!state.probed(resource, system))
            return Verdict.refused("V-16-1-10153", head + "it is not probed there");
        if (state.resource(resource.name(), system).adminWait())
            return Verdict.refused("V-16-1-10169", head + "it waits for an administrator");
        return Verdict.DONE;
    }

    static Verdict offline(Turn turn, Request.ResourceOffline request) {
        var resource = turn.topology().resources().get(request.resource());
        if (resource == null) return Requests.noResource(request.resource());
        String system = request.system();
        var group = turn.info(resource.group());
        var refusal = operable(turn.state(), group, resource, system);
        if (!refusal.accepted()) return refusal;
        String head =
                "Resource "
                        + resource.name()
                        + " cannot be taken offline on system "
                        + system
                        + ": ";
        if (!resource.stoppable())
            return Verdict.refused(
                    "V-16-1-10282",
                    head + (resource.persistent() ? "it is persistent" : "its type is OnOnly"));
        var on = turn.state().resource(resource.name(), system);
        if (!on.online() && !on.busy() && on.intent() == Intent.NONE)
            return Verdict.refused(
                    "V-16-1-10271",
                    "Resource " + resource.name() + " is already offline on system " + system);
        for (String parent : resource.parents()) {
            boolean up =
                    group.resources().get(parent).stoppable()
                            && turn.state().resource(parent, system).online();
            if (up && !request.ignoreParent() && !request.parents())
                return Verdict.refused(
                        "V-16-1-10285", head + "its parent " + parent + " is online");
        }
        if (request.parents())
            for (String above : resource.ancestors()) offline(turn, group, above, system, false);
        offline(turn, group, resource.name(), system, request.ignoreParent());
        if (request.children())
            for (String below : resource.descendants()) offline(turn, group, below, system, false);
        return Verdict.DONE;
    }

    private static void offline(
            Turn turn, GroupInfo group, String resource, String system, boolean ignoreParent) {
        var on = turn.state().resource(resource, system);
        if (!group.resources().get(resource).stoppable()) return;
        if (!on.online() && !on.busy()) {
            turn.resource(resource, system, each -> each.withIntent(Intent.NONE, false));
            return;
        }
        turn.resource(
                resource,
                system,
                each -> {
                    var wanted = each.withIntent(Intent.OFFLINE, false);
                    return ignoreParent ? wanted.ignoringParent() : wanted;
                });
    }

    /// Whether a fault waits for a clear; a persistent resource clears itself.
    static boolean clearable(ClusterState state, ResourceInfo resource, String system) {
        return !resource.persistent()
                && state.system(system).operates()
                && state.resource(resource.name(), system).faulted();
    }

    static Verdict clear(Turn turn, Request.ResourceClear request) {
        var resource = turn.topology().resources().get(request.resource());
        if (resource == null) return Requests.noResource(request.resource());
        if (!request.system().isEmpty() && !Requests.known(turn.state(), request.system()))
            return Requests.noSystem(request.system());
        boolean any = false;
        for (String system : turn.info(resource.group()).systems()) {
            if (!request.system().isEmpty() && !request.system().equals(system)) continue;
            if (turn.state().group(resource.group()).on(system).phase() != Phase.IDLE) continue;
            if (!clearable(turn.state(), resource, system)) continue;
            Orders.clearFault(turn, resource, system);
            any = true;
        }
        if (any) return Verdict.DONE;
        return Verdict.refused(
                "V-16-1-10267", "Resource not faulted or group in the process of failing over");
    }

    static Verdict probe(Turn turn, Request.ResourceProbe request) {
        var resource = turn.topology().resources().get(request.resource());
        if (resource == null) return Requests.noResource(request.resource());
        String system = request.system();
        if (!Requests.known(turn.state(), system)) return Requests.noSystem(system);
        var status = turn.state().system(system);
        if (!turn.info(resource.group()).mayRunOn(system))
            return Verdict.refused(
                    "V-16-1-10135",
                    "System " + system + " is not in the SystemList of group " + resource.group());
        if (!status.operates())
            return Verdict.refused("V-16-1-10200", "System " + system + " is " + status.state());
        turn.act(
                new Action.Look(
                        system, status.incarnation(), turn.state().view(), resource.name()));
        return Verdict.DONE;
    }

    static Verdict action(Turn turn, String requestId, Request.ResourceAction request) {
        var resource = turn.topology().resources().get(request.resource());
        if (resource == null) return Requests.noResource(request.resource());
        String system = request.system();
        if (!Requests.known(turn.state(), system)) return Requests.noSystem(system);
        if (!turn.state().system(system).operates())
            return Verdict.refused(
                    "V-16-1-10200", "System " + system + " is " + turn.state().sysState(system));
        List<String> supported =
                turn.state()
                        .configuration()
                        .typeValue(resource.type(), "SupportedActions")
                        .asList();
        if (!supported.contains(request.token()))
            return Verdict.refused(
                    "V-16-1-10172",
                    "Type "
                            + resource.type()
                            + " has no action "
                            + request.token()
                            + (supported.isEmpty()
                                    ? "; it has none"
                                    : "; it has " + String.join(", ", supported)));
        Orders.order(
                turn,
                resource,
                system,
                Operation.Kind.ACTION,
                requestId,
                request.token(),
                request.arguments());
        return Verdict.LATER;
    }
}
