package dev.vigil.config;

import dev.vigil.config.Places.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks the dependencies between resources: both in one group, and no way back.
final class LinkChecks {
    private final Configuration configuration;
    private final Places places;
    private final Findings findings;

    LinkChecks(Configuration configuration, Places places, Findings findings) {
        this.configuration = configuration;
        this.places = places;
        this.findings = findings;
    }

    void run() {
        configuration.groups().values().forEach(this::group);
    }

    private void group(Group group) {
        Map<String, List<String>> children = new HashMap<>();
        boolean sound = true;
        for (Link link : group.links()) {
            sound &= member(group, link, link.parent()) && member(group, link, link.child());
            if (link.parent().equals(link.child())) {
                sound = false;
                findings.error(
                        place(link, link.child()),
                        Umi.CYCLE,
                        "resource " + link.parent() + " requires itself",
                        "Remove the dependency");
            }
            children.computeIfAbsent(link.parent(), _ -> new ArrayList<>()).add(link.child());
        }
        if (!sound) return;
        Cycles.first(
                        children.keySet().stream().sorted().toList(),
                        node -> children.getOrDefault(node, List.of()))
                .ifPresent(cycle -> cycle(group, cycle));
    }

    private boolean member(Group group, Link link, String name) {
        if (group.resources().containsKey(name)) return true;
        if (places.isBroken(Kind.RESOURCE, name, "")) return false;
        Optional<Resource> elsewhere = configuration.resource(name);
        findings.error(
                place(link, name),
                Umi.LINK,
                "resource "
                        + name
                        + " in '"
                        + link.parent()
                        + " requires "
                        + link.child()
                        + "' "
                        + elsewhere
                                .map(resource -> "belongs to group " + resource.group() + ", not ")
                                .orElse("is not in group ")
                        + group.name(),
                elsewhere.isPresent()
                        ? "Resources depend on resources of their own group; use 'requires group'"
                                + " between groups"
                        : Spelling.didYouMean(
                                name,
                                group.resources().sequencedKeySet(),
                                "Define it in the group, or remove the dependency"));
        return false;
    }

    private Position place(Link link, String end) {
        return end.equals(link.parent()) && !end.equals(link.child())
                ? places.of(Kind.LINK, link.parent())
                : places.of(Kind.LINK, link.parent(), "", link.child());
    }

    private void cycle(Group group, List<String> cycle) {
        findings.error(
                places.of(Kind.LINK, cycle.getFirst(), "", cycle.get(1)),
                Umi.CYCLE,
                "the dependencies of group "
                        + group.name()
                        + " form a cycle: "
                        + String.join(" requires ", cycle),
                "Remove one of them");
    }
}
