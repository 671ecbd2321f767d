package dev.vigil.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// The comment that shows a group's resources as a tree, parents above the children they require. A resource with
/// several parents is shown below each; readers ignore all of it.
///
/// A tree that would be very deep or, by repetition, very long is cut short with `...`.
final class DependencyTree {
    private static final String LINE = "\t//";
    private static final String STEP = "    ";
    private static final int DEEPEST = 40;
    private static final int REPEATED = 1000;

    private final Group group;
    private final TreeMap<String, List<String>> children = new TreeMap<>();
    private final Set<String> shown = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private int repeated;

    private DependencyTree(Group group) {
        this.group = group;
    }

    /// The comment, its last line ended.
    static String of(Group group) {
        return new DependencyTree(group).run();
    }

    private String run() {
        Set<String> required = new HashSet<>();
        for (Link link : group.links()) {
            required.add(link.child());
            children.computeIfAbsent(link.parent(), _ -> new ArrayList<>()).add(link.child());
        }
        text.append(LINE).append(" resource dependency tree\n").append(LINE).append('\n');
        text.append(LINE).append("\tgroup ").append(group.name()).append('\n');
        text.append(LINE).append("\t{\n");
        for (Resource resource : group.resources().values())
            if (!required.contains(resource.name())) node(resource.name(), 0);
        text.append(LINE).append("\t}\n");
        return text.toString();
    }

    private void node(String name, int depth) {
        Resource resource = group.resources().get(name);
        if (resource == null) return;
        line(depth, resource.type() + " " + name);
        List<String> below = children.getOrDefault(name, List.of());
        if (below.isEmpty()) return;
        if (!shown.add(name)) repeated++;
        line(depth + 1, "{");
        if (depth == DEEPEST || repeated > REPEATED) line(depth + 1, "...");
        else below.forEach(child -> node(child, depth + 1));
        line(depth + 1, "}");
    }

    private void line(int depth, String content) {
        text.append(LINE).append('\t').repeat(STEP, depth).append(content).append('\n');
    }
}
