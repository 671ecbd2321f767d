package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.GroupOnSystem.Stop;
import dev.vigil.engine.core.Message.Severity;

import java.util.ArrayList;
import java.util.List;

/// What becomes of the groups of a system that left the membership.
///
/// | how it went | groups that were active there, or not known | others that may run there |
/// |---|---|---|
/// | CRASH | fail over; with SysDownPolicy AutoDisableNoOffline: autodisabled | nothing |
/// | JEOPARDY | autodisabled | nothing |
/// | UNARBITRATED | autodisabled | autodisabled unless they are settled elsewhere: the other side may start them as well; once a fault is heard of that was reported before |
/// | DDNA | autodisabled | autodisabled |
/// | FORCED | autodisabled | nothing |
/// | EXITED | AutoDisableNoOffline: autodisabled (they were left running) | nothing |
///
/// Source: VCS Administrator's Guide, "VCS behavior when systems fault", "About jeopardy", "SysDownPolicy".
final class Losses {
    private Losses() {}

    static void lost(Turn turn, String system, Loss reported) {
        var before = turn.state().system(system);
        boolean inOrder = before.state() == SysState.EXITING;
        var loss = known(before, reported);
        Systems.change(turn, before.left(loss));
        for (var group : turn.topology().groups().values())
            if (group.mayRunOn(system)) group(turn, group, before, loss, inOrder);
        forget(turn, system);
        if (loss == Loss.DDNA) {
            sayEngineless(turn, system);
            int seconds = seconds(turn.state(), system);
            if (seconds > 0)
                turn.startTimer(Timer.Purpose.SHUTDOWN, seconds * 1000L, "", system, "");
        }
    }

    private static void sayEngineless(Turn turn, String system) {
        long members = 0;
        for (var status : turn.state().systems().values())
            if (status.member()) members |= 1L << status.nodeId();
        int node = turn.state().system(system).nodeId();
        turn.log(
                Severity.ERROR,
                "V-16-1-10079",
                "System %s (Node '%d') is in DDNA Membership - Membership: 0x%x, Visible: 0x%x"
                        .formatted(system, node, members, 1L << node));
    }

    /// The membership does not tell how an engine was stopped; the engines do.
    private static Loss known(SystemStatus before, Loss reported) {
        boolean forced = reported == Loss.EXITED && before.state() == SysState.EXITING_FORCIBLY;
        return forced ? Loss.FORCED : reported;
    }

    private static int seconds(ClusterState state, String system) {
        var info = state.topology().systems().get(system);
        return info == null ? 0 : info.shutdownTimeoutSeconds();
    }

    private static void group(
            Turn turn, GroupInfo group, SystemStatus before, Loss loss, boolean inOrder) {
        String system = before.name();
        var state = turn.state();
        var status = state.group(group.name());
        var on = status.on(system);
        boolean active =
                status.targets().containsKey(system)
                        || on.phase() != Phase.IDLE
                        || GroupStates.base(state, group, system) != GroupState.Base.OFFLINE
                        || !Eligibility.busy(state, group, system).isEmpty();
        boolean unknown = state.probesPending(group.name(), system) > 0;
        boolean configured =
                turn.topology().systems().get(system) != null
                        && turn.topology().systems().get(system).noAutoDisable();
        boolean disable =
                !before.noAutoDisable()
                        && !configured
                        && disables(
                                group,
                                loss,
                                inOrder,
                                active,
                                unknown,
                                settledElsewhere(state, group, system));
        boolean stoppedForGood =
                on.phase() == Phase.STOPPING
                        && (on.stop() == Stop.OPERATOR || on.stop() == Stop.VIOLATION);
        turn.group(
                group.name(),
                each ->
                        each.withoutTarget(system)
                                .withOn(
                                        system,
                                        GroupOnSystem.IDLE.withAutoDisabled(
                                                on.autoDisabled() || disable, true)));
        if (!on.autoDisabled() && !disable) turn.on(group.name(), system, _ -> GroupOnSystem.IDLE);
        for (var resource : group.resources().values())
            turn.resource(resource.name(), system, _ -> ResourceOnSystem.UNSEEN);
        if (disable) {
            sayDisabled(turn, group, system, loss);
        } else if (active && loss == Loss.CRASH && !group.parallel() && !stoppedForGood) {
            failOver(turn, group, system);
        }
    }

