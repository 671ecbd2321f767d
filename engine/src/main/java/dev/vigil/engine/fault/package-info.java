/// Faults that an operator injects to see what the cluster does about them: `hafault`.
///
/// Whether anything may be injected, what is in force and what was asked belongs to the node daemon; both daemons let their traffic go
/// through a [FaultEdge][dev.vigil.engine.fault.FaultEdge], which asks a pure [FaultPlan][dev.vigil.engine.fault.FaultPlan].
package dev.vigil.engine.fault;
