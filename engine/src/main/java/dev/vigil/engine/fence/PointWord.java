package dev.vigil.engine.fence;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What goes over a connection to a coordination point, and back. Each word of a client is answered by one with the same id.
public sealed interface PointWord {
    /// Chosen by who asks.
    long id();

    /// A system asks for its cluster.
    record Ask(long id, PointRequest request) implements PointWord {}

    /// What came of an [Ask], [Clear], [Forget] or [ForgetCluster]; to a [Ping] the keys.
    record Answer(long id, PointAnswer answer) implements PointWord {}

    /// Is the point there?
    record Ping(long id) implements PointWord {}

    /// An operator asks what the point knows of the cluster.
    record Describe(long id) implements PointWord {}

    /// What the point knows.
    ///
    /// @param point its name
    /// @param cluster the name under which it serves the cluster
    /// @param systems every one that was seen
    /// @param counts what the point has counted since its start, for all clusters
    /// @param damage why nothing of this can be relied upon, and the point grants nothing; empty if it can
    record Description(
            long id,
            String point,
            String cluster,
            List<SystemAtPoint> systems,
            SortedMap<String, Long> counts,
            String damage)
            implements PointWord {
        public Description {
            damage = damage == null ? "" : damage;
            systems = List.copyOf(systems);
            counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        }
    }

    /// A system as a point knows it.
    ///
    /// @param name as its certificate said; empty if the point has only heard of it
    /// @param incarnation the registered one; -1: none
    /// @param buried the highest dead one; -1: none
    record SystemAtPoint(int node, String name, long incarnation, long buried) {}

    /// An operator takes the key of a system away that is known to be down.
    record Clear(long id, int system) implements PointWord {}

    /// An operator lets a system be forgotten that was set up anew.
    record Forget(long id, int system) implements PointWord {}

    /// An operator lets the whole cluster be forgotten, also when what was stored of it is damaged.
    record ForgetCluster(long id) implements PointWord {}
}
