package dev.vigil.engine.policy;

import java.util.List;

/// A system on which a group might be brought online, with what speaks against it.
///
/// @param system its name
/// @param priority its number in the SystemList; lower is better
/// @param zone its SystemZones number; -1 if it has none
/// @param lastResort whether it is taken only if there is no other (another group would have to give way)
/// @param activeGroups how many groups are active there
/// @param availableCapacity capacity less the load of what is active there, in units
/// @param obstacles what speaks against it, the weightiest first; none: it is eligible
public record Candidate(
        String system,
        int priority,
        int zone,
        boolean lastResort,
        int activeGroups,
        int availableCapacity,
        List<String> obstacles) {
    /// Copies what it is given.
    public Candidate {
        obstacles = List.copyOf(obstacles);
    }

    /// Whether nothing speaks against it.
    public boolean eligible() {
        return obstacles.isEmpty();
    }
}
