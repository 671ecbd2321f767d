/// LLT: heartbeats over two or more links, what they carry, and what silence means.
///
/// `Heartbeat` is what a system says of itself several times a second;
/// `LinkMonitor` remembers when a peer was heard on each link;
/// `Timing` holds the times that all of this lives by, and the rule that ties them together.
/// The socket, the signature and the bytes are the edge's; nothing in the pure classes touches them.
package dev.vigil.engine.llt;
