package dev.vigil.agent.framework;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceDefinition;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What the static attributes of a type, and their overrides, ask of the framework for one resource; times in nanoseconds.
///
/// @param operations what may be done to the resource
/// @param hasClean whether its agent has a clean entry point
/// @param leased whether it must not outlive the system's lease
/// @param manageFaults false if faults are left to an administrator
/// @param intentionalOffline whether a monitor that finds it stopped on purpose is believed
/// @param monitorIntervalNs pause between two looks at an online or changing resource; 0 for none
/// @param offlineMonitorIntervalNs the same for an offline one; 0 for none
/// @param secondNs how long a second of the attributes lasts
/// @param confIntervalNs how long a resource must be online without trouble for its counters to start anew
/// @param timeoutMemoryNs how long a first monitor time-out is remembered
/// @param toleranceLimit how many unexpected OFFLINE are overlooked
/// @param restartLimit how often it is restarted after a fault
/// @param onlineRetryLimit how often an online that did not work is tried again
/// @param onlineWaitLimit how many looks (one per monitor interval) may miss it after online
/// @param offlineWaitLimit how many looks may still find it after offline
/// @param faultOnMonitorTimeouts how many monitor time-outs in a row are a fault; 0 for never
/// @param cleanRetryLimit how many cleans may fail before an administrator is waited for; 0 for never
/// @param watchOnline whether it is watched while online, where its agent can
/// @param watchOffline whether it is watched while offline
/// @param watchedFrequency with how many intervals between two looks while watched; 0 for no looks
/// @param timeouts how long each entry point may take
public record Policy(
        Operations operations,
        boolean hasClean,
        boolean leased,
        boolean manageFaults,
        boolean intentionalOffline,
        long monitorIntervalNs,
        long offlineMonitorIntervalNs,
        long secondNs,
        long confIntervalNs,
        long timeoutMemoryNs,
        int toleranceLimit,
        int restartLimit,
        int onlineRetryLimit,
        int onlineWaitLimit,
        int offlineWaitLimit,
        int faultOnMonitorTimeouts,
        int cleanRetryLimit,
        boolean watchOnline,
        boolean watchOffline,
        int watchedFrequency,
        Map<EntryPoint, Long> timeouts) {

    /// One second, in nanoseconds.
    public static final long SECOND_NS = 1_000_000_000L;

    /// What the type attribute Operations says.
    public enum Operations {
        /// Started and stopped.
        ON_OFF,
        /// Started, never stopped.
        ON_ONLY,
        /// Only looked at ("persistent").
        NONE
    }

    /// Copies what it is given.
    public Policy {
        timeouts = Collections.unmodifiableMap(new EnumMap<>(timeouts));
    }

    /// The policy that a definition's limits ask for, with the defaults of the framework where it has none.
    ///
    /// @param hasClean whether the agent implements clean for it
    /// @param secondNs how long a second of the attributes lasts; [#SECOND_NS], or less where a test is in a hurry
    public static Policy of(ResourceDefinition definition, boolean hasClean, long secondNs) {
        var timeouts = new EnumMap<EntryPoint, Long>(EntryPoint.class);
        for (EntryPoint entryPoint : EntryPoint.values()) {
            int seconds =
                    definition.limit(entryPoint.timeoutAttribute(), defaultSeconds(entryPoint));
            timeouts.put(entryPoint, Math.max(1, seconds) * secondNs);
        }
        var imf = definition.association("IMF");
        int watchMode = number(imf.get("Mode"), 3);
        return new Policy(
                operations(definition.operations()),
                hasClean,
                definition.leased(),
                definition.manageFaults(),
                definition.limit("IntentionalOffline", 0) != 0,
                definition.limit("MonitorInterval", 60) * secondNs,
                definition.limit("OfflineMonitorInterval", 300) * secondNs,
                secondNs,
                definition.limit("ConfInterval", 600) * secondNs,
                3600 * secondNs,
                definition.limit("ToleranceLimit", 0),
                definition.limit("RestartLimit", 0),
                definition.limit("OnlineRetryLimit", 0),
                definition.limit("OnlineWaitLimit", 2),
                definition.limit("OfflineWaitLimit", 0),
                definition.limit("FaultOnMonitorTimeouts", 4),
                definition.limit("CleanRetryLimit", 0),
                (watchMode & 2) != 0,
                (watchMode & 1) != 0,
                number(imf.get("MonitorFreq"), 1),
                timeouts);
    }

    /// First pause between the uncounted looks after an online, offline or clean; it doubles up to the monitor interval.
    ///
    /// VCS looks once per MonitorInterval. Looking more often, and counting as VCS does, finds a service that needs half a
    /// second to come up after half a second, and not after a minute.
    public long recheckNs() {
        return secondNs / 100;
    }

    /// How long an entry point may take.
    public long timeoutNs(EntryPoint entryPoint) {
        return timeouts.get(entryPoint);
    }

    private static Operations operations(String text) {
        return switch (text) {
            case "OnOnly" -> Operations.ON_ONLY;
            case "None" -> Operations.NONE;
            default -> Operations.ON_OFF;
        };
    }

    private static int number(String text, int otherwise) {
        return text == null || !text.matches("\\d{1,6}") ? otherwise : Integer.parseInt(text);
    }

    private static int defaultSeconds(EntryPoint entryPoint) {
        return switch (entryPoint) {
            case ONLINE, OFFLINE -> 300;
            case ACTION, INFO -> 30;
            case MIGRATE -> 600;
            case OPEN, CLOSE, MONITOR, CLEAN, ATTR_CHANGED, SHUTDOWN -> 60;
        };
    }
}
