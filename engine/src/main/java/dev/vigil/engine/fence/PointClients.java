package dev.vigil.engine.fence;

import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// An engine's connections to its coordination points: kept open, and looked after in peacetime so that none has to be opened, or found dead, in a race.
public final class PointClients {
    private static final long PING_MS = 1_000;

    private final Vertx vertx;
    private final SequencedMap<String, PointClient> clients = new LinkedHashMap<>();
    private final Map<String, String> pointOf = new TreeMap<>();
    private final Map<String, Boolean> said = new TreeMap<>();
    private final Consumer<PointReport> changed;
    private long timer;

    /// Connections that are not yet open.
    ///
    /// @param points in the order of `vxfenmode`
    /// @param timeoutMs how long a request may wait for its answer
    /// @param changed is told when a point is reached or no longer reached
    public PointClients(
            Vertx vertx,
            ClusterKeys keys,
            List<CoordinationPoint> points,
            long timeoutMs,
            Consumer<PointReport> changed) {
        this.vertx = vertx;
        this.changed = changed;
        for (CoordinationPoint point : points)
            clients.put(
                    point.name(),
                    new PointClient(
                            vertx,
                            keys,
                            point,
                            timeoutMs,
                            identity -> admitted(point.name(), identity)));
    }

    /// Opens the connections and keeps them open.
    public void open() {
        timer = vertx.setPeriodic(0, PING_MS, tick -> clients.keySet().forEach(this::ping));
    }

    /// Asks a point. Does not fail.
    public Future<PointAnswer> ask(String point, PointRequest request) {
        PointClient client = clients.get(point);
        if (client == null)
            return Future.succeededFuture(
                    new PointAnswer.Unreachable(
                            point + " is not in this system's vxfenmode; the files differ"));
        return client.ask(request).onSuccess(answer -> note(client));
    }

    /// How the points stand, in the order of `vxfenmode`.
    public List<PointReport> reports() {
        return clients.values().stream().map(PointClient::report).toList();
    }

    /// Ends the connections.
    public void close() {
        vertx.cancelTimer(timer);
        clients.values().forEach(PointClient::close);
    }

    private void ping(String point) {
        PointClient client = clients.get(point);
        client.ping().onSuccess(answer -> note(client));
    }

    private void note(PointClient client) {
        PointReport report = client.report();
        Boolean before = said.put(report.point(), report.reachable());
        if (before == null || before != report.reachable()) changed.accept(report);
    }

    /// One server under two names would count twice.
    private Optional<String> admitted(String point, Identity.OfPoint identity) {
        String first = pointOf.putIfAbsent(identity.name(), point);
        if (first == null || first.equals(point)) return Optional.empty();
        return Optional.of(
                "it is the same server ("
                        + identity.name()
                        + ") as "
                        + first
                        + ", and counts only once; correct vxfenmode");
    }
}
