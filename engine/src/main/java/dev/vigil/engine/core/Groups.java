package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.GroupOnSystem.Stop;
import dev.vigil.engine.core.Message.Severity;
import dev.vigil.engine.core.ResourceOnSystem.Intent;

import java.util.List;

/// Brings groups online and takes them offline: sets the intents of their resources, sees when they are reached, says so.
///
/// Source: VCS Administrator's Guide, "How VCS brings a service group online / takes it offline".
final class Groups {
    private Groups() {}

    /// Begins to bring a group online on a system; all obstacles were looked at.
    static void start(
            Turn turn,
            GroupInfo group,
            String system,
            Placement placement,
            List<String> considered) {
        String why = reason(turn.state(), group, system, placement);
        turn.group(
                group.name(),
                status ->
                        (group.parallel()
                                        ? status.withTarget(system, why)
                                        : status.withPlacement(Placement.NONE)
                                                .withOnlyTarget(system, why))
                                .withIntentOnline(1)
                                .withPersistentFault(false));
        turn.decide(group.name(), "online on " + system, why, considered);
        boolean auto = placement.cause() == Placement.Cause.AUTOSTART;
        turn.log(
                Severity.NOTICE,
                auto ? "V-16-1-10442" : "V-16-1-10166",
                "Initiating "
                        + (auto ? "auto-start online" : "online")
                        + " of group "
                        + group.name()
                        + " on system "
                        + system
                        + ": "
                        + why);
        if (group.preOnline().get(system) && !placement.nopre())
            preonline(turn, group, system, placement);
        else startResources(turn, group, system);
    }

    /// Why a group comes to a system, for people.
    private static String reason(
            ClusterState state, GroupInfo group, String system, Placement placement) {
        String choice = placement.to().isEmpty() ? policyReason(group, placement) : "";
        String from = placement.from();
        String cause =
                switch (placement.cause()) {
                    case NONE, MANUAL -> "an operator asked for it";
                    case AUTOSTART -> "autostart";
                    case FAULT -> from + " FAULTED";
                    case PERSISTENT_FAULT -> "persistent resource faulted on " + from;
                    case SYSTEM_FAULT -> "system " + from + " " + state.sysState(from);
                    case SWITCH -> "switched from " + from;
                    case EVACUATE -> "evacuated from " + from;
                    case FOLLOW -> "follows a group it depends on";
                    case RECOVERY -> "its persistent resource recovered";
                    case CLEARED -> "its faults were cleared";
                    case RETRY ->
                            "restart "
                                    + state.group(group.name()).on(system).retries()
                                    + " of "
                                    + group.onlineRetryLimit()
                                    + " after a fault";
                    case PARENT_RETRY -> "restarted with a group that depends on it";
                };
        return choice.isEmpty() ? cause : choice + ", " + cause;
    }

    private static String policyReason(GroupInfo group, Placement placement) {
        if (placement.cause() == Placement.Cause.AUTOSTART
                && !group.autoStartPolicy().equals("Load")) return "first in AutoStartList";
        String policy =
                placement.cause() == Placement.Cause.AUTOSTART
                        ? group.autoStartPolicy()
                        : group.failOverPolicy();
        return switch (policy) {
            case "RoundRobin" -> "fewest active groups";
            case "Load" -> "most capacity left";
            default -> "next in SystemList";
        };
    }

    private static void preonline(Turn turn, GroupInfo group, String system, Placement placement) {
        String id = "g" + turn.nextNumber();
        turn.become(
                turn.state()
                        .withTriggers(
                                turn.state()
                                        .triggers()
                                        .plus(id, new PendingTrigger(id, system, group.name()))));
        turn.on(group.name(), system, on -> on.withPreonline(id));
        boolean manual =
                placement.cause() == Placement.Cause.MANUAL
                        || placement.cause() == Placement.Cause.AUTOSTART;
        List<String> arguments =
                manual
                        ? List.of("0", system, group.name(), "manual")
                        : List.of("0", system, group.name(), "fault", placement.from());
        turn.act(new Action.RunTrigger(system, id, "preonline", group.triggerPath(), arguments));
        turn.startTimer(
                Timer.Purpose.PREONLINE,
                group.preonlineTimeoutSeconds() * 1000L,
                group.name(),
                system,
                "");
    }

    /// Goes on with bringing a group online after its preonline trigger.
    static void preonlineOver(Turn turn, GroupInfo group, String system) {
        forgetPreonline(turn, group.name(), system);
        startResources(turn, group, system);
    }

    /// The preonline trigger said no: whoever wants the group online must say so again, with -nopre.
    static void preonlineRefused(Turn turn, GroupInfo group, String system, int exitCode) {
        forgetPreonline(turn, group.name(), system);
        turn.on(group.name(), system, on -> on.withPhase(Phase.IDLE));
        turn.group(group.name(), status -> status.withoutTarget(system));
        turn.decide(
                group.name(),
                "not online on " + system,
                "its preonline trigger ended with " + exitCode,
                List.of());
        turn.log(
                Severity.NOTICE,
                "V-16-1-50137",
                "Group "
                        + group.name()
                        + " is not brought online on system "
                        + system
                        + ": its preonline trigger ended with "
                        + exitCode
                        + "; use hagrp -online -nopre to go on");
    }

