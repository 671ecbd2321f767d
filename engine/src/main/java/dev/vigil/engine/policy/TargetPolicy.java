package dev.vigil.engine.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How the system is chosen on which a group is brought online (FailOverPolicy, AutoStartPolicy).
///
/// Source: VCS Administrator's Guide, "Service group attributes: FailOverPolicy, AutoStartPolicy, SystemZones".
public enum TargetPolicy {
    /// The first in the order given (AutoStartPolicy = Order).
    ORDER("first in AutoStartList"),
    /// The lowest number in the SystemList; of equals the first.
    PRIORITY("next in SystemList"),
    /// The system with the fewest active groups; of equals the first.
    ROUND_ROBIN("fewest active groups"),
    /// The system with the most capacity left; of equals the first.
    LOAD("most capacity left");

    private final String reason;

    TargetPolicy(String reason) {
        this.reason = reason;
    }

    /// The policy of that name.
    ///
    /// @throws IllegalArgumentException if there is none, or it is not supported
    public static TargetPolicy of(String name) {
        return switch (name) {
            case "Order" -> ORDER;
            case "Priority" -> PRIORITY;
            case "RoundRobin" -> ROUND_ROBIN;
            case "Load" -> LOAD;
            default ->
                    throw new IllegalArgumentException(
                            "policy "
                                    + name
                                    + " is not supported: use Priority, RoundRobin or Load");
        };
    }

    /// Chooses among candidates.
    ///
    /// @param candidates in list order
    /// @param preferredZone zone that is tried first; -1 for none
    /// @param zoneOnly whether no other zone is tried (AutoFailOver = 2)
    public Selection choose(List<Candidate> candidates, int preferredZone, boolean zoneOnly) {
        List<String> considered = new ArrayList<>();
        List<Candidate> eligible = new ArrayList<>();
        for (Candidate each : candidates) {
            boolean otherZone = zoneOnly && preferredZone >= 0 && each.zone() != preferredZone;
            if (each.eligible() && !otherZone) eligible.add(each);
            considered.add(each.system() + ": " + remark(each, otherZone));
        }
        var best = eligible.stream().min(order(preferredZone));
        return best.map(each -> new Selection(each.system(), reason, considered))
                .orElseGet(() -> new Selection("", "no system is eligible", considered));
    }

    private String remark(Candidate candidate, boolean otherZone) {
        if (!candidate.eligible()) return String.join(", ", candidate.obstacles());
        if (otherZone) return "in another zone, and AutoFailOver = 2";
        String rank =
                switch (this) {
                    case ORDER -> "eligible";
                    case PRIORITY -> "eligible, priority " + candidate.priority();
                    case ROUND_ROBIN -> "eligible, active groups " + candidate.activeGroups();
                    case LOAD -> "eligible, available capacity " + candidate.availableCapacity();
                };
        return candidate.lastResort() ? rank + ", but another group would have to give way" : rank;
    }

    /// Ties go to the first, since a minimum of a stream is its first.
    private Comparator<Candidate> order(int preferredZone) {
        Comparator<Candidate> byRank =
                switch (this) {
                    case ORDER -> (_, _) -> 0;
                    case PRIORITY -> Comparator.comparingInt(Candidate::priority);
                    case ROUND_ROBIN -> Comparator.comparingInt(Candidate::activeGroups);
                    case LOAD -> Comparator.comparingInt(Candidate::availableCapacity).reversed();
                };
        return Comparator.comparing(Candidate::lastResort)
                .thenComparing(each -> preferredZone >= 0 && each.zone() != preferredZone)
                .thenComparing(byRank);
    }
}
