package dev.vigil.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;

/// Finds a way that leads back to where it began.
final class Cycles {
    /// A step on a way not yet gone to its end: a node and which of its children is next.
    private static final class Step {
        final String node;
        final List<String> children;
        int next;

        Step(String node, List<String> children) {
            this.node = node;
            this.children = children;
        }
    }

    private Cycles() {}

    /// The first cycle found, as its nodes in order with the first one repeated at the end.
    ///
    /// Walks without recursion: a chain of thousands of resources must not overflow a stack.
    static Optional<List<String>> first(
            Iterable<String> nodes, Function<String, List<String>> childrenOf) {
        Map<String, Boolean> done = new HashMap<>();
        for (String node : nodes) {
            Optional<List<String>> cycle = from(node, childrenOf, done);
            if (cycle.isPresent()) return cycle;
        }
        return Optional.empty();
    }

    private static Optional<List<String>> from(
            String root, Function<String, List<String>> childrenOf, Map<String, Boolean> done) {
        if (done.containsKey(root)) return Optional.empty();
        SequencedSet<String> path = new LinkedHashSet<>();
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(root, childrenOf.apply(root)));
        path.add(root);
        while (!steps.isEmpty()) {
            Step step = steps.getLast();
            if (step.next == step.children.size()) {
                done.put(step.node, true);
                path.remove(step.node);
                steps.removeLast();
                continue;
            }
            String child = step.children.get(step.next++);
            if (path.contains(child)) return Optional.of(closed(path, child));
            if (done.containsKey(child)) continue;
            steps.add(new Step(child, childrenOf.apply(child)));
            path.add(child);
        }
        return Optional.empty();
    }

    private static List<String> closed(SequencedSet<String> path, String child) {
        List<String> nodes = new ArrayList<>(path);
        List<String> cycle = new ArrayList<>(nodes.subList(nodes.indexOf(child), nodes.size()));
        cycle.add(child);
        return cycle;
    }
}
