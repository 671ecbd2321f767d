package dev.vigil.engine.llt;

import dev.vigil.engine.gab.ViewId;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// What a system's node daemon says several times a second on every link. Pure content: the edge makes signed bytes of it.
///
/// @param cluster id of the cluster; of another one: dropped
/// @param from id of the sending system
/// @param session counts the starts of the sender's node daemon; send times of different sessions do not compare
/// @param sequence counts heartbeats of this session; one heartbeat goes out on every link
/// @param sentNs when it was sent, by the sender's clock
/// @param heartbeatNs the sender's period
/// @param engine incarnation of the engine whose orders the sender follows; 0 when there was none yet
/// @param engineUp whether that engine is connected and alive
/// @param view the view that the sender is in; [ViewId#NONE] when not seeded
/// @param accepted the successor it has accepted, [ViewId#NONE] when none
/// @param members ids and incarnations of that view
/// @param echoes for each peer the newest of its heartbeats that this system has heard and promises to honour
/// @param hears the peers that the sender hears
/// @param seen for each peer whom the sender believes the newest of its heartbeats that came in, whether or not anything is promised: it
///     shows the peer that this heartbeat was made after that one, and is no recording
/// @param clashes node ids that two systems use, each with the session that the sender believes
/// @param leaseRestNs how long the sender's lease still runs, 0 when it has none
public record Heartbeat(
        int cluster,
        int from,
        long session,
        long sequence,
        long sentNs,
        long heartbeatNs,
        long engine,
        boolean engineUp,
        ViewId view,
        ViewId accepted,
        SortedMap<Integer, Long> members,
        SortedMap<Integer, Echo> echoes,
        SortedSet<Integer> hears,
        SortedMap<Integer, Echo> seen,
        SortedMap<Integer, Long> clashes,
        long leaseRestNs) {
    /// The same, saying that this heartbeat of a peer has come in.
    public Heartbeat withSeen(int peer, Echo heartbeat) {
        SortedMap<Integer, Echo> more = new TreeMap<>(seen);
        more.put(peer, heartbeat);
        return new Heartbeat(
                cluster,
                from,
                session,
                sequence,
                sentNs,
                heartbeatNs,
                engine,
                engineUp,
                view,
                accepted,
                members,
                echoes,
                hears,
                more,
                clashes,
                leaseRestNs);
    }

    /// A promise: the heartbeat that was sent at `sentNs` of `session` has been heard, and nothing will be done against its sender
    /// until peerinact after its receipt.
    ///
    /// @param session of the system that is echoed
    /// @param sentNs its newest send time heard, by its own clock
    public record Echo(long session, long sentNs) {}
}
