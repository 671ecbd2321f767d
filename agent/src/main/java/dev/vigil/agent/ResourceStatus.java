package dev.vigil.agent;

import java.util.Collections;
import java.util.EnumSet;
import java.util.SortedSet;
import java.util.TreeSet;

/// What is known of a resource on one system, as `hares -state` shows it.
///
/// @param state the last known state
/// @param flags what else has to be said
/// @param confidence of an online resource, 0 to 100
public record ResourceStatus(Probe state, SortedSet<Flag> flags, int confidence) {

    /// The state proper.
    public enum Probe {
        /// No monitor of this agent has found anything yet.
        NOT_PROBED,
        /// It can't be watched at all: there is no agent for its type.
        UNKNOWN,
        /// It does not run.
        OFFLINE,
        /// It runs.
        ONLINE,
        /// It does not run, and was to run; waits for a clear (or, if persistent, for its recovery).
        FAULTED
    }

    /// Remarks on the state; any number at a time.
    public enum Flag {
        /// The agent is restarting it after it went offline by itself.
        RESTARTING,
        /// The last monitor could not tell.
        STATE_UNKNOWN,
        /// The last monitor took too long.
        MONITOR_TIMEDOUT,
        /// Neither offline nor clean got it offline.
        UNABLE_TO_OFFLINE,
        /// The agent waits for an administrator.
        ADMIN_WAIT
    }

    /// Nothing is known yet.
    public static final ResourceStatus NOT_PROBED =
            new ResourceStatus(Probe.NOT_PROBED, new TreeSet<>(), 0);

    /// Copies what it is given.
    public ResourceStatus {
        flags = Collections.unmodifiableSortedSet(new TreeSet<>(flags));
    }

    /// A status with these flags.
    public static ResourceStatus of(Probe state, int confidence, Flag... flags) {
        var set = EnumSet.noneOf(Flag.class);
        Collections.addAll(set, flags);
        return new ResourceStatus(state, new TreeSet<>(set), confidence);
    }

    /// Whether a flag is set.
    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /// As operators read it: `ONLINE|STATE UNKNOWN`.
    public String text() {
        var text = new StringBuilder(state.name().replace('_', ' '));
        for (Flag flag : flags) text.append('|').append(flag.name().replace('_', ' '));
        return text.toString();
    }
}
