package dev.vigil.engine.had;

import static java.util.stream.Collectors.joining;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceDefinition;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Warns of agent types whose clean may take longer than the stop margin has room for: the others may then start what is still being
/// stopped here. One line names them all; it comes again when there are others, when their CleanTimeout changes, and when that room does.
final class CleanTimeouts {
    private static final long MS = 1_000_000L;
    private static final int UNSET_S = 60;

    private final boolean panics;
    private List<ResourceDefinition> resources = List.of();
    private SortedMap<String, Integer> longer = new TreeMap<>();
    private long saidCleanNs;
    private long checkedCleanNs;

    /// @param panics `LoserAction=panic`: what does not stop in time ends with the machine
    CleanTimeouts(boolean panics) {
        this.panics = panics;
    }

    /// These are all resources of this system now.
    ///
    /// @param cleanNs C: what the margin has room for
    /// @return what is to be said
    Optional<LogLine> check(Collection<ResourceDefinition> local, long cleanNs) {
        resources = List.copyOf(local);
        return check(cleanNs);
    }

    /// The margin may have another room than before.
    ///
    /// @return what is to be said
    Optional<LogLine> recheck(long cleanNs) {
        return cleanNs == checkedCleanNs ? Optional.empty() : check(cleanNs);
    }

    /// What is to be known of the configuration as it is now, in one line; nothing if every clean has room.
    Optional<String> warning() {
        return longer.isEmpty() ? Optional.empty() : Optional.of(text());
    }

    private Optional<LogLine> check(long cleanNs) {
        checkedCleanNs = cleanNs;
        SortedMap<String, Integer> longest = new TreeMap<>();
        for (ResourceDefinition resource : resources) {
            if (!resource.leased()) continue;
            int seconds = resource.limit(EntryPoint.CLEAN.timeoutAttribute(), UNSET_S);
            if (seconds * 1_000 * MS > cleanNs) longest.merge(resource.type(), seconds, Math::max);
        }
        boolean known = longest.equals(longer) && cleanNs == saidCleanNs;
        longer = longest;
        saidCleanNs = cleanNs;
        return known
                ? Optional.empty()
                : warning()
                        .map(text -> new LogLine(LogLine.Severity.WARNING, "V-15-1-20060", text));
    }

    private String text() {
        return "The stop margin has room for a clean of "
                + saidCleanNs / MS
                + " ms; CleanTimeout is longer for "
                + longer.entrySet().stream()
                        .map(type -> type.getKey() + " (" + type.getValue() + " s)")
                        .collect(joining(", "))
                + (panics
                        ? ": a clean that takes longer makes this machine panic, as LoserAction"
                                + " says."
                        : ": a clean that takes longer may still run when another system takes"
                                + " over.")
                + " Set a shorter CleanTimeout (hatype -modify TYPE CleanTimeout N)"
                + " or a longer peerinact (lltconfig -T peerinact:N), which widens the"
                + " margin as far as 16 s"
                + (panics ? "" : ", or LoserAction=panic in vxfenmode");
    }
}