    private static boolean disables(
            GroupInfo group,
            Loss loss,
            boolean inOrder,
            boolean active,
            boolean unknown,
            boolean settledElsewhere) {
        return switch (loss) {
            case CRASH -> group.leaveOnSystemDown() && (active || unknown);
            case JEOPARDY, FORCED -> active || unknown;
            case UNARBITRATED -> active || unknown || (!group.parallel() && !settledElsewhere);
            case DDNA -> true;
            case EXITED -> (active || unknown) && (!inOrder || group.leaveOnSystemDown());
        };
    }

    /// Whether a failover group has its place on a member, so that the lost system, which knows that, starts it nowhere. What is on its way
    /// down there may have arrived in the eyes of the lost system.
    private static boolean settledElsewhere(ClusterState state, GroupInfo group, String system) {
        for (String other : group.systems()) {
            var phase = state.group(group.name()).on(other).phase();
            boolean staying = phase == Phase.IDLE || phase == Phase.STARTING;
            if (!other.equals(system)
                    && state.system(other).member()
                    && staying
                    && state.group(group.name()).targets().containsKey(other)) return true;
        }
        return false;
    }

    private static String because(GroupInfo group, Loss loss) {
        return switch (loss) {
            case CRASH -> "SysDownPolicy is AutoDisableNoOffline, it may run on there";
            case JEOPARDY, UNARBITRATED ->
                    "its system fell silent and nobody can tell whether it is down";
            case DDNA -> "its engine is gone and the system is alive";
            case FORCED -> "its engine was stopped by force and the group left running";
            case EXITED ->
                    group.leaveOnSystemDown()
                            ? "it was left running there"
                            : "its engine was stopped and the group left running";
        };
    }

    /// A group loses its system by a crash.
    private static void failOver(Turn turn, GroupInfo group, String system) {
        if (turn.state().group(group.name()).placement().wanted()) return;
        String keep = Faults.staysDown(turn.state(), group);
        if (!keep.isEmpty()) {
            turn.decide(group.name(), "stays offline", keep, List.of());
            turn.log(
                    Severity.NOTICE,
                    "V-16-1-10204",
                    "Group "
                            + group.name()
                            + " was on system "
                            + system
                            + " and stays offline: "
                            + keep);
            return;
        }
        turn.group(
                group.name(),
                status ->
                        status.withPlacement(
                                Placement.of(Placement.Cause.SYSTEM_FAULT, "", system)));
    }

    /// A history begins without a system, and nobody remembers what it runs: kept until there is a configuration to say what that may be.
    static void unremembered(Turn turn, String system, Loss loss) {
        var status = turn.state().system(system);
        if (status.state() == SysState.UNKNOWN) turn.system(status.withLoss(loss));
    }

    /// Where a system that is not here may be going on by itself, everything is autodisabled that it may run; and wherever one is not
    /// here, what stays behind when its system goes (AutoDisableNoOffline).
    static void disableUnremembered(Turn turn) {
        for (var status : turn.state().systems().values()) {
            var info = turn.topology().systems().get(status.name());
            boolean excused = info == null || info.noAutoDisable() || status.member();
            if (excused) continue;
            for (var group : turn.topology().groups().values())
                if (group.mayRunOn(status.name())
                        && (mayGoOn(status.loss()) || group.leaveOnSystemDown()))
                    disable(turn, group, status.name(), status.loss());
        }
    }

    private static boolean mayGoOn(Loss loss) {
        return switch (loss) {
            case JEOPARDY, UNARBITRATED, DDNA, FORCED -> true;
            case CRASH, EXITED -> false;
        };
    }

    /// A fault on a system was reported before another one was lost, and is heard of only now. Where nobody arbitrates that one may have heard
    /// of it in time, and have taken the group over.
    static void knownToOthers(Turn turn, GroupInfo group, String system) {
        if (group.parallel()) return;
        for (String other : group.systems()) {
            var status = turn.state().system(other);
            var info = turn.topology().systems().get(other);
            boolean mayHave =
                    !other.equals(system)
                            && !status.member()
                            && status.loss() == Loss.UNARBITRATED
                            && !status.noAutoDisable()
                            && !info.noAutoDisable();
            if (mayHave && !turn.state().group(group.name()).on(other).autoDisabled())
                disable(turn, group, other, Loss.UNARBITRATED);
        }
    }

