package dev.vigil.engine.command;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// LLT's timers and flow control values in force; what `lltconfig -T query` prints.
///
/// @param timers name to value, in hundredths of a second, in the order of printing
/// @param flowControl name to value, in packets, in the order of printing; may be empty
/// @param silence peerinact less the stop margin: the silence that is tolerated, in hundredths of a second
public record TimerReport(
        SequencedMap<String, Long> timers, SequencedMap<String, Long> flowControl, long silence) {

    /// Copies the maps.
    public TimerReport {
        timers = new LinkedHashMap<>(timers);
        flowControl = new LinkedHashMap<>(flowControl);
    }
}
