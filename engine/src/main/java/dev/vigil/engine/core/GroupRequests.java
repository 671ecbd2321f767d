package dev.vigil.engine.core;

import dev.vigil.config.Value;
import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.ResourceOnSystem.Intent;

import java.util.List;
import java.util.TreeSet;

/// What operators do to a group but for moving it: freeze, enable, clear, flush, autoenable.
///
/// Source: hagrp(1M).
final class GroupRequests {
    private GroupRequests() {}

    static Verdict freeze(Turn turn, Request.GroupFreeze request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        if (!request.persistent()) {
            turn.group(group.name(), status -> status.withTemporarilyFrozen(true));
            return Verdict.DONE;
        }
        if (group.frozen())
            return Verdict.refused(
                    "V-16-1-40209", "Group " + group.name() + " is already persistently frozen");
        return ConfigurationRequests.set(
                turn,
                configuration ->
                        Edits.groupValue(configuration, group.name(), "Frozen", "", Value.of(1)));
    }

    static Verdict unfreeze(Turn turn, Request.GroupUnfreeze request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        if (request.persistent()) {
            if (!group.frozen())
                return Verdict.refused(
                        "V-16-1-40202", "Group " + group.name() + " is not persistently frozen");
            var verdict =
                    ConfigurationRequests.set(
                            turn,
                            configuration ->
                                    Edits.groupValue(
                                            configuration,
                                            group.name(),
                                            "Frozen",
                                            "",
                                            Value.of(0)));
            if (!verdict.accepted()) return verdict;
        } else {
            if (!turn.state().group(group.name()).temporarilyFrozen())
                return Verdict.refused(
                        "V-16-1-40203", "Group " + group.name() + " is not frozen temporarily");
            turn.group(group.name(), status -> status.withTemporarilyFrozen(false));
        }
        if (!turn.state().groupFrozen(group.name())) thawed(turn, group);
        return Verdict.DONE;
    }

    private static void thawed(Turn turn, GroupInfo group) {
        var status = turn.state().group(group.name());
        boolean start =
                group.onlineAtUnfreeze()
                        && status.targets().isEmpty()
                        && !status.placement().wanted()
                        && !group.parallel();
        if (start)
            turn.group(
                    group.name(),
                    each -> each.withPlacement(Placement.of(Placement.Cause.MANUAL, "", "")));
    }

    static Verdict enable(Turn turn, Request.GroupEnable request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        String system = request.system();
        if (!system.isEmpty() && !group.mayRunOn(system))
            return Verdict.refused(
                    "V-16-1-10135",
                    "System " + system + " is not in the SystemList of group " + group.name());
        var value = Value.of(request.enabled() ? 1 : 0);
        return ConfigurationRequests.set(
                turn,
                configuration ->
                        Edits.groupValue(configuration, group.name(), "Enabled", system, value));
    }

    static Verdict enableResources(Turn turn, Request.GroupEnableResources request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        var value = Value.of(request.enabled() ? 1 : 0);
        return ConfigurationRequests.set(
                turn,
                configuration -> {
                    var changed = configuration;
                    for (var each : configuration.groups().get(group.name()).resources().values())
                        changed =
                                changed.withResource(
                                        each.withAttributes(
                                                each.attributes().with("Enabled", value)));
                    return changed;
                });
    }

    static Verdict autoEnable(Turn turn, Request.GroupAutoEnable request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        if (!Requests.known(turn.state(), request.system()))
            return Requests.noSystem(request.system());
        if (!group.mayRunOn(request.system()))
            return Verdict.refused(
                    "V-16-1-10135",
                    "System "
                            + request.system()
                            + " is not in the SystemList of group "
                            + group.name());
        if (!turn.state().group(group.name()).on(request.system()).autoDisabled())
            return Verdict.done(
                    "V-16-1-10182",
                    "Group " + group.name() + " is not autodisabled on system " + request.system());
        var status = turn.state().system(request.system());
        if (!status.member() && status.loss().engineless() && !group.leaveOnSystemDown())
            return Verdict.refused(
                    "V-16-1-10184",
                    "System "
                            + request.system()
                            + " is alive and only its engine is gone: what of group "
                            + group.name()
                            + " ran there may be running still; start the engine there (hastart),"
                            + " or switch the machine off");
        Probing.autoEnable(turn, group.name(), request.system());
        turn.decide(
                group.name(),
                "autoenabled on " + request.system(),
                "an operator or the sysoffline trigger said that it does not run there",
                List.of());
        return Verdict.DONE;
    }

