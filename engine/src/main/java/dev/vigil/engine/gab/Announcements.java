package dev.vigil.engine.gab;

import dev.vigil.engine.fence.PointStanding;
import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.node.PeerReport;

/// What operators are told of views and of coordination points.
final class Announcements {
    private static final long MS = 1_000_000L;

    private final StackConfig config;
    private final MembershipPort port;
    private final Neighbours neighbours;

    Announcements(StackConfig config, MembershipPort port, Neighbours neighbours) {
        this.config = config;
        this.port = port;
        this.neighbours = neighbours;
    }

    /// How this engine stands at a point now.
    void point(PointStanding standing) {
        String point = "Coordination point " + standing.point();
        switch (standing.state()) {
            case UNKNOWN -> {}
            case REGISTERED ->
                    port.line(
                            Severity.NOTICE, "V-11-1-20001", point + " has the key of this system");
            case REFUSED ->
                    port.line(
                            Severity.ERROR,
                            "V-11-1-20002",
                            point
                                    + " refuses the key of this system: "
                                    + standing.reason()
                                    + "; if those systems are certainly down, clear their keys:"
                                    + " cpsadm -s "
                                    + standing.point()
                                    + " -a unreg_node -n NODE");
            case EJECTED ->
                    port.line(
                            Severity.ERROR,
                            "V-11-1-20004",
                            point
                                    + " refuses the key of this system: "
                                    + standing.reason()
                                    + "; the engine ends and comes back by itself as a newer"
                                    + " one. If this is said again and again, the system has"
                                    + " a new disk, on which its counter began below the old one's:"
                                    + " cpsadm -s "
                                    + standing.point()
                                    + " -a rm_node -n "
                                    + config.id()
                                    + "; or there is a copy of this machine");
            case UNREACHABLE ->
                    port.line(
                            Severity.WARNING,
                            "V-11-1-20003",
                            point
                                    + " does not answer: "
                                    + standing.reason()
                                    + "; without a majority of the points the loss of a system"
                                    + " stops all others");
        }
    }

    /// The view has another peerinact than the one before.
    void peerinact(View before, View decided) {
        if (decided.peerinactNs() != before.peerinactNs()) {
            port.line(
                    Severity.NOTICE,
                    "V-14-1-10019",
                    "peerinact is "
                            + decided.peerinactNs() / MS
                            + " ms from view "
                            + decided.id()
                            + " on");
        }
    }

    /// When a system that the new view is without was last heard: what a reaction time is measured from.
    void dropped(View before, View now) {
        for (int id : before.ids()) {
            if (now.systems().contains(id) || neighbours.node().isEmpty()) {
                continue;
            }
            PeerReport peer = neighbours.node().get().peers().get(id);
            if (peer != null && peer.lastHeardNs() != Long.MIN_VALUE) {
                port.line(
                        Severity.NOTICE,
                        "V-15-1-20038",
                        "Node %d is not in view %s; last heard at %d.%06d s of this machine's clock"
                                .formatted(
                                        id,
                                        now.id(),
                                        peer.lastHeardNs() / 1_000_000_000,
                                        peer.lastHeardNs() / 1_000 % 1_000_000));
            }
        }
    }

    /// What this system's view does not arbitrate.
    void arbitration(View decided) {
        switch (decided.mode()) {
            case MAJORITY, CUSTOMIZED -> {}
            case DISABLED ->
                    port.line(
                            Severity.WARNING,
                            "V-15-1-20042",
                            "Fencing is disabled: when systems lose sight of each other, both sides"
                                    + " may run the same groups");
            case UNARBITRATED ->
                    port.line(
                            Severity.WARNING,
                            "V-15-1-20043",
                            "Two systems without a coordination point: the groups of one that"
                                    + " vanishes are autodisabled, not failed over");
        }
    }
}
