package dev.vigil.engine.command;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What gives this system the right to continue, and how it stands; what `vxfenadm -d` prints.
///
/// @param mode as VCS writes it: Customized, Majority, Disabled
/// @param mechanism `cps`; empty in modes without points
/// @param node this system's id
/// @param members names by id; empty while this system is no member of the cluster
/// @param points in the order of `vxfenmode`
/// @param loserAction as VCS would write it: Clean, Panic
/// @param watchdog the device, and how it stands
/// @param warnings for configurations that are not safe, or not available
public record FencingReport(
        String mode,
        String mechanism,
        int node,
        SortedMap<Integer, String> members,
        List<Point> points,
        String loserAction,
        String watchdog,
        List<String> warnings) {
    /// Copies the collections.
    public FencingReport {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        points = List.copyOf(points);
        warnings = List.copyOf(warnings);
    }

    /// Of a system that is no member.
    ///
    /// @param mode as configured
    public static FencingReport outside(String mode) {
        return new FencingReport(mode, "", 0, new TreeMap<>(), List.of(), "", "", List.of());
    }

    /// One coordination point.
    ///
    /// @param name `host:port`
    /// @param state what it last said of this system's key: `registered`, `refused: ...`, `unreachable: ...`
    /// @param registered names of the systems whose keys it has, as far as it last said
    public record Point(String name, String state, SortedSet<String> registered) {
        /// Copies the set.
        public Point {
            registered = Collections.unmodifiableSortedSet(new TreeSet<>(registered));
        }
    }
}
