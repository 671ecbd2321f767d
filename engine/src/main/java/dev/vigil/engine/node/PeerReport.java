package dev.vigil.engine.node;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.LinkStatus;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What hanode knows of one peer.
///
/// @param heard whether it was heard within the tolerated silence (S)
/// @param lastHeardNs newest heartbeat on any link, [Long#MIN_VALUE] when never
/// @param links every link's state, by tag
/// @param hears the peers that it says it hears
/// @param session of its node daemon, 0 when never heard
/// @param engine incarnation of the engine it follows
/// @param engineUp whether that engine is up
/// @param engineDownSinceNs since when it says that its engine is down; [Long#MAX_VALUE] while up
/// @param view the view it is in
/// @param accepted the successor it has accepted
/// @param promiseUntilNs until when this system has promised not to act against it
/// @param leaseRestNs how long its own lease still ran when it last spoke
/// @param longestSilenceNs the longest silence after which it was heard again before it was given up, since counters were zeroed
public record PeerReport(
        boolean heard,
        long lastHeardNs,
        SortedMap<String, LinkStatus> links,
        SortedSet<Integer> hears,
        long session,
        long engine,
        boolean engineUp,
        long engineDownSinceNs,
        ViewId view,
        ViewId accepted,
        long promiseUntilNs,
        long leaseRestNs,
        long longestSilenceNs) {
    /// Copies its collections.
    public PeerReport {
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
        hears = Collections.unmodifiableSortedSet(new TreeSet<>(hears));
    }

    /// Links that are not down.
    public long linksAlive() {
        return links.values().stream().filter(l -> l.state() != LinkStatus.State.DOWN).count();
    }

    /// Heard, but over one link only although there are more: its death could not be told from the link's.
    public boolean jeopardy() {
        return heard && links.size() > 1 && linksAlive() == 1;
    }
}
