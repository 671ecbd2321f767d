package dev.vigil.engine.core;

import java.util.List;

/// What must hold after every event in any test; more than the engine itself checks.
final class TestInvariants {
    private TestInvariants() {}

    static void check(ClusterState state, List<Action> actions) {
        for (var group : state.topology().groups().values())
            if (!group.parallel()) oneSystem(state, group);
        for (var action : actions) if (action instanceof Action.Order order) order(state, order);
        for (var operation : state.operations().values())
            require(
                    state.system(operation.system()).member(),
                    "operation "
                            + operation.id()
                            + " is pending on "
                            + state.system(operation.system()));
        for (var timer : state.timers().values())
            require(timer.durationMs() > 0, "timer " + timer.id() + " runs no time");
        for (var trigger : state.triggers().values())
            require(
                    state.group(trigger.group())
                            .on(trigger.system())
                            .preonline()
                            .equals(trigger.id()),
                    "nobody waits for trigger " + trigger.id());
        state.groups().forEach((name, group) -> preonline(state, name, group));
    }

    private static void preonline(ClusterState state, String name, GroupStatus group) {
        group.on()
                .forEach(
                        (system, on) ->
                                require(
                                        on.preonline().isEmpty()
                                                || state.triggers().containsKey(on.preonline()),
                                        name
                                                + "@"
                                                + system
                                                + " waits for a trigger that does not run"));
    }

    /// A failover group is being brought online on one system at most, and not while it runs on another.
    private static void oneSystem(ClusterState state, GroupInfo group) {
        var onlining =
                group.systems().stream()
                        .filter(
                                system ->
                                        group.resources().keySet().stream()
                                                .flatMap(
                                                        resource ->
                                                                state
                                                                        .operation(resource, system)
                                                                        .stream())
                                                .anyMatch(
                                                        each ->
                                                                each.kind()
                                                                        == Operation.Kind.ONLINE))
                        .toList();
        require(onlining.size() <= 1, "group " + group.name() + " is being started on " + onlining);
    }

    private static void order(ClusterState state, Action.Order order) {
        var system = state.system(order.system());
        require(
                system.member() && system.incarnation() == order.incarnation(),
                "an order goes to " + order.system() + ", which is not there");
        require(
                state.probed(
                                state.topology().resources().get(order.operation().resource()),
                                order.system())
                        || !order.operation().kind().moves(),
                "an order goes to an unprobed resource: " + order);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError(otherwise);
    }
}
