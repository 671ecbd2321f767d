/// hanode, the node daemon: the links, the promises, the lease, and later beside them the agents.
///
/// Start at `NodeMachine`: it is told what was heard and what the engine orders, and says what to send, what to
/// store and when failover resources have to stop. The lease itself is `Lease`. Nothing here reads a clock: every
/// input carries `atNs`, the machine's own monotonic clock that goes on counting in suspend, which had and hanode share.
package dev.vigil.engine.node;
