package dev.vigil.engine.command;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// GAB's memberships; what `gabconfig -a` prints.
///
/// @param ports in the order of their letters; empty while GAB is not seeded
/// @param seedCount how many systems must be seen before GAB seeds by itself, as gabtab says; 0: none, `gabconfig -x` or gabtab's `-x`
public record PortReport(List<Port> ports, int seedCount) {
    /// Of a system whose engine does not run.
    public static final PortReport NONE = new PortReport(List.of(), 0);

    /// Copies the list.
    public PortReport {
        ports = List.copyOf(ports);
    }

    /// The membership of one port.
    ///
    /// @param letter `a` for the systems themselves, `b` for fencing, `h` for the engines
    /// @param generation changes with every change of the membership
    /// @param members the node ids that have the port open
    /// @param jeopardy members with one link left
    /// @param visible nodes in port a that have not this port open: daemon down, node alive
    public record Port(
            char letter,
            long generation,
            SortedSet<Integer> members,
            SortedSet<Integer> jeopardy,
            SortedSet<Integer> visible) {

        /// Copies the sets.
        public Port {
            members = new TreeSet<>(members);
            jeopardy = new TreeSet<>(jeopardy);
            visible = new TreeSet<>(visible);
        }
    }
}
