package dev.vigil.engine.had;

import dev.vigil.engine.command.FencingReport;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.FencingWeights;
import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointClients;
import dev.vigil.engine.fence.PointReport;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointStanding;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.fence.VxfenMode;
import dev.vigil.engine.gab.View;
import dev.vigil.engine.tls.ClusterKeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Fencing outside the stack: the connections to the coordination points, what systems weigh in a race, and what operators see of it. Belongs to
/// had's event loop.
final class FencingEdge {
    private static final long MS = 1_000_000L;

    /// A connection is not given up while a slow answer can still be of use; in a race the next point is asked long before that.
    private static final long LEAST_TIMEOUT_MS = 1_000;

    private final VxfenMode file;
    private final int node;
    private final SortedMap<Integer, String> names;
    private final HadLoop loop;
    private final PointClients points;
    private SortedMap<Integer, Integer> weights = new TreeMap<>();

    /// How an answer comes back.
    interface Answered {
        /// A point has answered, or nobody has.
        void point(String point, long request, PointAnswer answer);
    }

    /// Connections that are not open yet.
    FencingEdge(EngineFiles files, ClusterKeys keys, HadLoop loop) {
        this.file = files.fencing();
        this.node = files.llt().node();
        this.names = files.hosts().names();
        this.loop = loop;
        this.points =
                new PointClients(
                        loop.vertx(),
                        keys,
                        file.points(),
                        Math.max(LEAST_TIMEOUT_MS, files.timing().raceNs() / MS),
                        changed -> {});
    }

    /// Opens the connections and keeps them open.
    void open() {
        if (!file.points().isEmpty()) points.open();
    }

    /// Asks a point; answered once, later, on the loop.
    void ask(String point, long request, PointRequest what, Answered answered) {
        points.ask(point, what)
                .onSuccess(answer -> loop.execute(() -> answered.point(point, request, answer)));
    }

    /// What systems weigh now; nothing if that is as before.
    Optional<SortedMap<Integer, Integer>> weights(ClusterState state) {
        if (file.mode() != VxfenMode.Mode.CUSTOMIZED) return Optional.empty();
        SortedMap<String, Long> byName = FencingWeights.of(state);
        SortedMap<Integer, Integer> now = new TreeMap<>();
        names.forEach(
                (id, name) -> {
                    Long weight = byName.get(name);
                    if (weight != null)
                        now.put(id, (int) Math.min(weight, Integer.MAX_VALUE / names.size()));
                });
        if (now.equals(weights)) return Optional.empty();
        weights = now;
        return Optional.of(now);
    }

    /// What is to be said of the configuration when the engine starts.
    List<String> startWarnings() {
        return FencingWarnings.of(file, StackConfig.mode(file.mode(), names.size()));
    }

    /// What is to be said now.
    List<String> warnings(StackStatus status) {
        List<String> warnings = new ArrayList<>(startWarnings());
        if (status.member())
            warnings.addAll(FencingWarnings.of(status.view(), names, status.points()));
        warnings.addAll(status.misfits());
        return warnings;
    }

    /// What `vxfenadm -d` shows.
    ///
    /// @param watchdog the device of this system, and how it stands
    /// @param warnings all of this system's
    FencingReport report(StackStatus status, String watchdog, List<String> warnings) {
        if (!status.member()) return FencingReport.outside(modeName(file.mode()));
        View view = status.view();
        SortedMap<Integer, String> members = new TreeMap<>(names);
        members.keySet().retainAll(view.ids());
        return new FencingReport(
                modeName(file.mode()),
                view.mode() == QuorumMode.CUSTOMIZED ? "cps" : "",
                node,
                members,
                status.points().stream().map(this::point).toList(),
                file.loser().panics() ? "Panic" : "Clean",
                watchdog,
                warnings);
    }

    private FencingReport.Point point(PointStanding standing) {
        SortedSet<String> registered = new TreeSet<>();
        for (PointReport each : points.reports())
            if (each.point().equals(standing.point()))
                for (Key key : each.keys())
                    registered.add(names.getOrDefault(key.system(), "node " + key.system()));
        String state = standing.state().name().toLowerCase(Locale.ROOT);
        return new FencingReport.Point(
                standing.point(),
                standing.reason().isEmpty() ? state : state + ": " + standing.reason(),
                registered);
    }

    private static String modeName(VxfenMode.Mode mode) {
        return switch (mode) {
            case CUSTOMIZED -> "Customized";
            case MAJORITY -> "Majority";
            case DISABLED -> "Disabled";
        };
    }
}