    static Verdict clear(Turn turn, Request.GroupClear request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        if (!request.system().isEmpty() && !Requests.known(turn.state(), request.system()))
            return Requests.noSystem(request.system());
        boolean any = false;
        for (String system : group.systems()) {
            if (!request.system().isEmpty() && !request.system().equals(system)) continue;
            if (turn.state().group(group.name()).on(system).phase() != Phase.IDLE) continue;
            any |= Clearing.faults(turn, group, system);
            turn.on(group.name(), system, on -> on.withRetries(0, on.retryWindow()));
        }
        turn.group(group.name(), status -> status.withAutoClears(0));
        if (any) return Verdict.DONE;
        return Verdict.refused(
                "V-16-1-10267", "Resource not faulted or group in the process of failing over");
    }

    static Verdict clearAdminWait(Turn turn, Request.GroupClearAdminWait request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        String system = request.system();
        if (!Requests.known(turn.state(), system)) return Requests.noSystem(system);
        boolean any = false;
        for (var resource : group.resources().values()) {
            var on = turn.state().resource(resource.name(), system);
            if (!on.adminWait()) continue;
            any = true;
            var flags = new TreeSet<>(on.status().flags());
            flags.remove(Flag.ADMIN_WAIT);
            if (request.fault() && on.online()) flags.add(Flag.UNABLE_TO_OFFLINE);
            boolean fault = request.fault() && !on.online();
            var before = on.status().state();
            var status =
                    new ResourceStatus(
                            fault ? Probe.FAULTED : before, flags, on.status().confidence());
            turn.resource(resource.name(), system, each -> each.withStatus(status, each.reason()));
            if (fault) Faults.faulted(turn, group, resource, system, before);
            else if (!request.fault())
                Orders.order(turn, resource, system, Operation.Kind.CLEAR_FAULT, "", "", List.of());
        }
        if (any) return Verdict.DONE;
        return Verdict.refused(
                "V-16-1-10174",
                "No resource of group "
                        + group.name()
                        + " waits for an administrator on system "
                        + system);
    }

    static Verdict flush(Turn turn, Request.GroupFlush request) {
        var group = turn.info(request.group());
        if (group == null) return Requests.noGroup(request.group());
        String system = request.system();
        if (!Requests.known(turn.state(), system)) return Requests.noSystem(system);
        if (!group.mayRunOn(system))
            return Verdict.refused(
                    "V-16-1-10135",
                    "System " + system + " is not in the SystemList of group " + group.name());
        for (var resource : group.resources().values())
            if (!request.force() && turn.state().resource(resource.name(), system).adminWait())
                return Verdict.refused(
                        "V-16-1-10169",
                        "Group "
                                + group.name()
                                + " cannot be flushed: resource "
                                + resource.name()
                                + " waits for an administrator on system "
                                + system);
        for (var resource : group.resources().values()) {
            turn.resource(resource.name(), system, on -> on.withIntent(Intent.NONE, false));
            turn.state()
                    .operation(resource.name(), system)
                    .ifPresent(each -> Orders.cancel(turn, each));
        }
        Groups.forgetPreonline(turn, group.name(), system);
        Answers.failed(turn, group.name(), system, "Group " + group.name() + " was flushed");
        boolean offline = GroupStates.base(turn.state(), group, system) == GroupState.Base.OFFLINE;
        turn.on(
                group.name(),
                system,
                on -> on.stopping(Phase.IDLE, GroupOnSystem.Stop.NONE).withAutoStart(false));
        turn.group(
                group.name(),
                status -> {
                    var flushed = status.withPlacement(Placement.NONE);
                    return offline ? flushed.withoutTarget(system) : flushed;
                });
        turn.decide(group.name(), "nothing more on " + system, "an operator flushed it", List.of());
        return Verdict.DONE;
    }
}
