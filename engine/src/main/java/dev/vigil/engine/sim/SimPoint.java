package dev.vigil.engine.sim;

import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointState;

/// A coordination point: the real state machine, on a disk of its own; it can be down.
final class SimPoint {
    private PointState state = PointState.EMPTY;
    private boolean up = true;

    boolean up() {
        return up;
    }

    void set(boolean running) {
        up = running;
    }

    /// A person says that a system is certainly down.
    void clear(int system) {
        state = state.cleared(system);
    }

    PointAnswer handle(PointRequest request) {
        PointState.Step step = state.apply(request);
        state = step.state();
        return step.answer();
    }
}
