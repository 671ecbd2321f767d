package dev.vigil.engine.core;

import dev.vigil.engine.core.ResourceOnSystem.Intent;

/// What must hold after every event, whatever happened. A violation is a fault of this code: the engine stops on it.
final class Invariants {
    private Invariants() {}

    static void check(ClusterState state) {
        for (var group : state.topology().groups().values()) {
            var status = state.group(group.name());
            if (!group.parallel() && status.targets().size() > 1)
                throw broken(
                        state,
                        "failover group "
                                + group.name()
                                + " is wanted on "
                                + status.targets().keySet());
            for (String target : status.targets().keySet())
                if (!state.system(target).member())
                    throw broken(
                            state,
                            "group "
                                    + group.name()
                                    + " is wanted on "
                                    + target
                                    + ", which is no member");
        }
        for (var operation : state.operations().values()) operation(state, operation);
        state.resources()
                .forEach(
                        (name, on) ->
                                on.forEach((system, each) -> resource(state, name, system, each)));
    }

    private static void operation(ClusterState state, Operation operation) {
        var system = state.system(operation.system());
        if (!system.member() || system.incarnation() != operation.incarnation())
            throw broken(
                    state,
                    "operation "
                            + operation.id()
                            + " is pending on "
                            + operation.system()
                            + ", which is gone");
        boolean owned =
                state.resource(operation.resource(), operation.system()).operation()
                        == operation.number();
        if (operation.kind().moves() && !owned)
            throw broken(
                    state,
                    "operation "
                            + operation.id()
                            + " is not known to resource "
                            + operation.resource());
    }

    private static void resource(
            ClusterState state, String name, String system, ResourceOnSystem on) {
        var info = state.topology().resources().get(name);
        if (info == null) throw broken(state, "resource " + name + " is not configured");
        if (on.busy() && !state.operations().containsKey(on.operation()))
            throw broken(
                    state,
                    "resource "
                            + name
                            + " waits on "
                            + system
                            + " for an operation that is not pending");
        if (on.intent() == Intent.OFFLINE && !info.stoppable())
            throw broken(
                    state, "resource " + name + " is to go offline on " + system + " and can't");
        if (on.intent() == Intent.ONLINE && info.persistent())
            throw broken(
                    state, "resource " + name + " is to go online on " + system + " and can't");
    }

    private static IllegalStateException broken(ClusterState state, String what) {
        return new IllegalStateException("after event " + state.events() + ": " + what);
    }
}
