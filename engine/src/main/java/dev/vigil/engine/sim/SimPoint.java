package dev.vigil.engine.sim;

import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointState;

/// A coordination point: the real state machine, on a disk of its own; it can be down.
final class SimPoint {
    private PointState state = PointState.EMPTY;
    private boolean up = true;
    private boolean lost;

    boolean up() {
        return up;
    }

    void set(boolean running) {
        up = running && !lost;
    }

    /// Its disk is gone, and it with it, until a person sets it up anew.
    void lost() {
        lost = true;
        up = false;
        state = PointState.EMPTY;
    }

    boolean isLost() {
        return lost;
    }

    /// A person lets it serve again, with nothing on its disk.
    void setUpAnew() {
        lost = false;
        up = true;
    }

    /// Whether it has the key of an engine.
    boolean has(Key key) {
        return state.keys().contains(key);
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
