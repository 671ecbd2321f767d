package dev.vigil.engine.fault;

import java.util.List;

/// What comes of a [FaultRequest].
///
/// @param done whether it was carried out
/// @param lines what is in force now, or why nothing was done
public record FaultAnswer(boolean done, List<String> lines) {
    /// Copies the list.
    public FaultAnswer {
        lines = List.copyOf(lines);
    }

    /// Nothing was done.
    public static FaultAnswer refused(String why) {
        return new FaultAnswer(false, List.of(why));
    }
}
