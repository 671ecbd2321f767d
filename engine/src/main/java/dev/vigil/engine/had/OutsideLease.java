package dev.vigil.engine.had;

import static java.util.stream.Collectors.joining;

import dev.vigil.agent.ResourceDefinition;
import dev.vigil.config.Configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Warns of what runs in failover groups of this system and is outside its lease: when the system loses the right to continue, nobody stops it
/// before another one takes over.
///
/// | outside | because |
/// |---|---|
/// | Operations = OnOnly | the cluster starts it, and never stops it |
/// | what lives outside this machine (LPAR) | it is cleaned, which takes an HMC that answers; the end of this machine does not end it |
/// | a group with SysDownPolicy = { AutoDisableNoOffline } | it is left running on purpose, and not started elsewhere |
///
/// Operations = None and parallel groups start nothing a second time that may not run twice, and are not named.
final class OutsideLease {
    /// Types of resources that are not processes of this machine.
    private static final Set<String> ELSEWHERE = Set.of("LPAR");

    private List<String> warnings = List.of();

    /// What is to be known of the configuration as it is now, one line each.
    List<String> warnings() {
        return warnings;
    }

    /// This is the configuration now.
    ///
    /// @param local all resources of this system
    /// @return what is to be logged: what was not said before
    List<LogLine> check(Configuration configuration, List<ResourceDefinition> local) {
        SortedMap<String, SortedSet<String>> onOnly = new TreeMap<>();
        SortedMap<String, SortedSet<String>> elsewhere = new TreeMap<>();
        SortedMap<String, SortedSet<String>> left = new TreeMap<>();
        for (ResourceDefinition resource : local) {
            String group = resource.group();
            if (configuration.groupValue(group, "Parallel", "").asInt() == 1) continue;
            boolean leftRunning =
                    configuration
                            .groupValue(group, "SysDownPolicy", "")
                            .asList()
                            .contains("AutoDisableNoOffline");
            if (leftRunning) note(left, resource);
            else if (resource.operations().equals("OnOnly")) note(onOnly, resource);
            else if (ELSEWHERE.contains(resource.type())) note(elsewhere, resource);
        }
        List<String> now = new ArrayList<>();
        if (!onOnly.isEmpty())
            now.add(
                    "The cluster starts resources of "
                            + named(onOnly)
                            + " and never stops them (Operations = OnOnly): after a failover they"
                            + " run on both systems, unless something else ends them");
        if (!elsewhere.isEmpty())
            now.add(
                    "What resources of "
                            + named(elsewhere)
                            + " run lives outside this machine: when it is lost, nothing here ends"
                            + " it. Set SysDownPolicy = { AutoDisableNoOffline } for these groups");
        if (!left.isEmpty())
            now.add(
                    "Resources of "
                            + named(left)
                            + " are left running when this system loses the right to continue, and"
                            + " their groups are not failed over (SysDownPolicy ="
                            + " AutoDisableNoOffline)");
        List<LogLine> news =
                now.stream()
                        .filter(text -> !warnings.contains(text))
                        .map(text -> new LogLine(LogLine.Severity.WARNING, "V-15-1-20061", text))
                        .toList();
        warnings = List.copyOf(now);
        return news;
    }

    private static void note(
            SortedMap<String, SortedSet<String>> types, ResourceDefinition resource) {
        types.computeIfAbsent(resource.type(), _ -> new TreeSet<>()).add(resource.group());
    }

    private static String named(SortedMap<String, SortedSet<String>> types) {
        return types.entrySet().stream()
                .map(type -> type.getKey() + " (group " + String.join(", ", type.getValue()) + ")")
                .collect(joining(", "));
    }
}
