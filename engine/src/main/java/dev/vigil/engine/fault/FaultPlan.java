package dev.vigil.engine.fault;

import java.util.function.DoubleSupplier;

/// Decides what becomes of traffic. Pure: the randomness is handed in.
@FunctionalInterface
public interface FaultPlan {
    /// No faults.
    FaultPlan NONE = (link, peer, direction, chance) -> Fate.PASS;

    /// What becomes of a packet.
    ///
    /// @param link its link's tag
    /// @param peer node id of the other system
    /// @param chance numbers from 0 to below 1, evenly spread
    Fate packet(String link, int peer, Direction direction, DoubleSupplier chance);
}
