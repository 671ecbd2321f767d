package dev.vigil.engine.had;

import static dev.vigil.engine.had.TestCore.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.ResourceStatus;
import dev.vigil.engine.core.Action;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Operation;
import dev.vigil.engine.core.Outcome;
import dev.vigil.engine.journal.KeptConfiguration;
import dev.vigil.engine.node.NodeFrame;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the engine of `a` does where the log stands still with an online of `app` that is pending there.
class CoreDutiesTest {
    private final ClusterState state = running().state();
    private final Operation online = state.operations().values().iterator().next();
    private final List<Event> offered = new ArrayList<>();
    private final List<NodeFrame> sent = new ArrayList<>();
    private final CoreDuties duties =
            new CoreDuties(
                    "a",
                    1,
                    new CoreDuties.Ports(
                            () -> state,
                            offered::add,
                            sent::add,
                            () -> true,
                            _ -> fail("nobody leaves"),
                            _ -> {},
                            (_, _, _, _) -> fail("no trigger is run"),
                            new NoFiles(),
                            (_, _) -> () -> {},
                            () -> 1_000_000_000L,
                            () -> true,
                            false));

    CoreDutiesTest() {
        duties.carryOut(List.of(new Action.Reconfigure()));
    }

    private static final class NoFiles implements CoreDuties.Files {
        @Override
        public ConfigurationFiles.Found read() {
            throw new IllegalStateException("nothing is read");
        }

        @Override
        public List<Path> write(Map<String, String> texts) {
            throw new IllegalStateException("nothing is written");
        }

        @Override
        public List<LogLine> saved(Map<String, String> texts) {
            throw new IllegalStateException("nothing is saved");
        }

        @Override
        public List<LogLine> keep(KeptConfiguration now) {
            throw new IllegalStateException("nothing is kept");
        }

        @Override
        public void mark(boolean open) {
            throw new IllegalStateException("nothing is marked");
        }
    }

    private List<AgentOrder> ordered() {
        return sent.stream()
                .filter(NodeFrame.Order.class::isInstance)
                .map(frame -> ((NodeFrame.Order) frame).order())
                .toList();
    }

    private AgentReport fault() {
        return new AgentReport.StateChanged(
                "app",
                ResourceStatus.of(ResourceStatus.Probe.FAULTED, 0),
                AgentReport.Cause.ORDERED,
                online.id(),
                "not up after online completed");
    }

    private AgentReport failed() {
        return new AgentReport.OperationEnded(
                "app", online.id(), AgentReport.Outcome.FAILED, "not up after online completed");
    }

    private Event end() {
        return new Event.OperationEnded(
                "a", 1, "app", online.id(), Outcome.FAILED, "not up after online completed");
    }

    private void orderedByTheCore() {
        duties.carryOut(List.of(new Action.Order("a", 1, state.view(), online)));
    }

    @Test
    void whatIsPendingIsOrderedFromEachNodeDaemon() {
        orderedByTheCore();
        duties.nodeConnected();
        assertEquals(
                List.of(online.id(), online.id()),
                ordered().stream().map(AgentOrder::operationId).toList());
        assertEquals(List.of(), offered);
    }

    @Test
    void whatHasEndedIsNotOrderedAgain() {
        duties.reported(fault());
        duties.reported(failed());
        duties.nodeConnected();
        orderedByTheCore();
        assertEquals(List.of(), ordered());
        assertEquals(end(), offered.getLast());
        assertEquals(2, offered.size(), "the fault and the end, once");
    }

    @Test
    void whatHasFaultedHasFailedAlthoughTheNodeDaemonEndedBeforeItSaidSo() {
        duties.reported(fault());
        duties.nodeConnected();
        assertEquals(List.of(), ordered());
        assertEquals(end(), offered.getLast());
        duties.nodeConnected();
        assertEquals(2, offered.size(), "the fault and the end, once");
    }

    @Test
    void anotherEnginesOperationIsNotOrdered() {
        duties.carryOut(
                List.of(
                        new Action.Order("a", 2, state.view(), online),
                        new Action.Order("b", 1, state.view(), online)));
        assertEquals(List.of(), ordered());
    }
}
