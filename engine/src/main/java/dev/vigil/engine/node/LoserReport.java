package dev.vigil.engine.node;

import java.util.List;

/// What ends a machine when nothing else stops in time what must not run on, and what is wrong with it.
///
/// @param watchdog the device
/// @param loserPanics `LoserAction=panic`
/// @param panicProblem why the kernel could not be told to panic; empty when it can
public record LoserReport(WatchdogReport watchdog, boolean loserPanics, String panicProblem) {
    /// Nothing is configured.
    public static final LoserReport NONE = new LoserReport(WatchdogReport.NONE, false, "");

    /// What operators should know, one line each.
    public List<String> warnings() {
        String device =
                watchdog.problem().isEmpty()
                        ? ""
                        : "watchdog " + watchdog.device() + " is not armed: " + watchdog.problem();
        String panic = panicProblem.isEmpty() ? "" : "LoserAction=panic: " + panicProblem;
        return List.of(device, panic).stream().filter(line -> !line.isEmpty()).toList();
    }
}
