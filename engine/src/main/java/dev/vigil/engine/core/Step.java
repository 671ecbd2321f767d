package dev.vigil.engine.core;

import java.util.List;

/// What an event leads to.
///
/// @param state the state after it
/// @param actions what is to be done, in order
public record Step(ClusterState state, List<Action> actions) {
    /// Copies what it is given.
    public Step {
        actions = List.copyOf(actions);
    }
}
