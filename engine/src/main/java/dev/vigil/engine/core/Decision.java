package dev.vigil.engine.core;

import java.util.List;

/// A decision about a group and its reasons, kept for `hagrp -explain`.
///
/// @param event the number of the event that led to it
/// @param what was decided: `online on sysB`
/// @param why in one line
/// @param considered one line per system: `sysC: frozen`
public record Decision(long event, String what, String why, List<String> considered) {
    /// Copies what it is given.
    public Decision {
        considered = List.copyOf(considered);
    }

    /// Whether it is to wait.
    boolean waits() {
        return what.equals("waits");
    }
}
