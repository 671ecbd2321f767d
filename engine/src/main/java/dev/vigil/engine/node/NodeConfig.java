package dev.vigil.engine.node;

import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.PacketFault;
import dev.vigil.engine.llt.Timing;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a node daemon is started with.
///
/// @param cluster id of the cluster, as in llttab
/// @param id of this system
/// @param systems ids of all configured systems, this one too
/// @param links tags of the links, in the order of llttab
/// @param lowPriority those of the links that carry heartbeats at the slower pace
/// @param linkTimers periods and times of links as configured
/// @param timing times as configured; peerinact and margin give way to those of the view
/// @param session grows with every start of this daemon, raised on disk and synced before the first packet; no other machine's is equal
/// @param bootId names this boot of the machine; a lease of another boot is void, since nothing of it runs any more
/// @param engineTimeoutNs how long a connected engine may be silent before it is killed as hung
public record NodeConfig(
        int cluster,
        int id,
        SortedSet<Integer> systems,
        List<String> links,
        SortedSet<String> lowPriority,
        LinkTimers linkTimers,
        Timing timing,
        long session,
        String bootId,
        long engineTimeoutNs) {
    /// Copies its collections.
    public NodeConfig {
        systems = Collections.unmodifiableSortedSet(new TreeSet<>(systems));
        links = List.copyOf(links);
        lowPriority = Collections.unmodifiableSortedSet(new TreeSet<>(lowPriority));
    }

    /// What is wrong with a heartbeat that came in on a link: it is of no system that this one may hear there. What this daemon has broadcast
    /// itself and comes back is not wrong.
    Optional<PacketFault> foreign(String link, Heartbeat heartbeat) {
        if (heartbeat.cluster() != cluster) {
            return Optional.of(PacketFault.CLUSTER);
        }
        if (!links.contains(link)) {
            return Optional.of(PacketFault.LINK);
        }
        if (heartbeat.from() == id) {
            return heartbeat.session() == session
                    ? Optional.empty()
                    : Optional.of(PacketFault.OWN_NODE);
        }
        return systems.contains(heartbeat.from())
                ? Optional.empty()
                : Optional.of(PacketFault.NODE);
    }
}
