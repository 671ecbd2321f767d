package dev.vigil.engine.core;

import dev.vigil.engine.command.Answer;
import dev.vigil.engine.command.Caller;
import dev.vigil.engine.command.CommandLine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A cluster of the core alone: a state, the events that a scenario's lines stand for, and agents that do as they are told when the
/// scenario says so.
final class Scene {
    private final List<Action> actions = new ArrayList<>();
    private ClusterState state = ClusterState.EMPTY;
    private long view;
    private int requests;

    ClusterState state() {
        return state;
    }

    List<Action> takeActions() {
        var taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    void apply(Event event) {
        var step = Engine.apply(state, event);
        state = step.state();
        actions.addAll(step.actions());
        TestInvariants.check(state, step.actions());
    }

    /// A view with these members; those marked are new engines.
    void view(
            List<String> members,
            List<String> renewed,
            SortedMap<String, Loss> lost,
            List<String> jeopardy,
            List<String> ids) {
        var incarnations = new TreeMap<String, Long>();
        for (String name : members) {
            long before = state.system(name).incarnation();
            boolean fresh = renewed.contains(name) || !state.system(name).member();
            incarnations.put(name, fresh ? before + 1 : before);
        }
        var nodeIds = new TreeMap<String, Integer>();
        for (String name : ids) nodeIds.put(name, ids.indexOf(name));
        apply(new Event.ViewOpened(++view, incarnations, lost, new TreeSet<>(jeopardy), nodeIds));
    }

    /// @param seen the others with their links, as `b=net1,net2-`
    void links(String system, List<String> seen) {
        SortedMap<String, SortedMap<String, Boolean>> peers = new TreeMap<>();
        for (String word : seen) {
            String peer = word.substring(0, word.indexOf('='));
            SortedMap<String, Boolean> links = new TreeMap<>();
            for (String link : word.substring(word.indexOf('=') + 1).split(","))
                links.put(link.replace("-", ""), !link.endsWith("-"));
            peers.put(peer, links);
        }
        apply(new Event.LinksSeen(system, incarnation(system), new SeenLinks(peers)));
    }

    void ready(String system, DiskConfiguration disk) {
        ready(system, disk, DiskVersion.NONE);
    }

    void ready(String system, DiskConfiguration disk, DiskVersion version) {
        apply(new Event.SystemReady(system, incarnation(system), disk, false, version));
    }

    void built(String system, String text) {
        var files = new TreeMap<String, String>();
        files.put("main.cf", text);
        apply(new Event.ConfigurationBuilt(system, incarnation(system), files, false, false));
    }

    void loaded(String system) {
        apply(new Event.SnapshotLoaded(system, incarnation(system)));
    }

    long incarnation(String system) {
        return state.system(system).incarnation();
    }

    void reported(
            String resource,
            String system,
            ResourceStatus status,
            Cause cause,
            String operation,
            String reason) {
        apply(
                new Event.ResourceReported(
                        system,
                        incarnation(system),
                        resource,
                        status,
                        cause,
                        operation,
                        reason,
                        state.view()));
    }

    /// First probes of all resources of a system: what `online` says is online, persistent ones as well, all else is offline.
    void probed(String system, List<String> online) {
        for (var group : List.copyOf(state.topology().groups().values())) {
            if (!group.mayRunOn(system)) continue;
            for (var resource : group.resources().values()) {
                if (!resource.enabled()) continue;
                boolean up =
                        resource.persistent()
                                || online.contains(group.name())
                                || online.contains(resource.name());
                reported(
                        resource.name(),
                        system,
                        ResourceStatus.of(up ? Probe.ONLINE : Probe.OFFLINE),
                        Cause.FIRST_PROBE,
                        "",
                        "");
            }
        }
    }

    /// The agents did what the pending order on a resource says.
    void done(String resource, String system) {
        var operation = pending(resource, system);
        boolean online = operation.kind() == Operation.Kind.ONLINE;
        reported(
                resource,
                system,
                ResourceStatus.of(online ? Probe.ONLINE : Probe.OFFLINE),
                Cause.ORDERED,
                operation.id(),
                "");
        ended(resource, system, Outcome.DONE, "");
    }

    /// They tried, and it did not work.
    void failed(String resource, String system, String reason) {
        var operation = pending(resource, system);
        boolean online = operation.kind() == Operation.Kind.ONLINE;
        reported(
                resource,
                system,
                online
                        ? ResourceStatus.of(Probe.FAULTED)
                        : ResourceStatus.of(Probe.ONLINE, Flag.UNABLE_TO_OFFLINE),
                Cause.ORDERED,
                operation.id(),
                reason);
        ended(resource, system, Outcome.FAILED, reason);
    }

    void ended(String resource, String system, Outcome outcome, String reason) {
        var operation = pending(resource, system);
        apply(
                new Event.OperationEnded(
                        system, incarnation(system), resource, operation.id(), outcome, reason));
    }

    private Operation pending(String resource, String system) {
        return state.operation(resource, system)
                .or(
                        () ->
                                state.operations().values().stream()
                                        .filter(
                                                each ->
                                                        each.resource().equals(resource)
                                                                && each.system().equals(system))
                                        .findFirst())
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "nothing is pending for " + resource + "@" + system));
    }

    /// The agents of these systems (all, if none is named) do as they are told until nothing is pending.
    void obey(List<String> systems) {
        for (int round = 0; round < 1000; round++) {
            var next =
                    state.operations().values().stream()
                            .filter(each -> systems.isEmpty() || systems.contains(each.system()))
                            .findFirst();
            if (next.isEmpty()) return;
            var operation = next.get();
            switch (operation.kind()) {
                case ONLINE, OFFLINE -> {
                    if (operation.cancelled())
                        ended(operation.resource(), operation.system(), Outcome.CANCELLED, "");
                    else done(operation.resource(), operation.system());
                }
                case CLEAR_FAULT, ACTION ->
                        apply(
                                new Event.OperationEnded(
                                        operation.system(),
                                        operation.incarnation(),
                                        operation.resource(),
                                        operation.id(),
                                        Outcome.DONE,
                                        ""));
            }
        }
        throw new IllegalStateException("the agents never come to an end");
    }

    void fire(Timer.Purpose purpose) {
        var timer =
                state.timers().values().stream()
                        .filter(each -> each.purpose() == purpose)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no timer for " + purpose));
        apply(new Event.TimerFired(timer.id()));
    }

    void triggerEnded(int exitCode) {
        var trigger = state.triggers().values().iterator().next();
        apply(new Event.TriggerEnded(trigger.id(), trigger.system(), exitCode));
    }

    void actionEnded(String resource, String system, int exitCode, String output) {
        var operation = pending(resource, system);
        apply(
                new Event.ActionEnded(
                        system, incarnation(system), resource, operation.id(), exitCode, output));
    }

    /// An operator's command on a system; what it prints at once is returned.
    List<String> typed(String system, List<String> words) {
        var answer = CommandLine.run(words, Caller.root(), system, Optional.of(state));
        return switch (answer) {
            case Answer.Submit(var request, var fired) -> {
                apply(new Event.Requested("r" + ++requests, system, "root", fired, request));
                yield List.of();
            }
            case Answer.Printed printed -> {
                var lines = new ArrayList<String>();
                lines.addAll(printed.out());
                lines.addAll(printed.err());
                lines.add("exit " + printed.exit());
                yield lines;
            }
            case Answer.Watch _, Answer.Ask _ ->
                    throw new IllegalArgumentException("not in a scenario: " + words);
        };
    }
}
