package dev.vigil.engine.core;

import dev.vigil.engine.core.Event.OperationEnded;
import dev.vigil.engine.core.Event.ResourceReported;
import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.Message.Severity;
import dev.vigil.engine.core.ResourceOnSystem.Intent;

import java.util.List;
import java.util.TreeSet;

/// Takes in what agents report: states, and how orders ended.
final class Reports {
    /// How long an order that could not begin waits before it is given again.
    private static final long AGAIN_MS = 1000;

    private Reports() {}

    static void reported(Turn turn, ResourceReported event) {
        String system = event.system();
        var resource = turn.topology().resources().get(event.resource());
        if (resource == null || !current(turn.state(), system, event.incarnation())) return;
        var group = turn.info(resource.group());
        if (!group.mayRunOn(system)) return;
        var before = turn.state().resource(resource.name(), system).status();
        var status = known(before, event.status());
        boolean wasProbed = turn.state().probed(group.name(), system);
        turn.resource(resource.name(), system, on -> on.withStatus(status, event.reason()));
        if (before.state() != status.state()) {
            changed(turn, group, resource, event, before.state(), status.state());
            stateChangeTrigger(turn, resource, system, before.state(), status.state());
        }
        flags(turn, group, resource, system, before, status);
        if (!wasProbed && turn.state().probed(group.name(), system))
            Probing.complete(turn, group, system);
    }

    private static boolean current(ClusterState state, String system, long incarnation) {
        var status = state.system(system);
        return status.member() && status.incarnation() == incarnation;
    }

    /// What a monitor could not tell does not change what was known.
    private static ResourceStatus known(ResourceStatus before, ResourceStatus reported) {
        if (reported.state().known() || !before.state().known()) return reported;
        var flags = new TreeSet<>(reported.flags());
        flags.add(Flag.STATE_UNKNOWN);
        return new ResourceStatus(before.state(), flags, before.confidence());
    }

    private static void changed(
            Turn turn,
            GroupInfo group,
            ResourceInfo resource,
            ResourceReported event,
            Probe before,
            Probe now) {
        String system = event.system();
        turn.resource(resource.name(), system, on -> on.held().isEmpty() ? on : on.withHeld(""));
        switch (now) {
            case NOT_PROBED, UNKNOWN -> {}
            case ONLINE -> online(turn, group, resource, event, before);
            case OFFLINE -> offline(turn, group, resource, event, before);
            case FAULTED -> {
                if (event.view() < turn.state().view()) Losses.knownToOthers(turn, group, system);
                Faults.faulted(turn, group, resource, system, before);
            }
        }
    }

    private static void online(
            Turn turn,
            GroupInfo group,
            ResourceInfo resource,
            ResourceReported event,
            Probe before) {
        String system = event.system();
        boolean first = !before.known();
        boolean ours = event.cause() == Cause.ORDERED;
        say(
                turn,
                Severity.NOTICE,
                first ? "V-16-1-10297" : ours ? "V-16-1-10298" : "V-16-1-10299",
                resource,
                "is online on "
                        + system
                        + (first
                                ? " (First probe)"
                                : ours ? " (VCS initiated)" : " (Not initiated by VCS)"));
        if (before.known() && resource.persistent()) recovered(turn, group, resource, system);
        if (!first && !ours) ExternalChanges.online(turn, group, resource, system);
    }

    /// A persistent resource is back: what was down for want of it is restarted.
    private static void recovered(
            Turn turn, GroupInfo group, ResourceInfo resource, String system) {
        var status = turn.state().group(group.name());
        boolean restart =
                status.fromPersistentFault()
                        && group.autoRestart() >= 1
                        && status.intentOnline() == 1
                        && !status.placement().wanted()
                        && status.targets().isEmpty();
        if (!restart) return;
        turn.log(
                Severity.NOTICE,
                "V-16-1-10445",
                "Restarting group "
                        + group.name()
                        + " in response to persistent resource "
                        + resource.name()
                        + " going online on system "
                        + system);
        turn.group(
                group.name(),
                each -> each.withPlacement(Placement.of(Placement.Cause.RECOVERY, "", "")));
    }

