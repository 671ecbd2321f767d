/// The right to continue: who may go on when a cluster loses sight of some of its systems.
///
/// [dev.vigil.engine.fence.QuorumMode] says which sets of systems hold the right, for the lease (a set that echoes a system) as for the
/// next view (a set that accepts it). Where coordination points decide, [dev.vigil.engine.fence.Fencing] keeps this engine's
/// registrations at them and runs its races, and [dev.vigil.engine.fence.PointState] is what a point remembers.
package dev.vigil.engine.fence;
