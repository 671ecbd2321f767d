package dev.vigil.config;

import dev.vigil.config.GroupDependency.Category;
import dev.vigil.config.GroupDependency.Location;
import dev.vigil.config.GroupDependency.Rigidity;
import dev.vigil.config.Places.Kind;

import java.util.List;
import java.util.Optional;

/// Checks the dependencies between groups: kinds that the engine can keep, no cycles, not too deep.
///
/// Source: VCS Administrator's Guide, "Service group dependency configurations".
final class GroupDependencyChecks {
    private static final int DEEPEST = 5;

    private final Configuration configuration;
    private final Places places;
    private final Findings findings;

    GroupDependencyChecks(Configuration configuration, Places places, Findings findings) {
        this.configuration = configuration;
        this.places = places;
        this.findings = findings;
    }

    void run() {
        boolean sound = true;
        for (GroupDependency dependency : configuration.groupDependencies()) {
            Optional<Group> child = configuration.group(dependency.child());
            if (child.isEmpty()) {
                sound = false;
                report(
                        dependency,
                        "group " + dependency.child() + " is not defined",
                        Spelling.didYouMean(
                                dependency.child(),
                                configuration.groups().sequencedKeySet(),
                                "Define the group, or remove the dependency"));
                continue;
            }
            Group parent = configuration.group(dependency.parent()).orElseThrow();
            kind(dependency, parent, child.orElseThrow());
        }
        children();
        if (sound) shape();
    }

    private void children() {
        for (Group group : configuration.groups().values()) {
            for (int i = 1; i < group.dependencies().size(); i++) {
                GroupDependency first = group.dependencies().get(i - 1);
                GroupDependency second = group.dependencies().get(i);
                if (first.child().equals(second.child()))
                    report(
                            second,
                            "there are two dependencies on it",
                            "Remove one of '" + first.kind() + "' and '" + second.kind() + "'");
            }
        }
    }

    private void kind(GroupDependency dependency, Group parent, Group child) {
        if (dependency.parent().equals(dependency.child())) return;
        boolean offline = dependency.category() == Category.OFFLINE;
        if (offline && dependency.location() != Location.LOCAL)
            report(dependency, "'" + dependency.kind() + "' does not exist", "Use 'offline local'");
        if (offline && dependency.rigidity() != Rigidity.NONE)
            report(
                    dependency,
                    "'offline local' takes no soft, firm or hard",
                    "Write: requires group " + dependency.child() + " offline local");
        boolean elsewhere =
                dependency.location() == Location.GLOBAL
                        || dependency.location() == Location.REMOTE;
        if (elsewhere && isParallel(parent) && isParallel(child))
            report(
                    dependency,
                    "both groups are parallel",
                    "Between parallel groups only 'local' dependencies are possible");
        if (!offline
                && dependency.location() == Location.LOCAL
                && isParallel(parent)
                && !isParallel(child))
            report(
                    dependency,
                    "a parallel group cannot depend 'online local' on a failover group",
                    "Use 'online global', or make group " + child.name() + " parallel");
        if (dependency.rigidity() == Rigidity.HARD) hard(dependency, parent, child);
    }

    private void hard(GroupDependency dependency, Group parent, Group child) {
        if (dependency.location() != Location.LOCAL || dependency.category() != Category.ONLINE)
            report(dependency, "'hard' goes only with 'online local'", "Use firm or soft");
        if (isParallel(parent) || isParallel(child))
            report(dependency, "'hard' needs two failover groups", "Use firm or soft");
        boolean parentIsChild =
                configuration.groupDependencies().stream()
                        .anyMatch(
                                other ->
                                        other.rigidity() == Rigidity.HARD
                                                && other.child().equals(parent.name()));
        if (parentIsChild || parent.dependencies().size() > 1)
            report(
                    dependency,
                    "'hard' allows one level and one child",
                    "Use firm or soft for the other dependencies");
    }

    private static boolean isParallel(Group group) {
        return group.attributes()
                .global("Parallel")
                .filter(value -> !value.text().equals("0"))
                .isPresent();
    }

    private void shape() {
        Optional<List<String>> cycle =
                Cycles.first(configuration.groups().sequencedKeySet(), this::childrenOf);
        if (cycle.isPresent()) {
            List<String> found = cycle.orElseThrow();
            findings.error(
                    places.of(Kind.GROUP_LINK, found.getFirst(), "", found.get(1)),
                    Umi.CYCLE,
                    "the group dependencies form a cycle: "
                            + String.join(" requires group ", found),
                    "Remove one of them");
            return;
        }
        for (String group : configuration.groups().sequencedKeySet()) {
            int depth = depth(group);
            if (depth == DEEPEST + 1)
                findings.error(
                        places.of(Kind.GROUP, group),
                        Umi.GROUP_DEPENDENCY,
                        "the dependencies below group " + group + " are " + depth + " levels deep",
                        "At most " + DEEPEST + " levels of groups can depend on each other");
        }
    }

    /// The levels of groups from this one down, itself included, counted no further than one too many.
    private int depth(String group) {
        List<String> level = List.of(group);
        for (int depth = 1; ; depth++) {
            List<String> below =
                    level.stream().flatMap(each -> childrenOf(each).stream()).distinct().toList();
            if (below.isEmpty() || depth > DEEPEST) return depth;
            level = below;
        }
    }

    private List<String> childrenOf(String group) {
        return configuration.group(group).stream()
                .flatMap(each -> each.dependencies().stream())
                .map(GroupDependency::child)
                .toList();
    }

    private void report(GroupDependency dependency, String message, String remedy) {
        findings.error(
                places.of(Kind.GROUP_LINK, dependency.parent(), "", dependency.child()),
                Umi.GROUP_DEPENDENCY,
                "group "
                        + dependency.parent()
                        + " requires group "
                        + dependency.child()
                        + ": "
                        + message,
                remedy);
    }
}
