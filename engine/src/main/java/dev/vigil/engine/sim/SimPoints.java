package dev.vigil.engine.sim;

import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;

import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The coordination points of a cluster, and the person who looks after them.
final class SimPoints {
    private static final long MS = 1_000_000L;
    private static final long PATIENCE_NS = 1_000 * MS;
    private static final long LOOKS_EVERY_NS = 500 * MS;

    private final SimCluster cluster;
    private final SortedMap<String, SimPoint> points = new TreeMap<>();

    SimPoints(SimCluster cluster, int count) {
        this.cluster = cluster;
        for (int point = 0; point < count; point++) {
            points.put("cp" + point, new SimPoint());
        }
    }

    SortedMap<String, SimPoint> all() {
        return points;
    }

    /// A system asks a point; it is answered once, by the point or by its own patience.
    void ask(int system, String point, PointRequest request, Consumer<PointAnswer> answered) {
        SimPoint asked = points.get(point);
        var answer = new ArrayDeque<PointAnswer>();
        var done = new boolean[1];
        Consumer<PointAnswer> once =
                said -> {
                    if (!done[0]) {
                        done[0] = true;
                        answered.accept(said);
                    }
                };
        cluster.network()
                .visit(
                        system,
                        point,
                        () -> {
                            if (asked.up()) {
                                answer.add(asked.handle(request));
                                cluster.trace()
                                        .say(
                                                point,
                                                "sys"
                                                        + system
                                                        + " "
                                                        + request
                                                        + ": "
                                                        + answer.peek());
                            }
                        },
                        () -> {
                            if (asked.up() && !answer.isEmpty()) {
                                once.accept(answer.remove());
                            }
                        });
        cluster.clock()
                .after(PATIENCE_NS, () -> once.accept(new PointAnswer.Unreachable("no answer")));
    }

    /// The disk of a point is lost. It forgot who was ejected, so it serves nobody until the cluster is whole and all are registered at more
    /// than half of the other points: as `docs/fencing.md` has it.
    void lose(String name) {
        if (points.size() < 3 || points.values().stream().anyMatch(SimPoint::isLost)) {
            return;
        }
        points.get(name).lost();
        look(name);
    }

    private void look(String name) {
        if (cluster.together(cluster.ids()) && registeredBut(name)) {
            cluster.trace().say(name, "is set up anew");
            points.get(name).setUpAnew();
        } else {
            cluster.clock().after(LOOKS_EVERY_NS, () -> look(name));
        }
    }

    private boolean registeredBut(String lost) {
        List<SimPoint> others =
                points.entrySet().stream()
                        .filter(e -> !e.getKey().equals(lost))
                        .map(SortedMap.Entry::getValue)
                        .toList();
        return cluster.all().stream()
                .allMatch(
                        machine ->
                                machine.engineIncarnation()
                                        .filter(
                                                incarnation ->
                                                        majority(
                                                                others,
                                                                new Key(machine.id(), incarnation)))
                                        .isPresent());
    }

    private static boolean majority(List<SimPoint> points, Key key) {
        return 2 * points.stream().filter(point -> point.up() && point.has(key)).count()
                > points.size();
    }
}
