package dev.vigil.engine.policy;

import java.util.List;

/// A choice and its reasons.
///
/// @param target the chosen system; "" if none is eligible
/// @param why in one line
/// @param considered one line per candidate: `sysC: frozen`
public record Selection(String target, String why, List<String> considered) {
    /// Copies what it is given.
    public Selection {
        considered = List.copyOf(considered);
    }

    /// Whether a system was found.
    public boolean found() {
        return !target.isEmpty();
    }
}
