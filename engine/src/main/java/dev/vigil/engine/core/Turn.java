package dev.vigil.engine.core;

import dev.vigil.engine.core.Message.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// One event being applied: the state as it is so far, the actions so far, and the groups that must be looked at again.
///
/// It lives within one [Engine#apply] and is the only mutable thing in the core.
final class Turn {
    private final List<Action> actions = new ArrayList<>();
    private final TreeSet<String> touched = new TreeSet<>();
    private ClusterState state;

    Turn(ClusterState state) {
        this.state = state;
    }

    ClusterState state() {
        return state;
    }

    Topology topology() {
        return state.topology();
    }

    GroupInfo info(String group) {
        return state.topology().groups().get(group);
    }

    Step step() {
        return new Step(state, actions);
    }

    /// Replaces the whole state; for changes that concern no group.
    void become(ClusterState changed) {
        state = changed;
    }

    void system(SystemStatus changed) {
        var before = state.systems().get(changed.name());
        if (changed.equals(before)) return;
        state = state.withSystem(changed);
        touchAll();
    }

    void group(String name, UnaryOperator<GroupStatus> change) {
        var before = state.group(name);
        var after = change.apply(before);
        if (after.equals(before)) return;
        state = state.withGroup(name, after);
        touch(name);
    }

    void on(String group, String system, UnaryOperator<GroupOnSystem> change) {
        group(group, status -> status.withOn(system, change.apply(status.on(system))));
    }

    void resource(String name, String system, UnaryOperator<ResourceOnSystem> change) {
        var before = state.resource(name, system);
        var after = change.apply(before);
        if (after.equals(before)) return;
        state = state.withResource(name, system, after);
        var info = topology().resources().get(name);
        if (info != null) touch(info.group());
    }

    /// A group, and those that depend on it or it on, must be looked at again.
    void touch(String group) {
        if (!touched.add(group)) return;
        var info = info(group);
        if (info == null) return;
        for (var each : info.parents()) touched.add(each.parent());
        for (var each : info.children()) touched.add(each.child());
    }

    void touchAll() {
        touched.addAll(topology().groups().keySet());
    }

    /// Groups that wait to be placed depend on everything else.
    void touchWaiting() {
        state.groups()
                .forEach(
                        (name, group) -> {
                            if (group.placement().wanted()) touched.add(name);
                        });
    }

    boolean anyTouched() {
        return !touched.isEmpty();
    }

    /// Whether a group was touched; it is not afterwards.
    boolean take(String group) {
        return touched.remove(group);
    }

    void forgetUnknownGroups() {
        touched.retainAll(topology().groups().keySet());
    }

    void act(Action action) {
        actions.add(action);
    }

    void log(Severity severity, String umi, String text) {
        act(new Action.Log(new Message(severity, umi, text)));
    }

    void reply(String requestId, int exitCode, List<String> messages) {
        if (!requestId.isEmpty()) act(new Action.Reply(requestId, exitCode, messages));
    }

    void trigger(String system, String name, String path, String... arguments) {
        act(new Action.RunTrigger(system, "", name, path, List.of(arguments)));
    }

    /// On the RUNNING system with the lowest LLT id; nowhere if there is none.
    void triggerOnLowest(String name, String... arguments) {
        var running = state.runningSystems();
        if (!running.isEmpty()) trigger(running.getFirst(), name, "", arguments);
    }

    long nextNumber() {
        state = state.counted();
        return state.counter();
    }

    Timer startTimer(
            Timer.Purpose purpose, long durationMs, String group, String system, String resource) {
        var timer = new Timer("t" + nextNumber(), durationMs, purpose, group, system, resource);
        state = state.withTimers(state.timers().plus(timer.id(), timer));
        act(new Action.StartTimer(timer.id(), durationMs));
        return timer;
    }

    void cancelTimer(String id) {
        if (!state.timers().containsKey(id)) return;
        state = state.withTimers(state.timers().minus(id));
        act(new Action.CancelTimer(id));
    }

    void decide(String group, String what, String why, List<String> considered) {
        group(
                group,
                status -> status.withDecision(new Decision(state.events(), what, why, considered)));
    }
}
