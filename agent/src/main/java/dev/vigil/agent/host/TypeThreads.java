package dev.vigil.agent.host;

import dev.vigil.agent.EntryPoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many entry points of each type run at once (NumThreads), and what waits for its turn. What stops goes before what starts,
/// and that before what only looks. Belongs to the host's loop.
final class TypeThreads {
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, List<EntryPointRun>> waiting = new HashMap<>();

    /// Takes a thread for it, if one is free or it is urgent; else it waits.
    ///
    /// @return whether it may run now
    boolean take(EntryPointRun run) {
        String type = run.resource.definition.type();
        if (!run.order.urgent() && running.getOrDefault(type, 0) >= limit(run)) {
            waiting.computeIfAbsent(type, _ -> new ArrayList<>()).add(run);
            return false;
        }
        running.merge(type, 1, Integer::sum);
        return true;
    }

    /// Gives a thread back.
    ///
    /// @return the one that has it now
    Optional<EntryPointRun> giveBack(EntryPointRun run) {
        String type = run.resource.definition.type();
        running.merge(type, -1, Integer::sum);
        List<EntryPointRun> queue = waiting.getOrDefault(type, List.of());
        // Urgent ones may have taken more than there are.
        if (queue.isEmpty() || running.get(type) >= limit(run)) return Optional.empty();
        EntryPointRun next =
                queue.stream()
                        .min(Comparator.comparingInt(waiter -> rank(waiter.order.entryPoint())))
                        .orElseThrow();
        queue.remove(next);
        running.merge(type, 1, Integer::sum);
        return Optional.of(next);
    }

    /// It need not run any more.
    void forget(EntryPointRun run) {
        List<EntryPointRun> queue = waiting.get(run.resource.definition.type());
        if (queue != null) queue.remove(run);
    }

    private static int limit(EntryPointRun run) {
        return Math.max(1, run.resource.definition.limit("NumThreads", 10));
    }

    private static int rank(EntryPoint entryPoint) {
        return switch (entryPoint) {
            case CLEAN -> 0;
            case OFFLINE -> 1;
            case ONLINE -> 2;
            case OPEN, CLOSE, ACTION, INFO, ATTR_CHANGED, SHUTDOWN, MIGRATE -> 3;
            case MONITOR -> 4;
        };
    }
}