    private static void offline(
            Turn turn,
            GroupInfo group,
            ResourceInfo resource,
            ResourceReported event,
            Probe before) {
        String system = event.system();
        if (!before.known()) {
            say(
                    turn,
                    Severity.NOTICE,
                    "V-16-1-10304",
                    resource,
                    "is offline on " + system + " (First probe)");
            return;
        }
        var on = turn.state().resource(resource.name(), system);
        boolean ours = event.cause() == Cause.ORDERED || on.intent() == Intent.OFFLINE;
        if (before == Probe.ONLINE)
            say(
                    turn,
                    ours ? Severity.NOTICE : Severity.ERROR,
                    ours ? "V-16-1-10305" : "V-16-1-10307",
                    resource,
                    "is offline on "
                            + system
                            + (ours ? " (VCS initiated)" : " (Not initiated by VCS)"));
        if (before != Probe.ONLINE || ours) return;
        if (event.cause() == Cause.INTENDED) ExternalChanges.offline(turn, group, resource, system);
        if (!belongs(turn.state(), resource, event)) return;
        // It was stopped for want of a lease, or lost while its node daemon was restarted: it comes
        // back here.
        if (turn.state().group(group.name()).on(system).phase() == Phase.STARTING) {
            if (resource.startable())
                turn.resource(
                        resource.name(), system, each -> each.withIntent(Intent.ONLINE, false));
        } else {
            turn.on(group.name(), system, each -> each.withAutoStart(true));
        }
    }

    /// Whether a resource that went offline without a fault is to come back: its group belongs there, and nobody stopped it on purpose.
    private static boolean belongs(
            ClusterState state, ResourceInfo resource, ResourceReported event) {
        return event.cause() != Cause.INTENDED
                && state.group(resource.group()).targets().containsKey(event.system());
    }

    private static void stateChangeTrigger(
            Turn turn, ResourceInfo resource, String system, Probe before, Probe now) {
        if (!resource.triggerStateChange() || !before.known() || !now.known()) return;
        turn.trigger(
                system,
                "resstatechange",
                resource.triggerPath(),
                "0",
                system,
                resource.name(),
                before.name(),
                now.name());
    }

    private static void flags(
            Turn turn,
            GroupInfo group,
            ResourceInfo resource,
            String system,
            ResourceStatus before,
            ResourceStatus now) {
        for (Flag flag : now.flags()) {
            if (before.has(flag)) continue;
            switch (flag) {
                case RESTARTING ->
                        say(
                                turn,
                                Severity.NOTICE,
                                "V-16-1-10309",
                                resource,
                                "is being restarted on " + system);
                case STATE_UNKNOWN ->
                        say(
                                turn,
                                Severity.WARNING,
                                "V-16-1-10311",
                                resource,
                                "is in unknown state on " + system);
                case MONITOR_TIMEDOUT ->
                        say(
                                turn,
                                Severity.WARNING,
                                "V-16-1-10312",
                                resource,
                                "monitor timed out on " + system);
                case UNABLE_TO_OFFLINE -> unableToOffline(turn, resource, system);
                case ADMIN_WAIT -> adminWait(turn, resource, system);
            }
        }
        boolean restarted = before.has(Flag.RESTARTING) && !now.has(Flag.RESTARTING);
        if (restarted && now.state() == Probe.ONLINE && resource.triggerRestart())
            turn.trigger(
                    system, "resrestart", resource.triggerPath(), "0", system, resource.name());
    }

    private static void unableToOffline(Turn turn, ResourceInfo resource, String system) {
        say(turn, Severity.ERROR, "V-16-1-10313", resource, "is unable to offline on " + system);
        turn.trigger(system, "resnotoff", resource.triggerPath(), "0", system, resource.name());
    }

    private static void adminWait(Turn turn, ResourceInfo resource, String system) {
        String reason = turn.state().resource(resource.name(), system).reason();
        say(
                turn,
                Severity.ERROR,
                "V-16-1-10310",
                resource,
                "waits for an administrator on "
                        + system
                        + (reason.isEmpty() ? "" : ": " + reason));
        turn.trigger(
                system, "resadminwait", resource.triggerPath(), system, resource.name(), reason);
        turn.resource(resource.name(), system, on -> on.withIntent(Intent.NONE, false));
        for (String above : resource.ancestors())
            if (turn.state().resource(above, system).intent() == Intent.ONLINE)
                turn.resource(above, system, on -> on.withIntent(Intent.NONE, false));
    }

    private static void say(
            Turn turn, Severity severity, String umi, ResourceInfo resource, String what) {
        turn.log(
                severity,
                umi,
                "Resource " + resource.name() + " (Group: " + resource.group() + ") " + what);
    }

