package dev.vigil.engine.fault;

import java.util.List;

/// What is in force on a system, and what came of it: the node daemon's word to its engine.
///
/// @param traffic faults of the traffic, in force for both daemons
/// @param lines all that is in force, for people
/// @param injected requests carried out since the node daemon started
/// @param heartbeats what became of heartbeats
/// @param entryPoints calls of entry points that were made to misbehave
public record FaultReport(
        TrafficFaults traffic,
        List<String> lines,
        long injected,
        FaultEdge.Counts heartbeats,
        long entryPoints) {
    /// All is well, and always was.
    public static final FaultReport NONE =
            new FaultReport(TrafficFaults.NONE, List.of(), 0, FaultEdge.Counts.NONE, 0);

    /// Copies the list.
    public FaultReport {
        lines = List.copyOf(lines);
    }
}
