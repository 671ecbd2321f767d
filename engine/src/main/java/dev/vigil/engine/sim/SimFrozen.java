package dev.vigil.engine.sim;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Operation;

/// What is frozen is left alone: no new order to bring it online or take it offline, whatever happens.
final class SimFrozen {
    private SimFrozen() {}

    /// @throws SimFailure if a step begins to move what was frozen before it and is after it
    static void check(Object position, ClusterState before, ClusterState after) {
        if (before.operations() == after.operations()) {
            return;
        }
        for (Operation operation : after.operations().tailMap(before.counter(), false).values()) {
            if (!operation.kind().moves()) {
                continue;
            }
            String group = after.topology().resources().get(operation.resource()).group();
            boolean groupFrozen =
                    before.topology().groups().containsKey(group)
                            && before.groupFrozen(group)
                            && after.groupFrozen(group);
            boolean systemFrozen =
                    operation.kind() == Operation.Kind.ONLINE
                            && before.systemFrozen(operation.system())
                            && after.systemFrozen(operation.system());
            if (groupFrozen || systemFrozen) {
                throw new SimFailure(
                        operation
                                + " moves what is frozen, at "
                                + position
                                + ": "
                                + (groupFrozen ? group : operation.system()));
            }
        }
    }
}