    private static void disable(Turn turn, GroupInfo group, String system, Loss loss) {
        turn.on(group.name(), system, on -> on.withAutoDisabled(true, true));
        sayDisabled(turn, group, system, loss);
    }

    private static void sayDisabled(Turn turn, GroupInfo group, String system, Loss loss) {
        turn.log(
                Severity.NOTICE,
                "V-16-1-10151",
                "Group "
                        + group.name()
                        + " is autodisabled on system "
                        + system
                        + ": "
                        + because(group, loss));
        turn.decide(group.name(), "autodisabled on " + system, because(group, loss), List.of());
    }

    /// Operations, triggers and timers of a system that is gone are gone as well.
    private static void forget(Turn turn, String system) {
        for (var operation : List.copyOf(turn.state().operations().values()))
            if (operation.system().equals(system)) drop(turn, operation);
        for (var trigger : List.copyOf(turn.state().triggers().values()))
            if (trigger.system().equals(system))
                turn.become(turn.state().withTriggers(turn.state().triggers().minus(trigger.id())));
        for (var timer : List.copyOf(turn.state().timers().values()))
            if (timer.system().equals(system)) turn.cancelTimer(timer.id());
        for (var answer : List.copyOf(turn.state().answers().values()))
            if (answer.system().equals(system))
                Answers.failed(
                        turn, answer.group(), system, "System " + system + " left the cluster");
    }

    private static void drop(Turn turn, Operation operation) {
        turn.become(turn.state().withoutOperation(operation.number()));
        turn.resource(
                operation.resource(),
                operation.system(),
                on -> on.operation() == operation.number() ? on.withOperation(0) : on);
        turn.reply(
                operation.requestId(),
                1,
                List.of(
                        Requests.warning(
                                "V-16-1-10171",
                                "System " + operation.system() + " left before the action ended")));
    }

    /// A system has a new engine without having left: what runs there runs on; nothing is known of it until it reports.
    static void engineReplaced(Turn turn, String system) {
        for (var operation : List.copyOf(turn.state().operations().values()))
            if (operation.system().equals(system)) drop(turn, operation);
        for (var resource : turn.topology().resources().values())
            turn.resource(
                    resource.name(),
                    system,
                    on -> on.withStatus(ResourceStatus.NOT_PROBED, "").withHeld(""));
        List<String> again = new ArrayList<>();
        for (var group : turn.topology().groups().values())
            if (turn.state().group(group.name()).on(system).phase() == Phase.PREONLINE)
                again.add(group.name());
        for (String group : again) {
            Groups.forgetPreonline(turn, group, system);
            turn.on(group, system, on -> on.withPhase(Phase.IDLE).withAutoStart(true));
        }
    }

    /// A system that was lost before is now known to have gone another way.
    ///
    /// A machine that goes down within ShutdownTimeout of its engine was shut down: its groups are free again.
    static void confirmed(Turn turn, String system, Loss loss) {
        if (!turn.state().system(system).loss().engineless()) return;
        if (loss == Loss.JEOPARDY || loss == Loss.UNARBITRATED)
            turn.system(turn.state().system(system).withLoss(loss));
        if (loss != Loss.CRASH) return;
        boolean within = false;
        for (var timer : List.copyOf(turn.state().timers().values()))
            if (timer.purpose() == Timer.Purpose.SHUTDOWN && timer.system().equals(system)) {
                within = true;
                turn.cancelTimer(timer.id());
            }
        turn.system(turn.state().system(system).withLoss(loss));
        if (!within) return;
        for (var group : turn.topology().groups().values()) {
            var on = turn.state().group(group.name()).on(system);
            if (!on.autoDisabled() || group.leaveOnSystemDown()) continue;
            Probing.autoEnable(turn, group.name(), system);
            boolean down =
                    !group.parallel()
                            && turn.state().group(group.name()).targets().isEmpty()
                            && turn.state().activeSystems(group.name()).isEmpty();
            if (down) failOver(turn, group, system);
        }
    }
}
