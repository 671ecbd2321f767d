package dev.vigil.engine.sim;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Engine;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Step;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What has come of every item and view of a cluster: equal states and equal actions for all systems.
///
/// Where it is shared, a system whose snapshot is equal to the state of others goes on with that very object, and what follows from one
/// object and one event is worked out once: the core is pure. Only states that came about in different ways are then compared as a whole.
/// Where it is not shared every system works everything out for itself, on a state of its own.
final class SimSteps {
    private final boolean shared;
    private final Map<Object, Done> done = new HashMap<>();
    private final Map<Long, ClusterState> byEvents = new HashMap<>();
    private final SimEquality equals = new SimEquality();

    private static final class Done {
        final byte[] payload;
        final Event event;
        ClusterState before;
        Step step;

        Done(byte[] payload, Event event) {
            this.payload = payload;
            this.event = event;
        }
    }

    SimSteps(boolean shared) {
        this.shared = shared;
    }

    /// What an item says, if another system has read the same bytes.
    Optional<Event> read(Object position, byte[] payload) {
        Done known = done.get(position);
        return shared && known != null && Arrays.equals(known.payload, payload)
                ? Optional.of(known.event)
                : Optional.empty();
    }

    /// An item was read.
    void hasRead(Object position, byte[] payload, Event event) {
        done.putIfAbsent(position, new Done(payload, event));
    }

    /// The step of one system at a position.
    ///
    /// @throws SimFailure if another system's is different
    Step apply(Object position, ClusterState before, Event event) {
        Done known = done.computeIfAbsent(position, _ -> new Done(new byte[0], event));
        if (shared && known.before == before && known.event == event) {
            return known.step;
        }
        Step step = Engine.apply(before, event);
        SimFrozen.check(position, before, step.state());
        if (known.step == null) {
            known.before = before;
            known.step = step;
            byEvents.put(step.state().events(), step.state());
            equals.was(position, step.state());
            return step;
        }
        if (!same(known, before, step.state())) {
            throw new SimFailure(
                    "states differ at "
                            + position
                            + ":\n"
                            + known.step.state()
                            + "\n"
                            + step.state());
        }
        if (!known.step.actions().equals(step.actions())) {
            throw new SimFailure(
                    "actions differ at "
                            + position
                            + ":\n"
                            + known.step.actions()
                            + "\n"
                            + step.actions());
        }
        equals.was(position, step.state());
        return step;
    }

    /// What was equal before need not be compared where neither step has touched it.
    private boolean same(Done known, ClusterState before, ClusterState after) {
        return equals.proven(known.before, before)
                ? SimEquality.unchangedOrEqual(known.before, known.step.state(), before, after)
                : known.step.state().equals(after);
    }

    /// A state that came with a snapshot: the very object that others have, if it is equal to that.
    ClusterState restored(ClusterState state) {
        ClusterState others = byEvents.get(state.events());
        return shared && state.equals(others) ? others : state;
    }
}
