package dev.vigil.engine.sim;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.framework.Action;
import dev.vigil.agent.framework.Event;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// An entry point under way.
final class SimRun {
    final ResourceDefinition definition;
    final Action.Run order;
    final SimAgents.Thing thing;
    final BooleanSupplier knownOnline;
    MonitorResult seen = MonitorResult.offline();
    private final Consumer<Event> ended;
    private boolean over;

    /// @param knownOnline whether the agent takes the resource for online
    /// @param ended is told once what has come of it
    SimRun(
            ResourceDefinition definition,
            Action.Run order,
            SimAgents.Thing thing,
            BooleanSupplier knownOnline,
            Consumer<Event> ended) {
        this.definition = definition;
        this.order = order;
        this.thing = thing;
        this.knownOnline = knownOnline;
        this.ended = ended;
    }

    boolean starts() {
        return order.entryPoint() == EntryPoint.ONLINE;
    }

    boolean over() {
        return over;
    }

    /// It ends for good.
    void end(Event event) {
        if (!over) {
            over = true;
            ended.accept(event);
        }
    }

    /// Nobody waits for it any more.
    void forget() {
        over = true;
    }
}
