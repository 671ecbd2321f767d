/// Runs the agents of one system, in the node daemon.
///
/// [dev.vigil.agent.host.AgentHost] is where to start: it holds one [dev.vigil.agent.framework.ResourceMachine] per resource on
/// one loop, carries out what the machines decide - each running entry point on a virtual thread of its own, bounded in number,
/// time and output - and keeps a table on disk of what may be running.
///
/// Types are served by Java classes, or by directories of scripts with VCS's calling convention
/// ([dev.vigil.agent.host.ScriptAgent]). Whatever an entry point started is killed with it when its time is up; what it left
/// running on purpose lives on, also when the node daemon dies.
package dev.vigil.agent.host;
