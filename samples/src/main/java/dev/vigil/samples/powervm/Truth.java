package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.Partition.Kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The estate as it truly is, for those who check others against it: as a map that becomes JSON, and as a table.
final class Truth {

    private Truth() {}

    /// The whole truth at its [Estate#asOfMs()].
    static Map<String, Object> of(Estate estate) {
        var truth = new LinkedHashMap<String, Object>();
        truth.put("atMs", estate.asOfMs());
        truth.put("slowMs", estate.slowMs());
        truth.put("overlaps", estate.overlaps());
        truth.put("lastSeq", estate.nextSeq() - 1);
        truth.put("hmcs", estate.consoles());
        var servers = new LinkedHashMap<String, Object>();
        estate.servers().values().forEach(s -> servers.put(s.name(), server(s)));
        truth.put("servers", servers);
        var lpars = new LinkedHashMap<String, Object>();
        for (var name : estate.partitions(Kind.MANAGED)) {
            lpars.put(name, partition(estate, name));
        }
        truth.put("lpars", lpars);
        return truth;
    }

    private static Map<String, Object> server(Server server) {
        var view = new LinkedHashMap<String, Object>();
        view.put("power", server.power().text());
        view.put("connected", server.connected());
        var vios = new LinkedHashMap<String, Object>();
        var management = new LinkedHashMap<String, Object>();
        var running = new ArrayList<String>();
        for (var partition : server.partitions().values()) {
            var own = state(partition);
            switch (partition.kind()) {
                case VIOS -> {
                    own.put("serves", server.serves(partition.name()));
                    vios.put(partition.name(), own);
                }
                case MANAGEMENT -> {
                    own.put("system", partition.setup().system());
                    management.put(partition.name(), own);
                }
                case MANAGED -> {
                    if (partition.state().executes()) {
                        running.add(partition.name());
                    }
                }
            }
        }
        view.put("vios", vios);
        view.put("management", management);
        view.put("running", running);
        return view;
    }

    private static Map<String, Object> state(Partition partition) {
        var view = new LinkedHashMap<String, Object>();
        view.put("state", partition.state().text());
        view.put("osUp", partition.osUp());
        view.put("rmc", partition.rmcAnswers());
        return view;
    }

    private static Map<String, Object> partition(Estate estate, String name) {
        var view = new LinkedHashMap<String, Object>();
        view.put("runsOn", List.copyOf(estate.runningOn(name)));
        var on = new LinkedHashMap<String, Object>();
        for (var serverName : estate.definedOn(name)) {
            var partition = estate.servers().get(serverName).partitions().get(name);
            var own = state(partition);
            own.put("disk", !partition.diskLost());
            own.put("refcode", partition.refCode());
            on.put(serverName, own);
        }
        view.put("on", on);
        return view;
    }

    /// The same for people.
    static String table(Estate estate) {
        var text = new StringBuilder();
        for (var server : estate.servers().values()) {
            text.append(
                    "%s  %s%s\n"
                            .formatted(
                                    server.name(),
                                    server.power().text(),
                                    server.connected() ? "" : "  (consoles see No Connection)"));
            for (var partition : server.partitions().values()) {
                text.append(
                        "  %-10s %-12s %-14s %s\n"
                                .formatted(
                                        partition.kind().name().toLowerCase(Locale.ROOT),
                                        partition.name(),
                                        partition.state().text(),
                                        remarks(partition))
                                .stripTrailing());
                text.append(text.charAt(text.length() - 1) == '\n' ? "" : "\n");
            }
        }
        estate.consoles()
                .forEach((name, up) -> text.append("%s  %s\n".formatted(name, up ? "up" : "down")));
        text.append(
                "answers slowed by %d ms, overlaps %d\n"
                        .formatted(estate.slowMs(), estate.overlaps()));
        return text.toString();
    }

    private static String remarks(Partition partition) {
        var remarks = new ArrayList<String>();
        if (partition.osUp()) {
            remarks.add(partition.rmcAnswers() ? "os up, rmc active" : "os up, rmc inactive");
        }
        if (partition.diskLost()) {
            remarks.add("no disk");
        }
        if (!partition.refCode().isEmpty() && partition.state().holdsResources()) {
            remarks.add(partition.refCode());
        }
        return String.join(", ", remarks);
    }
}
