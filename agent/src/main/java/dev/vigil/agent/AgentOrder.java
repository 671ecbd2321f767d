package dev.vigil.agent;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.List;

/// What the engine tells the agents of a system to do.
///
/// [Online], [Offline] and [Cancel] are operations: each gets exactly one [AgentReport.OperationEnded] with its operation id,
/// whatever happens, and the same order given twice is one order. The others are answered by what they say below.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AgentOrder.Online.class, name = "online"),
    @JsonSubTypes.Type(value = AgentOrder.Offline.class, name = "offline"),
    @JsonSubTypes.Type(value = AgentOrder.Probe.class, name = "probe"),
    @JsonSubTypes.Type(value = AgentOrder.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = AgentOrder.ClearFault.class, name = "clear"),
    @JsonSubTypes.Type(value = AgentOrder.Action.class, name = "action"),
})
public sealed interface AgentOrder {
    /// Who gave it, when and under which id.
    OrderStamp stamp();

    /// The resource it is about.
    String resource();

    /// The operation id of its stamp.
    @JsonIgnore
    default String operationId() {
        return stamp().operationId();
    }

    /// Bring it online.
    record Online(OrderStamp stamp, String resource) implements AgentOrder {}

    /// Take it offline. Ends with DONE only when a monitor that began after this order, and after its offline or clean entry
    /// point ended, has found it offline.
    record Offline(OrderStamp stamp, String resource) implements AgentOrder {}

    /// Monitor it now; answered by a [AgentReport.StateChanged] with cause PROBE and this id, changed or not.
    record Probe(OrderStamp stamp, String resource) implements AgentOrder {}

    /// Give up an operation (flush). Its id is reported ended as CANCELLED once nothing of it runs any more, or as NEVER_BEGUN if
    /// it was not known here; after that it is never begun.
    record Cancel(OrderStamp stamp, String resource, String cancelledOperationId)
            implements AgentOrder {}

    /// Forget a fault and an ADMIN_WAIT: FAULTED becomes OFFLINE, counters start anew, and a probe follows.
    record ClearFault(OrderStamp stamp, String resource) implements AgentOrder {}

    /// Carry out an action of the type; answered by an [AgentReport.ActionEnded].
    record Action(OrderStamp stamp, String resource, String token, List<String> arguments)
            implements AgentOrder {}
}
