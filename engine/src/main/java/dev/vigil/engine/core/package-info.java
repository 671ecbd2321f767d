/// The decision core (VCS: what `had` decides): a pure, deterministic state machine.
///
/// [Engine#apply] turns a [ClusterState] and an [Event] into the next state and [Action]s. Every engine of the cluster applies
/// the same events in the same order and so holds the same state; there is no clock, no I/O, no randomness and no logger here.
///
/// It is level-triggered. Operators, policies and dependencies leave *intents* in the state (group `websg` belongs on `sysB`, resource
/// `web_ip` is to go online there); after each event the core compares intents with what agents report and starts the [Operation]s that
/// are possible now. An operation is part of the state until its outcome is reported, so an engine that restarts or takes over
/// reads the state and goes on.
///
/// Start reading at [Engine], then [Event] and [Action]; [ClusterState] is what commands print.
package dev.vigil.engine.core;
