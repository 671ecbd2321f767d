package dev.vigil.engine.had;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceDefinition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Warns of agent types whose clean may take longer than the stop margin has room for: the others may then start what is still being
/// stopped here. Says it once for each type, and again when its CleanTimeout or that room changes.
final class CleanTimeouts {
    private static final long MS = 1_000_000L;
    private static final int UNSET_S = 60;

    private record Said(int seconds, long cleanNs) {}

    private final SortedMap<String, Said> said = new TreeMap<>();

    /// What is to be said now.
    ///
    /// @param local all resources of this system
    /// @param cleanNs C: what the margin has room for
    List<LogLine> check(Collection<ResourceDefinition> local, long cleanNs) {
        SortedMap<String, Integer> longest = new TreeMap<>();
        for (ResourceDefinition resource : local) {
            if (!resource.leased()) continue;
            int seconds = resource.limit(EntryPoint.CLEAN.timeoutAttribute(), UNSET_S);
            if (seconds * 1_000 * MS > cleanNs) longest.merge(resource.type(), seconds, Math::max);
        }
        said.keySet().retainAll(longest.keySet());
        List<LogLine> lines = new ArrayList<>();
        longest.forEach(
                (type, seconds) -> {
                    var now = new Said(seconds, cleanNs);
                    if (!now.equals(said.put(type, now))) lines.add(line(type, now));
                });
        return lines;
    }

    private static LogLine line(String type, Said now) {
        return new LogLine(
                LogLine.Severity.WARNING,
                "V-15-1-20060",
                "CleanTimeout of type "
                        + type
                        + " is "
                        + now.seconds()
                        + " s, the stop margin has room for a clean of "
                        + now.cleanNs() / MS
                        + " ms: one that takes longer may still run when another system takes over."
                        + " Set a shorter CleanTimeout (hatype -modify "
                        + type
                        + " CleanTimeout N) or a longer peerinact (lltconfig -T peerinact:N), which"
                        + " widens the margin as far as 16 s");
    }
}
