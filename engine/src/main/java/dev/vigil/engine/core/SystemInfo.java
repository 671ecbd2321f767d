package dev.vigil.engine.core;

import dev.vigil.config.Configuration;

import java.util.SortedMap;

/// What the core has to know of a configured system, taken from the configuration once.
///
/// @param frozen Frozen: persistently
/// @param capacity in units
/// @param limits tokens that groups with Prerequisites need
/// @param shutdownTimeoutSeconds how long after its engine a machine may die and still count as shut down
/// @param noAutoDisable NoAutoDisable as configured
/// @param loadWarningLevel the share of its capacity, in percent, that is too much for long
/// @param loadTimeThresholdSeconds how long that is
public record SystemInfo(
        String name,
        boolean frozen,
        int capacity,
        SortedMap<String, Integer> limits,
        int shutdownTimeoutSeconds,
        boolean noAutoDisable,
        int loadWarningLevel,
        int loadTimeThresholdSeconds) {
    static SystemInfo of(Configuration configuration, String name) {
        return new SystemInfo(
                name,
                configuration.systemValue(name, "Frozen").asBoolean(),
                GroupInfo.units(configuration.systemValue(name, "Capacity")),
                GroupInfo.sorted(configuration.systemValue(name, "Limits")),
                configuration.systemValue(name, "ShutdownTimeout").asInt(),
                configuration.systemValue(name, "NoAutoDisable").asBoolean(),
                configuration.systemValue(name, "LoadWarningLevel").asInt(),
                configuration.systemValue(name, "LoadTimeThreshold").asInt());
    }
}
