package dev.vigil.engine.had;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.fence.VxfenMode;
import dev.vigil.engine.llt.Timing;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What an engine is started with.
///
/// @param id of this system
/// @param names of all configured systems by id, this one too
/// @param incarnation of this engine: a counter on disk, raised and synced before the first packet
/// @param seedCount gabtab's `-n`: how many systems must be present for a first view
/// @param timing as configured; a view's own peerinact and margin come before it
/// @param mode what gives the right to continue
/// @param points the coordination points that `vxfenmode` names, in its order; none in modes without them
public record StackConfig(
        int id,
        SortedMap<Integer, String> names,
        long incarnation,
        int seedCount,
        Timing timing,
        QuorumMode mode,
        List<String> points) {
    /// Copies its collections.
    public StackConfig {
        points = List.copyOf(points);
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    /// The mode that `vxfenmode` and the number of systems give: two systems need a coordination point, and without one nothing
    /// arbitrates between them; three and more arbitrate by majority unless the file says otherwise.
    public static QuorumMode mode(VxfenMode.Mode configured, int systems) {
        return switch (configured) {
            case CUSTOMIZED -> QuorumMode.CUSTOMIZED;
            case DISABLED -> QuorumMode.DISABLED;
            case MAJORITY -> systems == 2 ? QuorumMode.UNARBITRATED : QuorumMode.MAJORITY;
        };
    }

    /// Ids of all configured systems.
    public SortedSet<Integer> systems() {
        return new TreeSet<>(names.keySet());
    }

    /// The names of systems, for people.
    public String namesOf(SortedSet<Integer> systems) {
        return systems.stream().map(this::name).collect(Collectors.joining(", "));
    }

    /// The name of a system, for people.
    public String name(int system) {
        return names.getOrDefault(system, "#" + system);
    }
}
