package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Outcome;

import java.util.LinkedHashMap;
import java.util.Optional;

/// How the last operations on a resource ended, so that an order which comes twice is carried out once, and one that was given
/// up before it came is never begun.
final class EndedOperations {
    /// Far more than an engine has in flight for one resource.
    private static final int KEPT = 64;

    record Ended(Outcome outcome, String reason) {}

    private final LinkedHashMap<String, Ended> byId = new LinkedHashMap<>();

    void add(String operationId, Outcome outcome, String reason) {
        byId.put(operationId, new Ended(outcome, reason));
        if (byId.size() > KEPT) byId.pollFirstEntry();
    }

    Optional<Ended> find(String operationId) {
        return Optional.ofNullable(byId.get(operationId));
    }
}
