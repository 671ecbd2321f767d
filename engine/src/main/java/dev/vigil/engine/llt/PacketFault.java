package dev.vigil.engine.llt;

/// Why a packet that came in on a link says nothing. What a cluster's life brings along (copies of other links, the first packets of a
/// restarted daemon) is no fault and not among these.
public enum PacketFault {
    /// Longer than any heartbeat can be.
    OVERSIZED("are longer than any heartbeat"),
    /// Too short, or without the mark that every packet begins with.
    FOREIGN("are no heartbeats of Vigil; something else sends to this port"),
    /// The signature is wrong.
    SIGNATURE(
            "are not signed with this cluster's secret, or damaged; if a system of this cluster has"
                    + " that address, give it the same secret file"),
    /// Signed, and yet not a heartbeat that this release understands.
    MALFORMED(
            "are signed and not understood; if a system of this cluster has that address, it runs"
                    + " another release"),
    /// Of another cluster that has the same secret.
    CLUSTER("carry another cluster id; compare set-cluster in llttab"),
    /// From a node id that llthosts does not have.
    NODE("come from a node id that llthosts does not have; make llthosts equal on all systems"),
    /// From this system's own node id, but not from this daemon.
    OWN_NODE("carry this system's own node id; another system may have the same set-node line"),
    /// On a link that llttab does not have.
    LINK("came in on a link that llttab does not have"),
    /// Seen before, on this very link.
    REPLAYED("were seen before: the network repeats packets, or somebody replays them"),
    /// Of an earlier start of the peer's daemon, or of one that cannot show that it lives now.
    OLD_SESSION("are from an earlier time: the network held them up, or somebody replays them");

    private final String text;

    PacketFault(String text) {
        this.text = text;
    }

    /// What is to be said of such packets, and what to do; it follows "packets from ADDRESS".
    public String text() {
        return text;
    }

    /// The name in metrics.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