    static void forgetPreonline(Turn turn, String group, String system) {
        for (var timer : List.copyOf(turn.state().timers().values()))
            if (timer.purpose() == Timer.Purpose.PREONLINE
                    && timer.group().equals(group)
                    && timer.system().equals(system)) turn.cancelTimer(timer.id());
        for (var trigger : List.copyOf(turn.state().triggers().values()))
            if (trigger.group().equals(group) && trigger.system().equals(system))
                turn.become(turn.state().withTriggers(turn.state().triggers().minus(trigger.id())));
    }

    /// Wants every resource online that starts with the group.
    static void startResources(Turn turn, GroupInfo group, String system) {
        turn.on(group.name(), system, on -> on.stopping(Phase.STARTING, Stop.NONE));
        for (var resource : group.resources().values()) {
            var on = turn.state().resource(resource.name(), system);
            if (resource.startable() && !on.online() && !on.faulted())
                turn.resource(
                        resource.name(), system, each -> each.withIntent(Intent.ONLINE, false));
        }
    }

    /// Begins to take a group offline on a system.
    static void stop(Turn turn, GroupInfo group, String system, Stop why) {
        if (!turn.state().group(group.name()).on(system).preonline().isEmpty())
            forgetPreonline(turn, group.name(), system);
        turn.group(group.name(), status -> status.withoutTarget(system));
        turn.on(group.name(), system, on -> on.stopping(Phase.STOPPING, why));
        for (var resource : group.resources().values())
            if (turn.state().resource(resource.name(), system).intent() == Intent.ONLINE)
                turn.resource(resource.name(), system, each -> each.withIntent(Intent.NONE, false));
        wantOffline(turn, group, system);
    }

    /// Everything of a stopping group that runs, or is about to, is to go offline.
    private static void wantOffline(Turn turn, GroupInfo group, String system) {
        for (var resource : group.resources().values()) {
            var on = turn.state().resource(resource.name(), system);
            boolean runs =
                    on.online()
                            || turn.state()
                                    .operation(resource.name(), system)
                                    .filter(each -> each.kind() == Operation.Kind.ONLINE)
                                    .isPresent();
            if (resource.stoppable() && runs && on.intent() != Intent.OFFLINE)
                turn.resource(
                        resource.name(), system, each -> each.withIntent(Intent.OFFLINE, false));
        }
    }

    /// Looks at one group on one system: drives its phase on, orders what may be begun, says what changed.
    static void settle(Turn turn, GroupInfo group, String system) {
        if (turn.state().group(group.name()).on(system).phase() == Phase.STOPPING)
            wantOffline(turn, group, system);
        Orders.settle(turn, group, system);
        announce(turn, group, system);
        switch (turn.state().group(group.name()).on(system).phase()) {
            case IDLE, PREONLINE -> {}
            case STARTING -> started(turn, group, system);
            case PATH -> Faults.pathOffline(turn, group, system);
            case STOPPING -> stopped(turn, group, system);
        }
    }

    private static void started(Turn turn, GroupInfo group, String system) {
        for (var resource : group.resources().values()) {
            var on = turn.state().resource(resource.name(), system);
            if (on.intent() == Intent.ONLINE) return;
        }
        turn.on(group.name(), system, on -> on.withPhase(Phase.IDLE));
        if (GroupStates.base(turn.state(), group, system) == GroupState.Base.OFFLINE)
            turn.group(group.name(), status -> status.withoutTarget(system));
    }

    private static void stopped(Turn turn, GroupInfo group, String system) {
        if (!turn.state().system(system).operates()) return;
        for (var resource : group.resources().values()) {
            var on = turn.state().resource(resource.name(), system);
            boolean left = on.busy() || on.intent() == Intent.OFFLINE || on.online();
            if (resource.stoppable() && left) return;
            if (!turn.state().probed(resource, system)) return;
        }
        var why = turn.state().group(group.name()).on(system).stop();
        turn.on(group.name(), system, on -> on.withPhase(Phase.IDLE));
        if (why == Stop.FAULT || why == Stop.PERSISTENT_FAULT)
            Faults.groupDown(turn, group, system, why);
    }

    /// Says when a group came online or went offline, and runs its triggers.
    private static void announce(Turn turn, GroupInfo group, String system) {
        if (!turn.state().probed(group.name(), system)) return;
        var before = turn.state().group(group.name()).on(system).seen();
        var now = GroupStates.base(turn.state(), group, system);
        if (now == before) return;
        turn.on(group.name(), system, on -> on.withSeen(now));
        turn.touchWaiting();
        switch (now) {
            case PARTIAL -> {}
            case ONLINE -> {
                turn.log(
                        Severity.NOTICE,
                        "V-16-1-10447",
                        "Group " + group.name() + " is online on system " + system);
                turn.trigger(system, "postonline", group.triggerPath(), "0", system, group.name());
                if (group.onlineClearParent()) Clearing.parents(turn, group, system);
            }
            case OFFLINE -> {
                var on = turn.state().group(group.name()).on(system);
                if (on.phase() == Phase.IDLE && !on.autoStart())
                    turn.group(group.name(), status -> status.withoutTarget(system));
                turn.log(
                        Severity.NOTICE,
                        "V-16-1-10446",
                        "Group " + group.name() + " is offline on system " + system);
                turn.trigger(system, "postoffline", group.triggerPath(), "0", system, group.name());
            }
        }
    }
}
