/// What the agent framework decides for every resource, whatever its type: when to look, how long to wait, when to try again,
/// when to clean, when to restart and when to call it a fault.
///
/// [dev.vigil.agent.framework.ResourceMachine] is one resource on one system. It is told [events][dev.vigil.agent.framework.Event]
/// and answers with [actions][dev.vigil.agent.framework.Action]; it has no clock, thread, file or logger of its own. Time is
/// nanoseconds of a monotonic clock that is handed in. `dev.vigil.agent.host` carries the actions out.
///
/// Source: VCS Agent Developer's Guide, "State transition diagrams", and the descriptions of the static type attributes.
package dev.vigil.agent.framework;
