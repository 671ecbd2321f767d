/// What the engine and the agents say to each other, and what an agent is.
///
/// An agent runs all resources of one type on one system. What differs from type to type is an [dev.vigil.agent.Agent]
/// (in Java) or a directory of scripts: entry points that bring a resource online, take it offline, look at it and clean it
/// up. What all types share - intervals, time-outs, retries, restarts, when to clean and when to call it a fault - is the
/// framework's: the pure machine in `dev.vigil.agent.framework`, run by `dev.vigil.agent.host`.
///
/// The node daemon holds one `dev.vigil.agent.host.AgentHost`. The engine hands it
/// [definitions][dev.vigil.agent.ResourceDefinition] and [orders][dev.vigil.agent.AgentOrder] and gets
/// [reports][dev.vigil.agent.AgentReport] back. All of these are plain records that travel as JSON.
///
/// To write an agent, start at [dev.vigil.agent.Agent].
package dev.vigil.agent;
