/// The right to continue: who may go on when a cluster loses sight of some of its systems.
///
/// Nothing here races or waits yet: [dev.vigil.engine.fence.QuorumMode] says which sets of systems hold the
/// right, for the lease (a set that echoes a system) as for the next view (a set that accepts it). Coordination
/// points are one more way to hold it, and take their place beside the modes that exist.
package dev.vigil.engine.fence;
