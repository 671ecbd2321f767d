/// GAB: which systems make up the cluster, decided once for all of them.
///
/// `View` is a numbered set of systems with everything that follows from it;
/// `Membership` finds that it must change, and has the members of the old view decide its successor
/// (single-decree Paxos: `GabMessage`). Acceptors are systems: what a system promised and accepted is on its disk, so a
/// restarted engine keeps its machine's word, but brings no log.
package dev.vigil.engine.gab;
