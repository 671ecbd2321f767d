package dev.vigil.engine.interconnect;

/// How much memory may be taken by what peers have not acknowledged, all of them together. Pure.
final class Room {
    private static final int PART_OF_HEAP = 4;

    private final long most;
    private final int peers;
    private long taken;

    /// @param most bytes for all
    /// @param peers among how many
    Room(long most, int peers) {
        this.most = most;
        this.peers = Math.max(1, peers);
    }

    /// What can be spared of the memory that there is.
    static Room ofHeap(int peers) {
        return new Room(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, peers);
    }

    void take(long bytes) {
        taken += bytes;
    }

    void give(long bytes) {
        taken -= bytes;
    }

    /// Whether all is taken, and by a peer with so many bytes more than its part.
    boolean overdrawn(long bytes) {
        return taken > most && bytes > most / peers;
    }
}
