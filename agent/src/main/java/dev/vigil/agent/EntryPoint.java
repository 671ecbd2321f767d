package dev.vigil.agent;

import java.util.Locale;

/// What can be asked of an agent for one resource.
///
/// Source: VCS Agent Developer's Guide, "Agent entry points".
public enum EntryPoint {
    /// Prepares what the others need; before the first monitor.
    OPEN,
    /// The reverse of open; after the last entry point of a resource.
    CLOSE,
    /// Starts the resource.
    ONLINE,
    /// Stops the resource in an orderly way.
    OFFLINE,
    /// Looks whether the resource is online. Changes nothing.
    MONITOR,
    /// Removes by force whatever is left of the resource.
    CLEAN,
    /// Carries out a named action of the type while the resource goes on.
    ACTION,
    /// Collects figures about a running resource.
    INFO,
    /// Is told that an attribute named in the type's RegList has another value.
    ATTR_CHANGED,
    /// The agent is about to stop.
    SHUTDOWN,
    /// Moves a running resource to another system.
    MIGRATE;

    /// Name of the script, as in `monitor` or `attr_changed`, and of the entry point in log lines.
    public String scriptName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Name of the type attribute that limits its duration, for example `OnlineTimeout`.
    public String timeoutAttribute() {
        return switch (this) {
            case OPEN, SHUTDOWN -> "OpenTimeout";
            case CLOSE -> "CloseTimeout";
            case ONLINE -> "OnlineTimeout";
            case OFFLINE -> "OfflineTimeout";
            case MONITOR -> "MonitorTimeout";
            case CLEAN -> "CleanTimeout";
            case ACTION -> "ActionTimeout";
            case INFO -> "InfoTimeout";
            case ATTR_CHANGED -> "AttrChangedTimeout";
            case MIGRATE -> "MigrateTimeout";
        };
    }
}
