package dev.vigil.engine.interconnect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What one system has sent to a peer and the peer has not yet acknowledged. Pure.
///
/// Frames count from 1 within a *session*. As long as the session lasts each frame arrives once and in order, over however many connections.
final class Outflow {
    /// More than that waiting means that the peer does not take anything: the session ends.
    private static final int MOST_FRAMES = 20_000;

    private final long session;
    private final Room room;
    private final Deque<byte[]> unacknowledged = new ArrayDeque<>();
    private long acknowledged;
    private long bytes;
    private long sinceNs;

    /// @param session greater than those before it
    /// @param room shared with those to other peers
    Outflow(long session, Room room) {
        this.session = session;
        this.room = room;
    }

    long session() {
        return session;
    }

    /// Takes one more frame.
    void add(byte[] frame, long nowNs) {
        if (unacknowledged.isEmpty()) sinceNs = nowNs;
        unacknowledged.add(frame);
        bytes += frame.length;
        room.take(frame.length);
    }

    /// The peer has received so many frames.
    ///
    /// @throws IllegalArgumentException if it claims more than were sent, or less than before
    void acknowledged(long count, long nowNs) {
        if (count < acknowledged || count > acknowledged + unacknowledged.size())
            throw new IllegalArgumentException(
                    count
                            + " frames acknowledged, of "
                            + (acknowledged + unacknowledged.size())
                            + " sent, after "
                            + acknowledged);
        if (count > acknowledged) sinceNs = nowNs;
        for (; acknowledged < count; acknowledged++) {
            int length = unacknowledged.remove().length;
            bytes -= length;
            room.give(length);
        }
    }

    /// What has to be sent again over a new connection.
    List<byte[]> unacknowledged() {
        return List.copyOf(unacknowledged);
    }

    boolean isEmpty() {
        return unacknowledged.isEmpty();
    }

    /// Whether the peer has acknowledged anything, so that it must know this session.
    boolean begun() {
        return acknowledged > 0;
    }

    /// Whether too much waits.
    boolean full() {
        return unacknowledged.size() > MOST_FRAMES || room.overdrawn(bytes);
    }

    /// Gives up all that waits; nothing is sent in this session any more.
    ///
    /// @return the next session
    Outflow next() {
        room.give(bytes);
        return new Outflow(session + 1, room);
    }

    /// For how long frames have waited without any being acknowledged.
    long stuckForNs(long nowNs) {
        return unacknowledged.isEmpty() ? 0 : nowNs - sinceNs;
    }
}
