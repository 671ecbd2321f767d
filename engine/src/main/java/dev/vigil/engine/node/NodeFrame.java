package dev.vigil.engine.node;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.llt.LinkTraffic;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/// What had and hanode say to each other over `node.sock`: one line of JSON each, in order.
public sealed interface NodeFrame {
    /// The first line of each side: who it is.
    ///
    /// @param incarnation of the engine, or the session of the node daemon
    /// @param pid its process
    record Hello(long incarnation, long pid) implements NodeFrame {}

    /// had: for the node's machine.
    record Command(NodeCommand command) implements NodeFrame {
        /// Checks that nothing is missing.
        public Command {
            Objects.requireNonNull(command, "command");
        }
    }

    /// hanode: what it knows of the links and the lease.
    ///
    /// @param traffic of each link, by its tag
    /// @param loser what ends this machine when nothing else stops in time what must not run on
    record Report(NodeReport report, SortedMap<String, LinkTraffic> traffic, LoserReport loser)
            implements NodeFrame {}

    /// had: the counters of packets begin at zero again.
    record Zero() implements NodeFrame {}

    /// had: all resources of this system; replaces what was configured before.
    record Configure(List<ResourceDefinition> resources) implements NodeFrame {
        /// Copies what it is given.
        public Configure {
            resources = List.copyOf(resources);
        }
    }

    /// had: asks for the state of all resources; answered by an [Agents] for each that is known.
    record Snapshot() implements NodeFrame {}

    /// had: for the agents.
    record Order(AgentOrder order) implements NodeFrame {
        /// Checks that nothing is missing.
        public Order {
            Objects.requireNonNull(order, "order");
        }
    }

    /// had: an operator came to it who wants something broken; answered by a [FaultDone] with the same number.
    record Fault(long number, FaultRequest request) implements NodeFrame {
        /// Checks that nothing is missing.
        public Fault {
            Objects.requireNonNull(request, "request");
        }
    }

    /// hanode: what came of it.
    record FaultDone(long number, FaultAnswer answer) implements NodeFrame {}

    /// hanode: which faults are in force; said whenever that changes.
    record Faults(FaultReport report) implements NodeFrame {}

    /// hanode: from the agents.
    record Agents(AgentReport report) implements NodeFrame {}
}
