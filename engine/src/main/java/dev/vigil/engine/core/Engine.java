package dev.vigil.engine.core;

import java.util.ArrayList;
import java.util.List;

/// Decides what an event means for the cluster. Pure: equal arguments give equal steps.
///
/// First the event changes what is known or wanted; then intents and what is observed are brought together until nothing more can be
/// done ([Settle]); then the state is checked ([Invariants]).
public final class Engine {
    private Engine() {}

    /// Applies one event.
    ///
    /// @return the state after it and what is to be done, in order
    /// @throws IllegalStateException if the state that follows is impossible; it must not be gone on with
    public static Step apply(ClusterState state, Event event) {
        var turn = new Turn(state.nextEvent());
        switch (event) {
            case Event.ViewOpened opened -> Systems.viewOpened(turn, opened);
            case Event.LinksSeen seen -> Systems.linksSeen(turn, seen);
            case Event.SystemReady ready -> Systems.ready(turn, ready);
            case Event.ConfigurationBuilt built -> ConfigurationRequests.built(turn, built);
            case Event.ConfigurationRefused refused -> ConfigurationRequests.refused(turn, refused);
            case Event.SnapshotLoaded loaded -> Systems.snapshotLoaded(turn, loaded);
            case Event.ResourceReported reported -> Reports.reported(turn, reported);
            case Event.OperationEnded ended -> Reports.ended(turn, ended);
            case Event.ActionEnded ended -> Reports.actionEnded(turn, ended);
            case Event.Requested requested -> Requests.requested(turn, requested);
            case Event.TimerFired(var id) -> fired(turn, id);
            case Event.TriggerEnded ended -> triggerEnded(turn, ended);
        }
        Settle.run(turn);
        Loads.settle(turn);
        Invariants.check(turn.state());
        return turn.step();
    }

    /// What a state still asks for: actions that were given before and whose effect has not been reported. For an engine that takes
    /// over a state without having seen the actions; giving them twice does no harm.
    public static List<Action> outstanding(ClusterState state) {
        List<Action> actions = new ArrayList<>();
        if (state.configured()) actions.add(new Action.Reconfigure());
        for (var system : state.systems().values()) {
            if (!system.member()) continue;
            switch (system.state()) {
                case LOCAL_BUILD ->
                        actions.add(new Action.BuildLocally(system.name(), system.incarnation()));
                case REMOTE_BUILD ->
                        actions.add(new Action.BuildRemotely(system.name(), system.incarnation()));
                case EXITING ->
                        actions.add(
                                new Action.StopEngine(system.name(), system.incarnation(), false));
                case EXITING_FORCIBLY ->
                        actions.add(
                                new Action.StopEngine(system.name(), system.incarnation(), true));
                case UNKNOWN,
                        INITING,
                        CURRENT_DISCOVER_WAIT,
                        CURRENT_PEER_WAIT,
                        STALE_DISCOVER_WAIT,
                        STALE_PEER_WAIT,
                        STALE_ADMIN_WAIT,
                        ADMIN_WAIT,
                        RUNNING,
                        LEAVING,
                        EXITED,
                        FAULTED -> {}
            }
        }
        for (var each : state.operations().values()) {
            actions.add(new Action.Order(each.system(), each.incarnation(), state.view(), each));
            if (each.cancelled())
                actions.add(
                        new Action.Cancel(each.system(), each.incarnation(), state.view(), each));
        }
        for (var timer : state.timers().values())
            actions.add(new Action.StartTimer(timer.id(), timer.durationMs()));
        return actions;
    }

    private static void fired(Turn turn, String id) {
        var timer = turn.state().timers().get(id);
        if (timer == null) return;
        turn.become(turn.state().withTimers(turn.state().timers().minus(id)));
        var group = turn.info(timer.group());
        switch (timer.purpose()) {
            case PREONLINE -> {
                boolean waits =
                        group != null
                                && !turn.state()
                                        .group(timer.group())
                                        .on(timer.system())
                                        .preonline()
                                        .isEmpty();
                if (waits) Groups.preonlineOver(turn, group, timer.system());
            }
            case RETRY_WINDOW -> {
                if (group != null && group.mayRunOn(timer.system()))
                    turn.on(timer.group(), timer.system(), on -> on.withRetries(0, ""));
            }
            case AUTO_CLEAR -> {
                if (group != null) Clearing.again(turn, group);
            }
            case LOAD -> Loads.tooLong(turn, timer.system());
            case ORDER_AGAIN -> {
                if (turn.topology().resources().containsKey(timer.resource()))
                    turn.resource(timer.resource(), timer.system(), on -> on.withHeld(""));
            }
            case SHUTDOWN -> {}
            case ANSWER -> {
                var answer = turn.state().answers().get(timer.resource());
                if (answer == null) return;
                turn.become(
                        turn.state().withAnswers(turn.state().answers().minus(answer.requestId())));
                turn.reply(answer.requestId(), 0, List.of());
            }
        }
    }

    private static void triggerEnded(Turn turn, Event.TriggerEnded event) {
        var trigger = turn.state().triggers().get(event.triggerId());
        if (trigger == null || !trigger.system().equals(event.system())) return;
        turn.become(turn.state().withTriggers(turn.state().triggers().minus(trigger.id())));
        var group = turn.info(trigger.group());
        if (group == null) return;
        var on = turn.state().group(group.name()).on(trigger.system());
        if (!on.preonline().equals(trigger.id())) return;
        if (event.exitCode() == 0) Groups.preonlineOver(turn, group, trigger.system());
        else Groups.preonlineRefused(turn, group, trigger.system(), event.exitCode());
    }
}
