package dev.vigil.engine.api;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.GroupState;
import dev.vigil.engine.core.Probe;
import dev.vigil.engine.core.SysState;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.llt.PacketFault;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// What monitoring systems want to know of a system, in Prometheus's form: `GET /metrics`.
///
/// Made when it is first asked for: most engines are never asked.
final class Metrics {
    private final EngineDoor engine;
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge systems;
    private final MultiGauge groups;
    private final MultiGauge faults;
    private final MultiGauge links;
    private final MultiGauge silences;
    private final MultiGauge points;
    private final MultiGauge refused;
    private final MultiGauge injected;

    Metrics(EngineDoor engine) {
        this.engine = engine;
        gauge("vigil.view.number", "Number of the current view", () -> view(engine));
        gauge(
                "vigil.view.members",
                "Systems in the current view",
                () -> engine.status().view().members().size());
        gauge("vigil.log.held", "Items of the view's log held here", () -> engine.status().held());
        gauge(
                "vigil.log.committed",
                "Items of the view's log that all members hold",
                () -> engine.status().committed());
        gauge(
                "vigil.journal.failing",
                "Whether the newest configuration is not on this system's disk",
                () -> engine.journalFails() ? 1 : 0);
        gauge(
                "vigil.lease.held",
                "Whether this system may run what can fail over: it has the lease, or needs none",
                () -> engine.status().node().map(Metrics::held).orElse(0));
        gauge(
                "vigil.lease.remaining.seconds",
                "How long the lease ran when the node daemon last spoke; 0 without one",
                () -> engine.status().node().map(NodeReport::leaseRestNs).orElse(0L) / 1e9);
        gauge(
                "vigil.operations",
                "Orders to agents that are under way",
                () -> engine.state().operations().size());
        systems =
                MultiGauge.builder("vigil.system.running")
                        .description("Whether a system is RUNNING")
                        .register(registry);
        groups =
                MultiGauge.builder("vigil.group.online")
                        .description("Whether a group is ONLINE on a system")
                        .register(registry);
        faults =
                MultiGauge.builder("vigil.group.faulted.resources")
                        .description("Faulted resources of a group on a system")
                        .register(registry);
        refused =
                MultiGauge.builder("vigil.connections.refused")
                        .description("Connections to the engine's ports that were refused")
                        .register(registry);
        points =
                MultiGauge.builder("vigil.fencing.registered")
                        .description("Whether a coordination point has this system's key")
                        .register(registry);
        links =
                MultiGauge.builder("vigil.peer.links")
                        .description("Links to a peer that are not down")
                        .register(registry);
        silences =
                MultiGauge.builder("vigil.peer.longest.silence.seconds")
                        .description(
                                "Longest silence of a peer that was not given up for it, since"
                                        + " lltstat -z: what peerinact less the stop margin must"
                                        + " stay above")
                        .register(registry);
        gauge(
                "vigil.watchdog.armed",
                "Whether this machine is reset unless its watchdog is fed",
                () -> engine.loser().watchdog().armed() ? 1 : 0);
        gauge(
                "vigil.watchdog.timeout.seconds",
                "How long after it was fed last",
                () -> engine.loser().watchdog().timeoutNs() / 1e9);
        gauge(
                "vigil.watchdog.fed",
                "How often it was fed since the node daemon started",
                () -> engine.loser().watchdog().fed());
        gauge(
                "vigil.faults.active",
                "Injected faults that are in force on this system",
                () -> engine.faults().lines().size());
        gauge(
                "vigil.faults.injected",
                "Faults injected since the node daemon started",
                () -> engine.faults().injected());
        gauge(
                "vigil.faults.entry.points",
                "Calls of entry points that were made to misbehave",
                () -> engine.faults().entryPoints());
        injected =
                MultiGauge.builder("vigil.faults.packets")
                        .description("What injected faults made of traffic")
                        .register(registry);
        for (PacketFault fault : PacketFault.values()) {
            FunctionCounter.builder("vigil.llt.dropped", fault, cause -> dropped(engine, cause))
                    .tag("cause", fault.label())
                    .description("Packets on the links that were dropped, since hanode started")
                    .register(registry);
        }
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private static int held(NodeReport report) {
        return !report.lost() && (!report.leaseNeeded() || report.leaseRestNs() > 0) ? 1 : 0;
    }

    private static double dropped(EngineDoor engine, PacketFault cause) {
        return engine.status()
                .node()
                .map(report -> report.dropped().getOrDefault(cause.label(), 0L))
                .orElse(0L);
    }

    private static double view(EngineDoor engine) {
        return Math.max(0, engine.status().view().id().number());
    }

    /// The text of all metrics as they are now.
    String text() {
        ClusterState state = engine.state();
        systems.register(
                state.systems().values().stream()
                        .map(
                                system ->
                                        MultiGauge.Row.of(
                                                Tags.of("system", system.name()),
                                                system.state() == SysState.RUNNING ? 1 : 0))
                        .toList(),
                true);
        List<MultiGauge.Row<?>> online = new ArrayList<>();
        List<MultiGauge.Row<?>> faulted = new ArrayList<>();
        for (var group : state.topology().groups().values()) {
            for (String system : group.systems()) {
                Tags tags = Tags.of("group", group.name(), "system", system);
                boolean up =
                        state.groupState(group.name(), system).base() == GroupState.Base.ONLINE;
                online.add(MultiGauge.Row.of(tags, up ? 1 : 0));
                long count =
                        group.resources().keySet().stream()
                                .filter(
                                        resource ->
                                                state.resource(resource, system).status().state()
                                                        == Probe.FAULTED)
                                .count();
                faulted.add(MultiGauge.Row.of(tags, count));
            }
        }
        groups.register(online, true);
        faults.register(faulted, true);
        List<MultiGauge.Row<?>> peers = new ArrayList<>();
        engine.status()
                .node()
                .ifPresent(
                        report ->
                                report.peers()
                                        .forEach(
                                                (id, peer) ->
                                                        peers.add(
                                                                MultiGauge.Row.of(
                                                                        Tags.of(
                                                                                "node",
                                                                                Integer.toString(
                                                                                        id)),
                                                                        peer.linksAlive()))));
        links.register(peers, true);
        silences.register(
                engine.status().node().map(report -> silences(report.peers())).orElse(List.of()),
                true);
        points.register(
                engine.fencing().points().stream()
                        .map(
                                point ->
                                        MultiGauge.Row.of(
                                                Tags.of("point", point.name()),
                                                point.state().equals("registered") ? 1 : 0))
                        .toList(),
                true);
        refused.register(
                engine.refusedConnections().entrySet().stream()
                        .map(
                                each ->
                                        MultiGauge.Row.of(
                                                Tags.of("cause", each.getKey()), each.getValue()))
                        .toList(),
                true);
        List<MultiGauge.Row<?>> packets = new ArrayList<>();
        packets.addAll(packets("heartbeats", engine.faults().heartbeats()));
        packets.addAll(packets("messages", engine.faultyMessages()));
        injected.register(packets, true);
        return registry.scrape();
    }

    private static List<MultiGauge.Row<?>> silences(SortedMap<Integer, PeerReport> peers) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        peers.forEach(
                (id, peer) ->
                        rows.add(
                                MultiGauge.Row.of(
                                        Tags.of("node", Integer.toString(id)),
                                        peer.longestSilenceNs() / 1e9)));
        return rows;
    }

    private static List<MultiGauge.Row<?>> packets(String traffic, FaultEdge.Counts counts) {
        return List.of(
                packets(traffic, "dropped", counts.dropped()),
                packets(traffic, "delayed", counts.delayed()),
                packets(traffic, "duplicated", counts.duplicated()));
    }

    private static MultiGauge.Row<?> packets(String traffic, String fate, long count) {
        return MultiGauge.Row.of(Tags.of("traffic", traffic, "fate", fate), count);
    }

    private void gauge(String name, String description, java.util.function.Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }
}