    static void ended(Turn turn, OperationEnded event) {
        var operation = take(turn, event.operationId(), event.system(), event.incarnation());
        if (operation == null) return;
        var resource = turn.topology().resources().get(operation.resource());
        if (resource == null) return;
        switch (operation.kind()) {
            case ONLINE -> onlineEnded(turn, resource, operation, event.outcome(), event.reason());
            case OFFLINE ->
                    offlineEnded(turn, resource, operation, event.outcome(), event.reason());
            case CLEAR_FAULT -> {}
            case ACTION ->
                    turn.reply(
                            operation.requestId(),
                            1,
                            List.of(
                                    Requests.warning(
                                            "V-16-1-10171",
                                            "Action "
                                                    + operation.token()
                                                    + " was not run: "
                                                    + event.reason())));
        }
    }

    /// Removes a pending operation of that id and engine.
    private static Operation take(Turn turn, String id, String system, long incarnation) {
        Operation found = null;
        for (var each : turn.state().operations().values()) if (each.id().equals(id)) found = each;
        if (found == null || !found.system().equals(system) || found.incarnation() != incarnation)
            return null;
        long number = found.number();
        turn.become(turn.state().withoutOperation(number));
        turn.resource(
                found.resource(),
                system,
                on -> on.operation() == number ? on.withOperation(0) : on);
        turn.touchWaiting();
        return found;
    }

    private static void onlineEnded(
            Turn turn, ResourceInfo resource, Operation operation, Outcome outcome, String reason) {
        String system = operation.system();
        var group = turn.info(resource.group());
        var on = turn.state().resource(resource.name(), system);
        switch (outcome) {
            case DONE -> Answers.begun(turn, group.name(), system);
            case CANCELLED -> {}
            case NEVER_BEGUN -> againLater(turn, resource, system, reason);
            case REFUSED -> refused(turn, group, resource, system, reason);
            case FAILED -> {
                Answers.failed(
                        turn,
                        group.name(),
                        system,
                        "Resource " + resource.name() + " did not go online: " + reason);
                if (on.faulted() || on.adminWait() || on.online()) break;
                var before = on.status().state();
                turn.resource(
                        resource.name(),
                        system,
                        each -> each.withStatus(ResourceStatus.of(Probe.FAULTED), reason));
                Faults.faulted(turn, group, resource, system, before);
            }
        }
        if (outcome == Outcome.DONE && !on.online() && on.intent() == Intent.ONLINE)
            againLater(turn, resource, system, "not online yet");
    }

    private static void offlineEnded(
            Turn turn, ResourceInfo resource, Operation operation, Outcome outcome, String reason) {
        String system = operation.system();
        var on = turn.state().resource(resource.name(), system);
        if (on.status().state().down()) return;
        switch (outcome) {
            case CANCELLED -> {}
            case DONE, NEVER_BEGUN -> againLater(turn, resource, system, reason);
            case FAILED, REFUSED -> {
                if (!on.status().has(Flag.UNABLE_TO_OFFLINE))
                    unableToOffline(turn, resource, system);
                turn.resource(
                        resource.name(),
                        system,
                        each -> each.withHeld(reason.isEmpty() ? "unable to offline" : reason));
            }
        }
    }

    private static void againLater(Turn turn, ResourceInfo resource, String system, String reason) {
        if (turn.state().resource(resource.name(), system).intent() == Intent.NONE) return;
        turn.resource(
                resource.name(),
                system,
                on -> on.withHeld(reason.isEmpty() ? "could not begin" : reason));
        turn.startTimer(
                Timer.Purpose.ORDER_AGAIN, AGAIN_MS, resource.group(), system, resource.name());
    }

    /// The agent must not start it, and did not: the group is not brought online here, and that is no fault.
    private static void refused(
            Turn turn, GroupInfo group, ResourceInfo resource, String system, String reason) {
        String why = "Resource " + resource.name() + " refuses to go online: " + reason;
        Answers.failed(turn, group.name(), system, why);
        say(
                turn,
                Severity.ERROR,
                "V-16-1-10314",
                resource,
                "refuses to go online on " + system + ": " + reason);
        turn.resource(resource.name(), system, on -> on.withIntent(Intent.NONE, false));
        var on = turn.state().group(group.name()).on(system);
        if (on.phase() != Phase.STARTING) return;
        turn.decide(group.name(), "not online on " + system, why, List.of());
        Groups.stop(turn, group, system, GroupOnSystem.Stop.OPERATOR);
    }

    static void actionEnded(Turn turn, Event.ActionEnded event) {
        var operation = take(turn, event.operationId(), event.system(), event.incarnation());
        if (operation == null) return;
        turn.reply(
                operation.requestId(),
                event.exitCode() == 0 ? 0 : 1,
                event.output().isEmpty() ? List.of() : event.output().lines().toList());
    }
}
