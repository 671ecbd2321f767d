package dev.vigil.engine.core;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What agents last reported of a resource on one system.
///
/// @param state the state proper
/// @param flags remarks
/// @param confidence of an online resource, 0 to 100
public record ResourceStatus(Probe state, SortedSet<Flag> flags, int confidence) {
    /// Nothing is known.
    public static final ResourceStatus NOT_PROBED = of(Probe.NOT_PROBED);

    /// Copies what it is given.
    public ResourceStatus {
        flags = Collections.unmodifiableSortedSet(new TreeSet<>(flags));
    }

    /// A status with these flags; confidence 100 if online.
    public static ResourceStatus of(Probe state, Flag... flags) {
        var set = new TreeSet<Flag>();
        Collections.addAll(set, flags);
        return new ResourceStatus(state, set, state == Probe.ONLINE ? 100 : 0);
    }

    /// Whether the flag is set.
    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /// The same flags with another state.
    public ResourceStatus withState(Probe changed) {
        return new ResourceStatus(changed, flags, changed == Probe.ONLINE ? confidence : 0);
    }

    /// As operators read it, `ONLINE|STATE UNKNOWN`; what was never probed reads `OFFLINE|STATE UNKNOWN`, as in VCS.
    public String text() {
        if (!state.known()) return "OFFLINE|STATE UNKNOWN";
        var text = new StringBuilder(state.name());
        for (Flag flag : flags) text.append('|').append(flag.text());
        return text.toString();
    }
}
