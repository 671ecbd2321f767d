package dev.vigil.engine.had;

import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.engine.core.ClusterState;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What this system's agents have said of the ends of operations that the log has not brought back yet. For the engine's loop only.
final class SaidEnds {
    private final Set<String> over = new HashSet<>();
    private final Map<String, String> failures = new HashMap<>();

    /// An operation has ended, and that goes on the log. What the log has brought back is forgotten.
    void over(ClusterState state, String operationId) {
        Set<String> pending = new HashSet<>();
        state.operations().values().forEach(each -> pending.add(each.id()));
        over.retainAll(pending);
        failures.keySet().retainAll(pending);
        over.add(operationId);
    }

    /// A resource has changed in the course of an operation: once it has faulted, its operation has failed, whether or not that was said too.
    void changed(Probe now, String operationId, String reason) {
        if (now == Probe.FAULTED && !operationId.isEmpty()) failures.put(operationId, reason);
    }

    /// Whether its end has been said.
    boolean isOver(String operationId) {
        return over.contains(operationId);
    }

    /// Why it has failed, if that has been said of its resource and nothing of it.
    Optional<String> failure(String operationId) {
        return Optional.ofNullable(failures.get(operationId));
    }
}
