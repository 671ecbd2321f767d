/// What engines say to each other, encrypted: messages, and the connections of their Hazelcast members.
///
/// [dev.vigil.engine.interconnect.Interconnect] keeps a *channel* to every peer: a TLS 1.3 connection over a link that is up, and what was sent
/// and is not yet acknowledged, which goes over another link when that one fails. `Outflow` and `Inflow` are its pure halves. `Tunnels` carries
/// the connections of Hazelcast, which has neither encryption nor authentication of its own, through the same channels.
package dev.vigil.engine.interconnect;
