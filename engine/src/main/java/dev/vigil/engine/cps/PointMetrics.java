package dev.vigil.engine.cps;

import dev.vigil.engine.cps.ServedClusters.Served;

import java.util.Collection;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

/// What a coordination point can tell a monitoring system, as Prometheus wants it: for a file that a collector of text files reads, since a point
/// listens for its systems alone.
final class PointMetrics {
    private static final String CONNECTIONS = "connections";

    private PointMetrics() {}

    /// The text.
    ///
    /// @param counts what was counted, by what
    static String text(SortedMap<String, Long> counts, Collection<Served> clusters) {
        var text = new StringBuilder();
        head(text, "vigil_cps_counted", "counter", "What was counted since the start");
        counts.forEach(
                (what, count) -> {
                    if (!what.equals(CONNECTIONS))
                        row(text, "vigil_cps_counted", "what", what, count);
                });
        head(text, "vigil_cps_connections", "gauge", "Systems and operators that are connected");
        text.append("vigil_cps_connections ")
                .append(counts.getOrDefault(CONNECTIONS, 0L))
                .append('\n');
        clusters(
                text,
                "vigil_cps_registered",
                "Systems of a cluster that are registered",
                clusters,
                served -> served.store().memory().state().registered().size());
        clusters(
                text,
                "vigil_cps_damaged",
                "Whether what is stored of a cluster is damaged, and nothing is granted to it",
                clusters,
                served -> served.store().damage().isPresent() ? 1 : 0);
        return text.toString();
    }

    private static void clusters(
            StringBuilder text,
            String name,
            String help,
            Collection<Served> clusters,
            ToLongFunction<Served> value) {
        head(text, name, "gauge", help);
        for (Served each : clusters)
            row(text, name, "cluster", each.name(), value.applyAsLong(each));
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void row(StringBuilder text, String name, String label, String of, long value) {
        String escaped = of.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        text.append(name)
                .append('{')
                .append(label)
                .append("=\"")
                .append(escaped)
                .append("\"} ")
                .append(value)
                .append('\n');
    }
}
