package dev.vigil.engine.node;

import dev.vigil.engine.llt.LinkTimers;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// When heartbeats go out, by the times of the links: with every period on high-priority links, and on low-priority ones, which have no
/// tick of their own, with the one that is nearest to theirs.
///
/// Source: `set-timer heartbeat`, `heartbeatlo`, `peertrouble`, `peertroublelo` of llttab.
final class Pace {
    private final SortedSet<String> lowPriority;
    private LinkTimers timers;
    private long nextNs;
    private long nextLowNs;

    /// A heartbeat is due at `atNs`.
    ///
    /// @param lowPriority tags of the low-priority links
    Pace(LinkTimers timers, SortedSet<String> lowPriority, long atNs) {
        this.lowPriority = Collections.unmodifiableSortedSet(new TreeSet<>(lowPriority));
        set(atNs, timers);
    }

    /// The times of the links at present.
    LinkTimers timers() {
        return timers;
    }

    /// From now on these are the times.
    void set(long atNs, LinkTimers next) {
        timers = next;
        beatAt(atNs);
    }

    /// The next heartbeat goes out at `atNs`, on every link.
    void beatAt(long atNs) {
        nextNs = atNs;
        nextLowNs = atNs;
    }

    /// When the next heartbeat goes out.
    long nextNs() {
        return nextNs;
    }

    /// A heartbeat goes out now.
    ///
    /// @return whether it goes out on low-priority links too
    boolean beat(long atNs) {
        boolean low = atNs + timers.heartbeatNs() / 2 >= nextLowNs;
        nextNs = atNs + timers.heartbeatNs();
        if (low) {
            nextLowNs = atNs + timers.heartbeatLoNs();
        }
        return low;
    }

    /// Silence after which a link counts as troubled.
    long troubleNs(String link) {
        return timers.troubleNs(lowPriority.contains(link));
    }
}
